// Rejection sampling over arrays: every element draws until it is accepted, all in one loop, so that it compiles and maps over keys.
import type { NDArray } from "../core/array.js"
import { whileLoop } from "../lax/control/while.js"
import { logicalNot, logicalOr, where } from "../numpy/comparison.js"
import { zeros } from "../numpy/creation.js"
import { all } from "../numpy/reductions.js"
import type { Arrays } from "../transforms/types.js"
import { foldIn } from "./keys.js"

/** One round: what was drawn, and where it may not stay. NaN is never rejected, or it would be drawn for ever. */
export interface Attempt {
  readonly value: NDArray
  readonly rejected: NDArray
}

/** The first accepted value of every element; round i draws from `foldIn(key, i)`, and an element's rounds are its own. */
export const untilAccepted = (key: NDArray, { shape, dtype }: NDArray, attempt: (key: NDArray) => Attempt): NDArray => {
  const start = { round: zeros([], { dtype: "int32" }), done: zeros(shape, { dtype: "bool" }), value: zeros(shape, { dtype }) }
  const step = ({ round, done, value }: Arrays<typeof start>): typeof start => {
    const drawn = attempt(foldIn(key, round))
    return {
      round: round.add(1),
      done: logicalOr(done, logicalNot(drawn.rejected)),
      value: where(done, value, drawn.value),
    }
  }
  return whileLoop(({ done }) => logicalNot(all(done)), step, start).value
}
