// A single mask over the leading axes: scalar updates need not know where it is true.
import { NDArray } from "../../core/array.js"
import type { Shape } from "../../core/aval.js"
import { reshape } from "../../primitives/shape/reshape.js"
import type { Index } from "./items.js"

/** The mask, shaped to broadcast against an array of the given shape, if the index is nothing else. */
export const maskOf = (index: readonly Index[], shape: Shape): NDArray | undefined => {
  const [mask, ...rest] = index
  if (!(mask instanceof NDArray) || mask.dtype !== "bool" || mask.ndim === 0 || rest.length > 0) return undefined
  if (mask.ndim > shape.length || mask.shape.some((d, k) => d !== shape[k])) return undefined
  return reshape(
    mask,
    shape.map((d, k) => (k < mask.ndim ? d : 1)),
  )
}
