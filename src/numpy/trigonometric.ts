// Trigonometric and hyperbolic functions; angles in radians.
import * as prim from "../primitives/elementwise/index.js"
import { binaryFloat, unaryFloat } from "./ufunc.js"

export const sin = unaryFloat("sin", prim.sin)
export const cos = unaryFloat("cos", prim.cos)
export const tan = unaryFloat("tan", prim.tan)
/** The inverse of `sin`, in [−π/2, π/2]. */
export const arcsin = unaryFloat("arcsin", prim.asin)
/** The inverse of `cos`, in [0, π]. */
export const arccos = unaryFloat("arccos", prim.acos)
/** The inverse of `tan`, in (−π/2, π/2). */
export const arctan = unaryFloat("arctan", prim.atan)
/** The angle of the point (x, y): `arctan2(y, x)`, in [−π, π]. */
export const arctan2 = binaryFloat("arctan2", prim.atan2)
export const sinh = unaryFloat("sinh", prim.sinh)
export const cosh = unaryFloat("cosh", prim.cosh)
export const tanh = unaryFloat("tanh", prim.tanh)
export const arcsinh = unaryFloat("arcsinh", prim.asinh)
export const arccosh = unaryFloat("arccosh", prim.acosh)
export const arctanh = unaryFloat("arctanh", prim.atanh)
/** Radians to degrees. */
export const degrees = unaryFloat("degrees", (x) => prim.mul(x, 180 / Math.PI))
export const rad2deg = degrees
/** Degrees to radians. */
export const radians = unaryFloat("radians", (x) => prim.mul(x, Math.PI / 180))
export const deg2rad = radians
export { arccos as acos, arccosh as acosh, arcsin as asin, arcsinh as asinh, arctan as atan, arctan2 as atan2, arctanh as atanh }
