// Words that the compiled algorithms of this room are written with.
import type { NDArray } from "../../core/array.js"
import type { Shape } from "../../core/aval.js"
import { dtypeInfo, isComplex } from "../../core/dtype.js"
import { add, sign } from "../elementwise/arithmetic.js"
import { and } from "../elementwise/bits.js"
import { eq, isFinite as finite, ge } from "../elementwise/comparison.js"
import { conj, imag, real } from "../elementwise/complex.js"
import { convertElementType } from "../elementwise/convert.js"
import { literal } from "../elementwise/define.js"
import { abs } from "../elementwise/magnitude.js"
import { selectN } from "../elementwise/select.js"
import { gather } from "../indexing/gather.js"
import { argmax, reduceAnd } from "../reductions.js"
import { iota } from "../shape/iota.js"
import { pad, slice } from "../shape/pad.js"
import { broadcastInDim } from "../sum.js"
import { fill, reshape } from "../vector.js"

/** `yes` where the condition holds, `no` elsewhere; one of them may be a number. */
export const when = (holds: NDArray, yes: NDArray | number, no: NDArray | number): NDArray => {
  const { dtype } = (typeof yes === "number" ? no : yes) as NDArray
  const full = (x: NDArray | number): NDArray => (typeof x === "number" ? fill(x, { shape: holds.shape, dtype }) : x)
  return selectN(holds, full(no), full(yes))
}

/** An array along some axes of a shape, and the same along the others. */
export const over = (x: NDArray, shape: Shape, axes: readonly number[]): NDArray => broadcastInDim(x, shape, axes)

/** Both hold, of arrays of one shape. */
export const both = (...all: readonly NDArray[]): NDArray => all.reduce((x, y) => and(x, y))

/** Rows of every matrix of `[g, m, n]`, by their positions `[g, k]`. */
export const rowsAt = (x: NDArray, positions: NDArray): NDArray =>
  x.size === 0
    ? x
    : gather(x, reshape(positions, [...positions.shape, 1]), {
        dimensionNumbers: {
          offsetDims: [2],
          collapsedSliceDims: [1],
          startIndexMap: [1],
          operandBatchingDims: [0],
          startIndicesBatchingDims: [0],
        },
        sliceSizes: [1, 1, x.shape[2] as number],
        mode: "promise_in_bounds",
      })

/** Elements `from … to` along an axis, the end excluded. */
export const part = (x: NDArray, axis: number, from: number, to: number): NDArray =>
  slice(
    x,
    x.shape.map((_, a) => (a === axis ? from : 0)),
    x.shape.map((size, a) => (a === axis ? to : size)),
  )

/** In float64. */
export const wide = (x: NDArray): NDArray => as(x, { dtype: "float64" })
/** In the dtype of another array. */
export const as = (x: NDArray, { dtype }: Pick<NDArray, "dtype">): NDArray => (x.dtype === dtype ? x : convertElementType(x, dtype))

/** What stands first along the first axis, and all that follows. */
export const first = (x: NDArray): NDArray => reshape(part(x, 0, 0, 1), x.shape.slice(1))
export const rest = (x: NDArray): NDArray => part(x, 0, 1, x.shape[0] as number)
/** Under a new first axis of size one. */
export const asOne = (x: NDArray): NDArray => reshape(x, [1, ...x.shape])

export const isZero = (x: NDArray): NDArray => eq(x, fill(0, x.aval))

/** An array with that many more elements at the end of each axis. */
export const grown = (x: NDArray, by: readonly number[], value: number): NDArray =>
  pad(
    x,
    literal(value, x.dtype),
    by.map((high) => ({ low: 0, high, interior: 0 })),
  )

/** Where along an axis of a shape an element stands. */
export const place = (shape: Shape, axis: number): NDArray => iota(shape, axis, "int32")

/** Twice the rounding error of a number near one. */
export const epsOf = (x: Pick<NDArray, "dtype">): number => dtypeInfo[x.dtype].eps

/** What turns the element of greatest magnitude of every row of `[g, k, n]` positive: ±1, or of complex rows a number on the unit circle. */
export const signOfGreatest = (x: NDArray): NDArray => {
  const [g, k, n] = x.shape as [number, number, number]
  const where = argmax(abs(x), 2, "int32")
  const chosen = gather(reshape(x, [g * k, n]), reshape(where, [g * k, 1]), {
    dimensionNumbers: {
      offsetDims: [],
      collapsedSliceDims: [1],
      startIndexMap: [1],
      operandBatchingDims: [0],
      startIndicesBatchingDims: [0],
    },
    sliceSizes: [1, 1],
    mode: "promise_in_bounds",
  })
  const turn = isComplex(x.dtype) ? conj(sign(chosen)) : when(ge(chosen, fill(0, chosen.aval)), fill(1, chosen.aval), -1)
  return reshape(turn, [g, k])
}

/** For every matrix of `[g, m, n]`, whether all its elements are finite. */
export const allFinite = (x: NDArray): NDArray => reduceAnd(isComplex(x.dtype) ? and(finite(real(x)), finite(imag(x))) : finite(x), [1, 2])

/** Of matrices `[n, n, …]`, what lies on and above the first diagonal under the main one. */
export const hessenbergPart = (x: NDArray): NDArray => when(ge(add(place(x.shape, 1), 1), place(x.shape, 0)), x, 0)
