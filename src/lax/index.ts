/**
 * The strict layer: JAX's `lax` in camelCase. Nothing is promoted and nothing broadcast, and every function is one operation of the IR or a few.
 * @packageDocumentation
 */
import "../install.js"

export { type AxisName, axisSize } from "./axisnames.js"
export { besselI0e, besselI1e } from "./bessel.js"
export * from "./bits.js"
export { axisIndex, pmax, pmean, pmin, psum } from "./collectives.js"
export * from "./comparison.js"
export * from "./control/index.js"
export {
  type ConvOptions,
  type ConvTransposeOptions,
  conv,
  convGeneralDilated,
  convTranspose,
  convWithGeneralPadding,
  type PerAxis,
} from "./conv.js"
export * from "./conversion.js"
export * from "./convspec.js"
export * from "./creation.js"
export * from "./cumulative.js"
export * from "./dot.js"
export * from "./elementwise.js"
export * from "./exchange.js"
export * from "./fft.js"
export * from "./gather.js"
export * from "./joining.js"
export * as linalg from "./linalg.js"
export { type Padding, padtypeToPads } from "./padding.js"
export * from "./patches.js"
export { reduce } from "./reduce.js"
export * from "./reductions.js"
export * from "./scatter.js"
export * from "./shape.js"
export * from "./slicing.js"
export * from "./sorting.js"
export * from "./special.js"
export * from "./windows.js"
