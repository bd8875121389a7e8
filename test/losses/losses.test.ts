// Losses against their definitions, finite however large the logits, with gradients in closed form.
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { grad, losses, type NDArray, nn, numpy as np } from "../../src/index.js"
import { close } from "../support/close.js"

const f64 = (xs: readonly number[]): NDArray => np.array([...xs], { dtype: "float64" })
const numbers = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 3, maxLength: 3 })
const sum = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0)
const sigma = (x: number): number => 1 / (1 + Math.exp(-x))

describe("losses of numbers", () => {
  it("squaredError, l2Loss, absoluteError", () =>
    fc.assert(
      fc.property(numbers, numbers, (p, y) => {
        const errors = p.map((a, i) => a - (y[i] as number))
        close(
          losses.squaredError(f64(p), f64(y)),
          errors.map((e) => e * e),
          1e-12,
        )
        close(
          losses.l2Loss(f64(p), f64(y)),
          errors.map((e) => (e * e) / 2),
          1e-12,
        )
        close(losses.absoluteError(f64(p), f64(y)), errors.map(Math.abs), 1e-12)
        close(grad((a: NDArray) => losses.l2Loss(a, f64(y)).sum())(f64(p)), errors, 1e-12)
      }),
    ))
  it("huberLoss: squares inside δ, lines outside, one derivative where they meet", () => {
    close(losses.huberLoss(np.array([0.5, 3, -3]), 0, { delta: 2 }), [0.125, 4, 4])
    const slope = grad((x: NDArray) => losses.huberLoss(x, 0, { delta: 2 }).sum())
    close(slope(np.array([1.999, 2.001, -5])), [1.999, 2, -2], 1e-5)
  })
  it("logCosh is finite at ±1000, with tanh for its gradient", () => {
    close(losses.logCosh(np.array([1000, -1000, 0])), [1000 - Math.LN2, 1000 - Math.LN2, 0])
    close(grad((x: NDArray) => losses.logCosh(x).sum())(np.array([1, -2, 1000])), [Math.tanh(1), Math.tanh(-2), 1], 1e-5)
  })
  it("l1 and mse sum over features and average over examples", () => {
    const [p, y] = [
      np.array([
        [1, 2],
        [3, 4],
      ]),
      np.array([
        [0, 0],
        [3, 5],
      ]),
    ]
    close(losses.l1(p, y), (1 + 2 + 0 + 1) / 2)
    close(losses.mse(p, y), (1 + 4 + 0 + 1) / 2)
    close(losses.mse(3, 1), 4)
  })
  it("cosine similarity and distance see directions only", () => {
    const x = np.array([
      [3, 4],
      [1, 0],
    ])
    close(losses.cosineSimilarity(x, x.mul(7)), [1, 1])
    close(
      losses.cosineDistance(
        x,
        np.array([
          [4, -3],
          [-2, 0],
        ]),
      ),
      [1, 2],
    )
    close(losses.cosineSimilarity(np.zeros([2]), np.array([1, 0]), { epsilon: 1e-6 }), 0)
  })
  it("tripletMarginLoss: nearer by the margin, or a price", () => {
    const [a, p, n] = [np.array([0, 0]), np.array([0, 1]), np.array([0, 1.5])]
    close(losses.tripletMarginLoss(a, p, n), 1 - 1.5 + 1, 1e-5)
    close(losses.tripletMarginLoss(a, p, np.array([0, 9])), 0)
  })
})

