// Complex matrices by their real and imaginary parts. Whatever is said of a real matrix here is the same of it as it is.
import type { NDArray } from "../../core/array.js"
import { isComplex } from "../../core/dtype.js"
import { div, max, mul } from "../elementwise/arithmetic.js"
import { complex, imag, real } from "../elementwise/complex.js"
import { square } from "../elementwise/exponential.js"
import { abs } from "../elementwise/magnitude.js"
import { concatenate } from "../shape/concatenate.js"
import { add } from "../vector.js"
import { over, part, when } from "./shorthand.js"

const partwise = (x: NDArray, f: (part: NDArray) => NDArray): NDArray => (isComplex(x.dtype) ? complex(f(real(x)), f(imag(x))) : f(x))

/** `x·r` and `x/r`, r being real and of the shape of x: two real operations, where complex ones are six or more. */
export const timesReal = (x: NDArray, r: NDArray): NDArray => partwise(x, (y) => mul(y, r))
export const overReal = (x: NDArray, r: NDArray): NDArray => partwise(x, (y) => div(y, r))

/** `|z|²` */
export const squaredSize = (x: NDArray): NDArray => (isComplex(x.dtype) ? add(square(real(x)), square(imag(x))) : square(x))

/** The greater magnitude of the two parts: unlike `|z|` it is finite where they are. */
export const greaterPart = (x: NDArray): NDArray => (isComplex(x.dtype) ? max(abs(real(x)), abs(imag(x))) : abs(x))

/** Matrices of a batch, NaN in both parts where `fine`, `[B]`, does not hold. */
export const whereFine = (fine: NDArray, x: NDArray): NDArray => partwise(x, (y) => when(over(fine, y.shape, [0]), y, Number.NaN))

/** The parts one after the other along an axis, as one real array: real rotations turn each by itself. */
export const partsAlong = (x: NDArray, axis: number): NDArray => (isComplex(x.dtype) ? concatenate([real(x), imag(x)], axis) : x)

/** The array of that dtype whose parts these are. */
export const fromParts = (x: NDArray, axis: number, { dtype }: Pick<NDArray, "dtype">): NDArray => {
  if (!isComplex(dtype)) return x
  const size = x.shape[axis] as number
  return complex(part(x, axis, 0, size / 2), part(x, axis, size / 2, size))
}
