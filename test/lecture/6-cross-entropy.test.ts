// Lecture, slides 42-43: the closed forms of the cross-entropy derivatives, for random nets.
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { grad, losses, type NDArray, nn, numpy as np, random } from "../../src/index.js"
import { close } from "../support/close.js"

interface Net {
  readonly w0: NDArray // inputs × hidden
  readonly w1: NDArray // hidden × outputs
}

const nets = fc.record({
  seed: fc.nat(10_000),
  inputs: fc.integer({ min: 1, max: 5 }),
  hidden: fc.integer({ min: 1, max: 5 }),
  outputs: fc.integer({ min: 1, max: 4 }),
})

const build = ({ seed, inputs, hidden, outputs }: { seed: number; inputs: number; hidden: number; outputs: number }) => {
  const [k0, k1, kx, ky] = [0, 1, 2, 3].map((i) => random.foldIn(random.key(seed), i)) as [NDArray, NDArray, NDArray, NDArray]
  const net: Net = {
    w0: random.normal(k0, [inputs, hidden], { dtype: "float64" }),
    w1: random.normal(k1, [hidden, outputs], { dtype: "float64" }),
  }
  return { net, x: random.normal(kx, [inputs], { dtype: "float64" }), y: random.bernoulli(ky, 0.5, [outputs]).astype("float64") }
}

const sigmoid = (v: NDArray): NDArray => np.divide(1, np.add(1, np.exp(np.negative(v))))

describe("sigmoid output, sigmoid hidden layer, binary cross entropy", () => {
  it("∂L/∂s = ŷ − y, ∂L/∂w = (ŷ − y) h, and through the hidden layer Σ (ŷ − y) w h(1−h) x", () => {
    fc.assert(
      fc.property(nets, (spec) => {
        const { net, x, y } = build(spec)
        const lossOfScores = (s: NDArray): NDArray => losses.binaryCrossEntropy(sigmoid(s), y)
        const loss = ({ w0, w1 }: Net): NDArray => lossOfScores(sigmoid(x.matmul(w0)).matmul(w1))

        const h = nn.sigmoid(x.matmul(net.w0))
        const scores = h.matmul(net.w1)
        const error = nn.sigmoid(scores).sub(y)
        close(grad(lossOfScores)(scores), error.js(), 1e-9)

        const gradients = grad(loss)(net)
        close(gradients.w1, np.outer(h, error).js(), 1e-9)
        const hiddenError = net.w1.matmul(error).mul(h).mul(np.subtract(1, h))
        close(gradients.w0, np.outer(x, hiddenError).js(), 1e-9)
      }),
      { numRuns: 30 },
    )
  })
})

describe("softmax output, cross entropy", () => {
  it("∂L/∂s = softmax(s) − y", () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.integer({ min: 2, max: 6 }), (seed, classes) => {
        const s = random.normal(random.key(seed), [classes], { dtype: "float64" })
        const label = np.array(seed % classes, { dtype: "int32" })
        const g = grad((v: NDArray) => losses.softmaxCrossEntropyWithIntegerLabels(v, label))(s)
        close(g, nn.softmax(s).sub(nn.oneHot(label, classes)).js(), 1e-9)
      }),
      { numRuns: 30 },
    )
  })
})

describe("losses that take logits stay finite at |s| = 1000", () => {
  it("binary", () => {
    for (const s of [-1000, 1000])
      for (const y of [0, 1]) {
        const f = (v: NDArray): NDArray => losses.sigmoidBinaryCrossEntropy(v, y)
        expect(f(np.array(s)).item()).toBe((s > 0 ? 1 - y : y) * 1000)
        expect(grad(f)(s).item()).toBe((s > 0 ? 1 : 0) - y)
      }
  })
  it("softmax", () => {
    const f = (v: NDArray): NDArray => losses.softmaxCrossEntropyWithIntegerLabels(v, np.array(1, { dtype: "int32" }))
    const s = np.array([1000, -1000, 0])
    expect(f(s).item()).toBe(2000)
    close(grad(f)(s), [1, -1, 0])
  })
})
