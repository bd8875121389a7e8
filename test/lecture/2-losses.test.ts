// Lecture, slides 8 and 42: losses.
import { describe, expect, it } from "vitest"
import { grad, losses, nn, numpy as np } from "../../src/index.js"
import { close } from "../support/close.js"

const predictions = np.array([
  [1, 2],
  [3, 5],
  [0, -1],
])
const targets = np.array([
  [1, 0],
  [4, 5],
  [2, 1],
])

describe("losses (slide 8)", () => {
  it("L1: (1/n) Σᵢ ‖yᵢ − ŷᵢ‖₁", () => close(losses.l1(predictions, targets), (2 + 1 + 4) / 3))
  it("MSE: (1/n) Σᵢ ‖yᵢ − ŷᵢ‖₂²", () => close(losses.mse(predictions, targets), (4 + 1 + 8) / 3))
  it("cross entropy: −Σᵢ Σₖ yᵢₖ log ŷᵢₖ", () => {
    const probabilities = np.array([
      [0.5, 0.25, 0.25],
      [0.1, 0.2, 0.7],
    ])
    close(
      losses.crossEntropy(
        probabilities,
        np.array([
          [1, 0, 0],
          [0, 0, 1],
        ]),
      ),
      -(Math.log(0.5) + Math.log(0.7)),
    )
  })
  it("binary cross entropy: −Σᵢ (yᵢ log ŷᵢ + (1−yᵢ) log(1−ŷᵢ))", () =>
    close(losses.binaryCrossEntropy(np.array([0.9, 0.2]), np.array([1, 0])), -(Math.log(0.9) + Math.log(0.8))))
  it("a class that is not there and has probability 0 adds nothing", () => {
    expect(losses.crossEntropy(np.array([1, 0]), np.array([1, 0])).item()).toBeCloseTo(0)
    expect(losses.binaryCrossEntropy(np.array([0, 1]), np.array([0, 1])).item()).toBeCloseTo(0)
  })
  it("losses of logits agree with losses of probabilities", () => {
    const logits = np.array([
      [1, 2, -1],
      [0.5, 0, 3],
    ])
    const labels = np.array([1, 2], { dtype: "int32" })
    const direct = losses.crossEntropy(nn.softmax(logits), nn.oneHot(labels, 3)).item()
    close(losses.softmaxCrossEntropyWithIntegerLabels(logits, labels).sum(), direct)
    close(losses.softmaxCrossEntropy(logits, nn.oneHot(labels, 3)).sum(), direct)
    const scores = np.array([0.3, -2])
    close(
      losses.sigmoidBinaryCrossEntropy(scores, np.array([1, 0])).sum(),
      losses.binaryCrossEntropy(nn.sigmoid(scores), np.array([1, 0])).item(),
    )
  })
  it("the derivative of MSE is 2(ŷ − y)/n", () =>
    close(grad(losses.mse)(predictions, targets), [
      [0, 4 / 3],
      [-2 / 3, 0],
      [-4 / 3, -4 / 3],
    ]))
})
