// Every transform, under its public name.

export {
  type CheckpointOptions,
  type CheckpointPolicy,
  checkpoint,
  checkpointName,
  checkpointPolicies,
  remat,
} from "./checkpoint.js"
export { closureConvert } from "./closureConvert.js"
export { customGradient } from "./customGradient.js"
export { type CustomJvp, customJvp, type JvpRule, type JvpTerm, type SymbolicJvpRule } from "./customJvp.js"
export type { CustomOptions, RuleOptions } from "./customRule.js"
export {
  type BackwardRule,
  type CustomVjp,
  type CustomVjpPrimal,
  customVjp,
  type ForwardRule,
  type SymbolicBackwardRule,
  type SymbolicForwardRule,
} from "./customVjp.js"
export { disableJit } from "./disableJit.js"
export { type GradOf, type GradOptions, grad, valueAndGrad } from "./grad.js"
export { hessian, type JacobianOptions, jacfwd, jacobian, jacrev } from "./jacobian.js"
export { type JitOptions, jit } from "./jit.js"
export { jvp } from "./jvp.js"
export { linearize } from "./linearize.js"
export { linearTranspose } from "./linearTranspose.js"
export { type ClosedJaxpr, evalShape, makeJaxpr } from "./makeJaxpr.js"
export { type NamedCallOptions, namedCall, namedScope } from "./namedScope.js"
export { type PureCallbackOptions, pureCallback } from "./pureCallback.js"
export { type MaybeZeros, SymbolicZero } from "./symbolicZero.js"
export type { Arrays, Liftable, LiftableArgs } from "./types.js"
export { type Pullback, vjp } from "./vjp.js"
export { type AxisTree, type VmapOptions, vmap } from "./vmap.js"
