// Conversion between dtypes.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type DType, dtypes, isDType } from "../core/dtype.js"
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
        hint: "int64 and complex numbers are not supported",
      })

/**
 * The elements in another dtype. Floats become integers by rounding towards 0, clamped to the range, NaN becoming 0; to bool, whatever is not zero is true.
 * (`jax.numpy.astype`)
 */
export const astype = (x: ArrayLike, dtype: DType): NDArray => {
  const a = toArray(x, "astype")
  return a.dtype === requireDtype(dtype, "astype") && !a.weakType ? a : convertElementType(a, dtype, false)
}
