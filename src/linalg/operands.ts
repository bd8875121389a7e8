// How this room takes its operands: matrices of float32, float64, complex64 or complex128 over leading batch axes, which broadcast. Integers become float32.
import type { ArrayLike, NDArray } from "../core/array.js"
import type { Shape } from "../core/aval.js"
import { raise } from "../core/errors.js"
import type { Issue } from "../core/issue.js"
import { broadcastShapes, broadcastTo } from "../numpy/broadcast.js"
import { promoteToFloat } from "../numpy/promote.js"
import { isMatrix, isSquare, wideNumbers } from "../primitives/linalg/guards.js"

const require = (op: string, issue: Issue | undefined): void => {
  if (issue) raise({ ...issue, op })
}

/** Operands in the float or complex dtype that they meet in. */
export const floatsOf = (op: string, ...xs: readonly ArrayLike[]): readonly NDArray[] => {
  const promoted = promoteToFloat(op, xs)
  require(op, wideNumbers(promoted.map((x) => x.aval)))
  return promoted
}

export const floatOf = (op: string, x: ArrayLike): NDArray => floatsOf(op, x)[0] as NDArray

export const requireMatrix = (op: string, x: NDArray): NDArray => {
  require(op, isMatrix(x.aval))
  return x
}

export const requireSquare = (op: string, x: NDArray): NDArray => {
  require(op, isSquare(x.aval))
  return x
}

export const matrixOf = (op: string, x: ArrayLike): NDArray => requireMatrix(op, floatOf(op, x))
export const squareOf = (op: string, x: ArrayLike): NDArray => requireSquare(op, floatOf(op, x))

export const batchOf = (x: NDArray): Shape => x.shape.slice(0, -2)

/** Two batches of matrices, each copied to the batch that both broadcast to. */
export const overOneBatch = (op: string, x: NDArray, y: NDArray): readonly [NDArray, NDArray] => {
  const batch = broadcastShapes(op, batchOf(x), batchOf(y))
  const spread = (z: NDArray): NDArray => broadcastTo(z, [...batch, ...z.shape.slice(-2)], op)
  return [spread(x), spread(y)]
}
