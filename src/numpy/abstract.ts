// Arrays known only by shape and dtype.
import { abstractArray, type NDArray } from "../core/array.js"
import type { Shape } from "../core/aval.js"
import type { DType } from "../core/dtype.js"
import { requireDtype } from "./astype.js"
import { shapeOf } from "./host.js"

/**
 * An array known only by shape and dtype, float32 unless said otherwise: an argument for tracing, not for computing. (`jax.ShapeDtypeStruct`)
 * @throws ShapeError of what is no shape, DTypeError of what is no dtype
 * @example evalShape(np.matmul)(shapeDtype([2, 3]), shapeDtype([3, 4])).shape // [2, 4]
 */
export const shapeDtype = (shape: number | Shape, dtype: DType = "float32", weakType = false): NDArray =>
  abstractArray(shapeOf(shape, "shapeDtype"), requireDtype(dtype, "shapeDtype"), weakType)
