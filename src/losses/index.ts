/** Losses of predictions and targets. @packageDocumentation */
import "../install.js"

export {
  binaryCrossEntropy,
  crossEntropy,
  type FocalOptions,
  hingeLoss,
  multiclassHingeLoss,
  perceptronLoss,
  polyLossCrossEntropy,
  safeSoftmaxCrossEntropy,
  sigmoidBinaryCrossEntropy,
  sigmoidFocalLoss,
  smoothLabels,
  softmaxCrossEntropy,
  softmaxCrossEntropyWithIntegerLabels,
  sparsemaxLoss,
} from "./classification.js"
export { convexKlDivergence, generalizedKlDivergence, klDivergence, klDivergenceWithLogTargets } from "./divergence.js"
export {
  absoluteError,
  cosineDistance,
  cosineSimilarity,
  huberLoss,
  l1,
  l2Loss,
  logCosh,
  mse,
  squaredError,
  type TripletOptions,
  tripletMarginLoss,
} from "./regression.js"
