// C's fmod: `x − y·trunc(x/y)`, exactly. The quotient may come out one too large, which the remainder's sign tells; it must be so short that
// its product with y, or with each half of it, is exact. Longer ones are the host's.
import type { Expansion } from "../../core/lower.js"
import type { ScalarNode } from "../../core/scalar.js"
import { abs, add, div, ge, lt, mul, rarely, select, sub, trunc, upperHalf, widened, withSignOf } from "./builder.js"

/** `a − q·b`, exactly */
type Rest = (a: ScalarNode, q: ScalarNode, b: ScalarNode) => ScalarNode

const inHalves: Rest = (a, q, b) => {
  const high = upperHalf(b)
  return sub(sub(a, mul(q, high)), mul(q, sub(b, high)))
}
/** For b of float32. */
const atOnce: Rest = (a, q, b) => sub(a, mul(q, b))

/** Quotients from here on are too long: with 26 bits, they leave 27 for half of a float64, or 24 for a float32. */
const LONG = 2 ** 26

const rem =
  (rest: Rest) =>
  (x: ScalarNode, y: ScalarNode): ScalarNode => {
    const [a, b] = [abs(x), abs(y)]
    const q = trunc(div(a, b))
    const r = rest(a, q, b)
    const mended = select(lt(r, 0), add(r, b), r)
    return rarely(ge(q, LONG), withSignOf(x, select(lt(a, b), a, mended)), "rem", x, y)
  }

export const remExpansion: Expansion = widened(rem(atOnce), rem(inHalves))
