// The vector space that differentiation and batching need: the only operations that a transform may name.
import type { NDArray } from "../core/array.js"
import type { Aval, Shape } from "../core/aval.js"
import type { Maybe } from "../core/primitive.js"
import { add, mul, neg } from "./elementwise/arithmetic.js"
import { convertElementType } from "./elementwise/convert.js"
import { literal } from "./elementwise/define.js"
import { broadcastInDim } from "./sum.js"

export { add, mul, neg } from "./elementwise/arithmetic.js"
export { convertElementType } from "./elementwise/convert.js"
export { reshape } from "./shape/reshape.js"
export { moveAxis } from "./transpose.js"

/** An array of one number everywhere. */
export const fill = (value: number, { shape, dtype }: Pick<Aval, "shape" | "dtype">): NDArray =>
  shape.length === 0 ? literal(value, dtype) : broadcastInDim(literal(value, dtype), shape, [])

export const zerosOf = (aval: Pick<Aval, "shape" | "dtype">): NDArray => fill(0, aval)

/** An array as strong as another: literals come from rules and are weak, what they stand for need not be. */
export const asStrongAs = ({ weakType }: Aval, x: NDArray): NDArray => (weakType ? x : convertElementType(x, x.dtype))

/** The same array `size` times, along a new leading axis. */
export const repeat = (x: NDArray, size: number): NDArray =>
  broadcastInDim(
    x,
    [size, ...x.shape],
    x.shape.map((_, axis) => axis + 1),
  )

/** Sum in which absent arrays are zero. */
export const addMaybe = (x: Maybe, y: Maybe): Maybe => (x === undefined ? y : y === undefined ? x : add(x, y))

/** `x · p` for a partial derivative `p`: constants ±1 and 0 cost nothing, a scalar literal needs no copy. */
export const scale = (x: NDArray, p: NDArray | number): Maybe => {
  if (typeof p === "number") return p === 0 ? undefined : p === 1 ? x : p === -1 ? neg(x) : mul(x, p)
  return mul(x, p.state.kind === "literal" || p.ndim === x.ndim ? p : broadcastInDim(p, x.shape as Shape, []))
}
