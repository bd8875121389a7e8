// One function over float32 patterns: in float32 against its own float64, by a program of the library; and its float64 against the host's, which
// owes the library nothing, for fewer of them, so that a fault common to both widths cannot hide.

import { BLOCK, type Found, measuring } from "./measuring.js"
import { compiledFor, none, type Unary, type Worst, worstOf } from "./unary.js"

/** The distance of patterns that the host computes, too: prime, so that low bits vary. */
const HOST_STRIDE = 1021
/** Patterns between two looks at the clock, and between two calls of the host. */
const SPAN = 2 ** 24
const HOST_BLOCK = 2 ** 16

/** The float32 of a pattern. */
export const floatOfBits = (bits: number): number => new Float32Array(Uint32Array.of(bits).buffer)[0] as number

/** The worst of float32 among every `every`-th pattern. */
export const worstOfFloat32 = ({ apply }: Unary, every: number): Found => {
  const measure = measuring(apply, every)
  const count = Math.ceil(2 ** 32 / every / BLOCK) * BLOCK // patterns past the last wrap around
  let worst: Found = { ulps: 0, bits: 0 }
  for (let first = 0; first < count; first += SPAN) {
    const next = measure(first, Math.min(SPAN, count - first) / BLOCK)
    if (next.ulps > worst.ulps) worst = next
  }
  return worst
}

/** The worst of float64 as compiled against the host's function, for float32 patterns `HOST_STRIDE·fewer` apart. */
export const worstAgainstHost = ({ apply, reference, fewer = 1 }: Unary): Worst => {
  const compiled = compiledFor(apply, "float64", HOST_BLOCK)
  const bits = new Uint32Array(HOST_BLOCK)
  const stride = HOST_STRIDE * fewer
  let worst = none
  for (let first = 0; first < 2 ** 32; first += HOST_BLOCK * stride) {
    for (let i = 0; i < HOST_BLOCK; i++) bits[i] = first + i * stride
    const xs = Float64Array.from(new Float32Array(bits.buffer))
    worst = worstOf("float64", xs, compiled(xs), reference, worst)
  }
  return worst
}
