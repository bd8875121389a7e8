// Every transform, under its public name.

export { closureConvert } from "./closureConvert.js"
export { disableJit } from "./disableJit.js"
export { type GradOf, type GradOptions, grad, valueAndGrad } from "./grad.js"
export { hessian, type JacobianOptions, jacfwd, jacobian, jacrev } from "./jacobian.js"
export { type JitOptions, jit } from "./jit.js"
export { jvp } from "./jvp.js"
export { linearize } from "./linearize.js"
export { linearTranspose } from "./linearTranspose.js"
export { type ClosedJaxpr, evalShape, makeJaxpr } from "./makeJaxpr.js"
export type { Arrays, Liftable, LiftableArgs } from "./types.js"
export { type Pullback, vjp } from "./vjp.js"
export { type AxisTree, type VmapOptions, vmap } from "./vmap.js"