describe("losses of classes", () => {
  const logits = f64([1, -2, 0.5])
  const p = nn.softmax(logits).js() as number[]
  it("softmaxCrossEntropy is −Σ y log softmax(s), with gradient p·Σy − y", () =>
    fc.assert(
      fc.property(numbers, numbers, (s, raw) => {
        const y = raw.map(Math.abs)
        const e = s.map(Math.exp)
        const probabilities = e.map((a) => a / sum(e))
        close(losses.softmaxCrossEntropy(f64(s), f64(y)), -sum(y.map((a, i) => a * Math.log(probabilities[i] as number))), 1e-9)
        close(
          grad((v: NDArray) => losses.softmaxCrossEntropy(v, f64(y)))(f64(s)),
          probabilities.map((a, i) => a * sum(y) - (y[i] as number)),
          1e-9,
        )
      }),
    ))
  it("whole-number labels are one-hot rows", () => {
    const rows = np.stack([logits, logits.mul(2)])
    const labels = np.array([2, 0], { dtype: "int32" })
    close(losses.softmaxCrossEntropyWithIntegerLabels(rows, labels), losses.softmaxCrossEntropy(rows, nn.oneHot(labels, 3)).js())
    close(
      grad((v: NDArray) => losses.softmaxCrossEntropyWithIntegerLabels(v, np.array(2, { dtype: "int32" })))(logits),
      p.map((a, i) => a - Number(i === 2)),
      1e-9,
    )
  })
  it("safeSoftmaxCrossEntropy allows logits of −∞ for classes that are not there", () => {
    const s = np.array([0, Number.NEGATIVE_INFINITY, 0])
    close(losses.safeSoftmaxCrossEntropy(s, np.array([1, 0, 0])), Math.LN2)
    close(grad((v: NDArray) => losses.safeSoftmaxCrossEntropy(v, np.array([1, 0, 0])))(s), [-0.5, 0, 0.5])
  })
  it("sigmoidBinaryCrossEntropy has gradient σ(s) − y", () =>
    fc.assert(
      fc.property(numbers, numbers, (s, raw) => {
        const y = raw.map((a) => Math.abs(a) / 5)
        close(
          losses.sigmoidBinaryCrossEntropy(f64(s), f64(y)),
          s.map((a, i) => -(y[i] as number) * Math.log(sigma(a)) - (1 - (y[i] as number)) * Math.log(sigma(-a))),
          1e-9,
        )
        close(
          grad((v: NDArray) => losses.sigmoidBinaryCrossEntropy(v, f64(y)).sum())(f64(s)),
          s.map((a, i) => sigma(a) - (y[i] as number)),
          1e-9,
        )
      }),
    ))
  it("every loss of logits is finite at ±1000, and so is its gradient", () => {
    const far = np.array([1000, -1000, 0])
    const [hot, cold] = [np.array([0, 1, 0]), np.array([1, 0, 0])]
    const each: Readonly<Record<string, (s: NDArray, y: NDArray) => NDArray>> = {
      softmax: losses.softmaxCrossEntropy,
      safe: losses.safeSoftmaxCrossEntropy,
      poly: losses.polyLossCrossEntropy,
      sigmoid: losses.sigmoidBinaryCrossEntropy,
      focal: (s, y) => losses.sigmoidFocalLoss(s, y, { alpha: 0.25 }),
      sparsemax: losses.sparsemaxLoss,
      hinge: (s, y) => losses.hingeLoss(s, y.mul(2).sub(1)),
      perceptron: (s, y) => losses.perceptronLoss(s, y.mul(2).sub(1)),
    }
    for (const [name, loss] of Object.entries(each))
      for (const y of [hot, cold]) {
        const all = [...Array.from(loss(far, y).dataSync()), ...Array.from(grad((s: NDArray) => loss(s, y).sum())(far).dataSync())]
        expect([name, all.every(Number.isFinite)]).toEqual([name, true])
      }
    close(losses.softmaxCrossEntropy(far, hot), 2000)
    close(losses.sigmoidBinaryCrossEntropy(far, cold), [0, 0, Math.LN2])
  })
  it("cross entropies of probabilities add up everything", () => {
    close(losses.crossEntropy(np.array([0.5, 0.5]), np.array([1, 0])), Math.LN2)
    close(losses.binaryCrossEntropy(np.array([0.5, 1]), np.array([1, 1])), Math.LN2)
  })
  it("hinge and perceptron are 0 past their margins, and have derivative 0 at them", () => {
    close(losses.hingeLoss(np.array([2, 0.5, -1]), np.array([1, 1, 1])), [0, 0.5, 2])
    close(losses.perceptronLoss(np.array([2, -1, -3]), np.array([1, 1, -1])), [0, 1, 0])
    close(grad((s: NDArray) => losses.hingeLoss(s, 1))(1), 0)
    close(
      losses.multiclassHingeLoss(
        np.array([
          [1, 3, 0],
          [1, 3, 0],
        ]),
        np.array([0, 1], { dtype: "int32" }),
      ),
      [3, 0],
    )
  })
  it("focal loss fades easy examples: (1 − pₜ)ᵞ times the cross entropy", () => {
    const s = 1.5
    const q = sigma(s)
    close(losses.sigmoidFocalLoss(np.array([s, s]), np.array([1, 0])), [-((1 - q) ** 2) * Math.log(q), -(q ** 2) * Math.log(1 - q)])
    close(losses.sigmoidFocalLoss(np.array([s]), np.array([1]), { gamma: 0, alpha: 0.25 }), [-0.25 * Math.log(q)])
  })
  it("poly loss adds ε(1 − pₜ)", () =>
    close(losses.polyLossCrossEntropy(logits, f64([0, 0, 1]), { epsilon: 3 }), -Math.log(p[2] as number) + 3 * (1 - (p[2] as number))))
  it("sparsemaxLoss is 0 past 1, linear past −1, quadratic between", () =>
    close(losses.sparsemaxLoss(np.array([2, -2, 0]), np.array([1, 1, 1])), [0, 2, 0.25]))
  it("smoothLabels keep their sum", () => close(losses.smoothLabels(np.array([0, 1, 0, 0]), 0.2), [0.05, 0.85, 0.05, 0.05]))
})

describe("divergences", () => {
  const y = f64([0.5, 0.5, 0])
  const q = f64([0.25, 0.25, 0.5])
  it("klDivergence is Σ y log(y/ŷ), 0 of a thing from itself", () => {
    close(losses.klDivergence(q.log(), y), Math.LN2, 1e-9)
    close(losses.klDivergence(y.add(1e-300).log(), y), 0, 1e-9)
    close(losses.klDivergenceWithLogTargets(q.log(), f64([0.2, 0.3, 0.5]).log()), 0.2 * Math.log(0.8) + 0.3 * Math.log(1.2), 1e-9)
  })
  it("generalizedKlDivergence allows for other sums, and never is negative", () => {
    close(losses.generalizedKlDivergence(q.mul(2).log(), y), Math.LN2 - Math.LN2 + 1, 1e-9)
    expect(losses.convexKlDivergence).toBe(losses.generalizedKlDivergence)
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        expect(losses.generalizedKlDivergence(f64(a), f64(b.map(Math.abs))).item()).toBeGreaterThanOrEqual(-1e-9)
      }),
    )
  })
})
