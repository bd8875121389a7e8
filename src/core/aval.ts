// Abstract values: all that a traced program knows of an array — its shape and dtype, not its numbers.
import { type DType, dtypeInfo } from "./dtype.js"

export type Shape = readonly number[]

export interface ShapeDtype {
  readonly shape: Shape
  readonly dtype: DType
}

/** `weakType` marks values that come from bare JavaScript numbers: they give way to any array's dtype. */
export interface Aval extends ShapeDtype {
  readonly weakType: boolean
}

/** The number of elements: the product of the sizes, 1 for a scalar. */
export const sizeOf = (shape: Shape): number => {
  let n = 1
  for (const d of shape) n *= d
  return n
}

export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((d, i) => d === b[i])

export const avalOf = (shape: Shape, dtype: DType, weakType = false): Aval => ({ shape, dtype, weakType })

/** Shape and dtype as JAX writes them, `f32[2,3]`; a weak type carries a tilde. */
export const showAval = (a: ShapeDtype & { readonly weakType?: boolean }): string =>
  `${a.weakType ? "~" : ""}${dtypeInfo[a.dtype].short}[${a.shape.join(",")}]`

/** Equality of avals, weak type included. */
export const eqAval = {
  equals: (a: Aval, b: Aval): boolean => a.dtype === b.dtype && a.weakType === b.weakType && sameShape(a.shape, b.shape),
}
