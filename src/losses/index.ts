/** Losses of predictions and targets. @packageDocumentation */
import "../install.js"

export {
  binaryCrossEntropy,
  crossEntropy,
  hingeLoss,
  sigmoidBinaryCrossEntropy,
  softmaxCrossEntropy,
  softmaxCrossEntropyWithIntegerLabels,
} from "./classification.js"
export { absoluteError, huberLoss, l1, l2Loss, logCosh, mse, squaredError } from "./regression.js"
