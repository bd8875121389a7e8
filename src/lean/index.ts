// The front door of lean bundles: the package's root without its namespaces, which are `cotangent/lean/numpy` and so on.
import "../leaninstall.js"

export { type ArrayLike, abstractArray as shapeDtype, NDArray, type NestedArray } from "../core/array.js"
export type { Aval, Shape } from "../core/aval.js"
export type { DType, TypedArray } from "../core/dtype.js"
export { ArgumentError, CotangentError, DTypeError, JaxprError, ShapeError, TracerError, TreeError } from "../core/errors.js"
export type { Issue } from "../core/issue.js"
export type { Atom, Eqn, Jaxpr, Literal, Param, Params, Var } from "../core/jaxpr.js"
export { stopGradient } from "../lax/conversion.js"
export { clearCaches } from "../runtime/dispatch.js"
export * from "../transforms/index.js"
