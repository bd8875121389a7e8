/**
 * Cotangent: JAX's way of working for TypeScript. A pure function over arrays is traced into a jaxpr, transforms rewrite it, and it runs as one program.
 * @packageDocumentation
 */
import "./install.js"

export { type ArrayLike, NDArray, NDArray as Array, type NestedArray } from "./core/array.js"
export type { Aval, Shape } from "./core/aval.js"
export type { DType, TypedArray } from "./core/dtype.js"
export { ArgumentError, CotangentError, DTypeError, JaxprError, ShapeError, TracerError, TreeError } from "./core/errors.js"
export type { Issue } from "./core/issue.js"
export type { Atom, Eqn, Jaxpr, Literal, Param, Params, Var } from "./core/jaxpr.js"
export * as data from "./data/index.js"
export * as debug from "./debug/index.js"
export * as fft from "./fft/index.js"
export { stopGradient } from "./lax/conversion.js"
export * as lax from "./lax/index.js"
export * as linalg from "./linalg/index.js"
export * as losses from "./losses/index.js"
export * as nn from "./nn/index.js"
export { shapeDtype, shapeDtype as ShapeDtypeStruct } from "./numpy/abstract.js"
export * as numpy from "./numpy/index.js"
export * as optim from "./optim/index.js"
export * as random from "./random/index.js"
export * as regularizers from "./regularizers/index.js"
export {
  blockUntilReady,
  type Device,
  defaultBackend,
  deviceCount,
  deviceGet,
  devicePut,
  devices,
  localDevices,
  type Platform,
  typeof_,
} from "./runtime/devices.js"
export { clearCaches } from "./runtime/dispatch.js"
export * as train from "./train/index.js"
export * from "./transforms/index.js"
export * as tree from "./tree/index.js"
export * as viz from "./viz/index.js"
