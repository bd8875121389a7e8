// Comparisons of arrays of one shape and dtype. NaN is unequal to everything, itself included.
import * as prim from "../primitives/elementwise/comparison.js"
import { type Binary, binary, type Unary, unary } from "./operands.js"

/** `x = y`, a boolean for each element. (`lax.eq`) */
export const eq: Binary = binary("eq", prim.eq)
/** `x ≠ y`, a boolean for each element. (`lax.ne`) */
export const ne: Binary = binary("ne", prim.ne)
/** `x < y`, a boolean for each element. (`lax.lt`) */
export const lt: Binary = binary("lt", prim.lt)
/** `x ≤ y`, a boolean for each element. (`lax.le`) */
export const le: Binary = binary("le", prim.le)
/** `x > y`, a boolean for each element. (`lax.gt`) */
export const gt: Binary = binary("gt", prim.gt)
/** `x ≥ y`, a boolean for each element. (`lax.ge`) */
export const ge: Binary = binary("ge", prim.ge)
/** `−∞ < x < ∞`: neither infinite nor NaN. (`lax.is_finite`) */
const finite: Unary = unary("isFinite", prim.isFinite)

export { finite as isFinite }
