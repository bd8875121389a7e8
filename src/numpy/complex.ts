// Complex numbers and their parts. A real array is its own real part, and its imaginary part is zero.
import { type ArrayLike, literalArray, NDArray } from "../core/array.js"
import { isComplex } from "../core/dtype.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import * as prim from "../primitives/elementwise/index.js"
import { squaredSize } from "../primitives/linalg/parts.js"
import { broadcastTo } from "./broadcast.js"
import { toArray } from "./host.js"
import { promote, promoteToFloat } from "./promote.js"

const zeros = (x: NDArray): NDArray => broadcastTo(literalArray(0, x.dtype), x.shape, "imag")

/** The real part, `a` of `a + ib`; real arrays as they are. (`jax.numpy.real`) */
export const real = (x: ArrayLike): NDArray => {
  const a = toArray(x, "real")
  return isComplex(a.dtype) ? prim.real(a) : a
}

/** The imaginary part, `b` of `a + ib`; zeros for real arrays. (`jax.numpy.imag`) */
export const imag = (x: ArrayLike): NDArray => {
  const a = toArray(x, "imag")
  return isComplex(a.dtype) ? prim.imag(a) : zeros(a)
}

/** `a − ib`; real arrays as they are. (`jax.numpy.conjugate`) */
export const conjugate = (x: ArrayLike): NDArray => {
  const [a] = promote("conjugate", [x]) as [NDArray]
  return isComplex(a.dtype) ? prim.conj(a) : a
}
/** The same function as `conjugate`. (`jax.numpy.conj`) */
export const conj = conjugate

/** `|x|² = a² + b²`, real: for sums of squares, where the square of a complex number would have a direction. */
export const absSquare = (x: ArrayLike): NDArray => squaredSize(promote("absSquare", [x])[0] as NDArray)

const angleOptions: OptionNames<{ readonly deg?: boolean }> = { deg: "boolean" }

/** The angle to the positive real axis, in (−π, π]; in degrees if asked for. (`jax.numpy.angle`) */
export const angle = (x: ArrayLike, options?: { readonly deg?: boolean }): NDArray => {
  const { deg = false } = optionsOf("angle", options, angleOptions)
  const [a] = promoteToFloat("angle", [x]) as [NDArray]
  const [re, im] = isComplex(a.dtype) ? [prim.real(a), prim.imag(a)] : [a, zeros(a)]
  const radians = prim.atan2(im, re)
  return deg ? prim.mul(radians, 180 / Math.PI) : radians
}

/** Whether the imaginary part is not zero, element by element. (`jax.numpy.iscomplex`) */
export const iscomplex = (x: ArrayLike): NDArray => {
  const b = imag(x)
  return prim.ne(b, literalArray(0, b.dtype))
}
/** Whether the imaginary part is zero, element by element. (`jax.numpy.isreal`) */
export const isreal = (x: ArrayLike): NDArray => {
  const b = imag(x)
  return prim.eq(b, literalArray(0, b.dtype))
}
/** Whether the dtype is complex, whatever the values are. (`jax.numpy.iscomplexobj`) */
export const iscomplexobj = (x: ArrayLike): boolean => x instanceof NDArray && isComplex(x.dtype)
/** Whether the dtype is real. (`jax.numpy.isrealobj`) */
export const isrealobj = (x: ArrayLike): boolean => !iscomplexobj(x)
