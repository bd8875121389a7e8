// Threading a key without naming it: a drawing takes a key, gives what it drew, and hands on a key that is still unused.
// It is fp-ts's `State` over keys, so its `map`, `flatMap`, `sequenceArray` and do-notation put drawings together.
import type { NDArray } from "../core/array.js"
import { S, type State } from "../fp.js"
import { requireCallable, requireListed } from "../tree/required.js"
import { splitInTwo } from "./keys.js"

/** What draws an `A` and hands its key on: `key ↦ [a, next key]`. The type is `State<NDArray, A>` of fp-ts. */
export type Drawing<A> = State<NDArray, A>

/**
 * Lets a function of a key take part in threading: one half of the key draws, `draw(k₁)`, the other, `k₂`, is handed on,
 * where `[k₁, k₂] = split(key)`.
 * @example const layer = (n: number, m: number) => random.drawing((key) => random.normal(key, [n, m]))
 */
export const drawing =
  <A>(draw: (key: NDArray) => A): Drawing<A> =>
  (key) => {
    const [use, next] = splitInTwo(key)
    return [draw(use), next]
  }

const requireDrawings = <A>(drawings: readonly Drawing<A>[]): readonly Drawing<A>[] =>
  requireListed(drawings, {
    code: "argument/drawings",
    op: "drawAll",
    need: "a list of drawings is needed",
    hint: "write the drawings in brackets, as in drawAll([a, b])",
  }).map((draw) => requireCallable(draw, "drawAll"))

/**
 * Draws everything in a list, one after the other, each from a key of its own.
 * @example const [w1, w2] = random.drawAll([layer(784, 128), layer(128, 10)])(random.key(0))[0]
 */
export const drawAll = <A>(drawings: readonly Drawing<A>[]): Drawing<readonly A[]> => S.sequenceArray([...requireDrawings(drawings)])
