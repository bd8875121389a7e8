// Conversion between dtypes.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type DType, dtypes, isComplex, isDType } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { convertElementType } from "../primitives/elementwise/convert.js"
import { toArray } from "./host.js"

/** Requires the name of a dtype. */
export const requireDtype = (dtype: unknown, op: string): DType =>
  isDType(dtype)
    ? dtype
    : raise({
        code: "dtype/unknown",
        op,
        need: `a dtype is one of ${dtypes.join(", ")}`,
        got: String(dtype),
        hint: "there are no 64-bit integers",
      })

/**
 * The elements in another dtype. Floats become integers by rounding towards 0, clamped to the range, NaN becoming 0; to bool, whatever is not zero is true.
 * Complex numbers become bool or complex only: what is to be left out is said by `np.real` or `np.imag`. (`jax.numpy.astype`)
 * @throws DTypeError for an unknown dtype, and for complex numbers that would lose their imaginary parts
 */
export const astype = (x: ArrayLike, dtype: DType): NDArray => {
  const a = toArray(x, "astype")
  const wanted = requireDtype(dtype, "astype")
  if (isComplex(a.dtype) && !isComplex(wanted) && wanted !== "bool")
    raise({
      code: "dtype/complex-to-real",
      op: "astype",
      need: `complex numbers cannot become ${wanted} without losing their imaginary parts`,
      avals: [a.aval],
      hint: "take np.real(x), np.imag(x) or np.abs(x) first",
    })
  return a.dtype === wanted && !a.weakType ? a : convertElementType(a, wanted, false)
}
