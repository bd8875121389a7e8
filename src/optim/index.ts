/** Optimizers as pure functions of state, in the manner of Optax. @packageDocumentation */
import "../install.js"

export { type AdamOptions, type AdamState, scaleByAdam } from "./adam.js"
export {
  type AdamaxOptions,
  type AmsgradOptions,
  type AmsgradState,
  type RadamOptions,
  scaleByAdamax,
  scaleByAmsgrad,
  scaleByBelief,
  scaleByRadam,
  scaleByYogi,
  type YogiOptions,
} from "./adamKin.js"
export { type AdanOptions, type AdanState, scaleByAdan } from "./adan.js"
export {
  type AdadeltaOptions,
  type AdadeltaState,
  type RmsOptions,
  type RmsState,
  type RssOptions,
  type RssState,
  type StddevState,
  scaleByAdadelta,
  scaleByRms,
  scaleByRss,
  scaleByStddev,
} from "./adaptive.js"
export { applyUpdates, incrementalUpdate, periodicUpdate } from "./apply.js"
export { chain, identity, monoidTransformation } from "./chain.js"
export { adaptiveGradClip, clip, clipByBlockRms, clipByGlobalNorm, globalNorm, normalizeByUpdateNorm } from "./clipping.js"
export {
  type AdafactorOptions,
  type AdafactorState,
  adafactor,
  type FactoredRmsOptions,
  type FactoredState,
  scaleByFactoredRms,
} from "./factored.js"
export { type InjectedState, injectHyperparams } from "./inject.js"
export {
  type NovogradOptions,
  type NovogradState,
  safeNorm,
  safeRootMeanSquares,
  scaleByNovograd,
  scaleByParamBlockNorm,
  scaleByParamBlockRms,
  scaleByTrustRatio,
  type TrustOptions,
} from "./layerwise.js"
export { type LbfgsOptions, type LbfgsState, lbfgs, type ScaleByLbfgsOptions, scaleByLbfgs } from "./lbfgs.js"
export {
  type BacktrackingOptions,
  type LinesearchState,
  scaleByBacktrackingLinesearch,
  scaleByZoomLinesearch,
  valueAndGradFromState,
  type ZoomOptions,
} from "./linesearch.js"
export { type LionOptions, type LionState, scaleByLion } from "./lion.js"
export { type Mask, masked } from "./masked.js"
export { biasCorrection, increment as safeIncrement } from "./moments.js"
export { type EmaOptions, type EmaState, ema, type TraceOptions, type TraceState, trace } from "./momentum.js"
export {
  type MuonOptimizerState,
  type MuonOptions,
  type MuonState,
  muon,
  type NewtonSchulz,
  type NewtonSchulzOptions,
  orthogonalizeViaNewtonSchulz,
  type Preconditioning,
  type ScaleByMuonOptions,
  scaleByMuon,
} from "./muon.js"
export { addNoise, type NoiseState } from "./noise.js"
export { scaleGradient } from "./numerics.js"
export { type OptimisticOptions, type OptimisticState, scaleByOptimisticGradient } from "./optimistic.js"
export {
  type AdamwOptions,
  adam,
  adamw,
  type Decayed,
  type DecayOptions,
  type Downhill,
  nadam,
  nadamw,
  type SgdOptions,
  sgd,
} from "./optimizers.js"
export * from "./optimizersMore.js"
export { freeze, type Labels, partition, selectiveTransform } from "./partition.js"
export * from "./projections.js"
export { type RpropOptions, type RpropState, scaleByRprop } from "./rprop.js"
export { type CountState, type LearningRateOptions, scale, scaleByLearningRate, scaleBySchedule } from "./scale.js"
export {
  type CosineOptions,
  constantSchedule,
  cosineDecaySchedule,
  type ExponentialOptions,
  exponentialDecay,
  joinSchedules,
  linearSchedule,
  piecewiseConstantSchedule,
  polynomialSchedule,
  type Scheduled,
  type TransitionOptions,
} from "./schedules.js"
export {
  centralize,
  keepParamsNonnegative,
  scaleBySign,
  setToZero,
  statelessWithTreeMap,
  type ZeroNansState,
  zeroNans,
} from "./simple.js"
export {
  type ArrayTree,
  type Extras,
  type GradientTransformation,
  type Rule,
  type ScalarOrSchedule,
  type Schedule,
  type Stateless,
  stateless,
  transformation,
} from "./transform.js"
export * from "./trees.js"
export { type PlateauOptions, type PlateauState, type PolyakOptions, reduceOnPlateau, scaleByPolyak } from "./valued.js"
export * from "./warmup.js"
export { addDecayedWeights } from "./weights.js"
export {
  type ApplyEveryState,
  type ApplyIfFiniteState,
  applyEvery,
  applyIfFinite,
  type ConditionalState,
  conditionallyMask,
  conditionallyTransform,
  flatten,
  type MultiStepsOptions,
  type MultiStepsState,
  multiSteps,
} from "./wrappers.js"
