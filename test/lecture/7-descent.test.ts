// Lecture, slides 31-35 and 53-54: gradient descent, and the questions that the slide leaves open.
import { describe, expect, it } from "vitest"
import { grad, jit, type NDArray, numpy as np, optim, random, tree, valueAndGrad, vmap } from "../../src/index.js"
import { close } from "../support/close.js"

interface Params {
  readonly w: NDArray
  readonly b: NDArray
}

const key = random.key(31)
const x = random.normal(key, [40, 3])
const truth = { w: np.array([1, -2, 0.5]), b: np.array(0.3) }
const predict = ({ w, b }: Params, v: NDArray): NDArray => v.matmul(w).add(b)
const y = predict(truth, x)
const loss = (params: Params, xs: NDArray, ys: NDArray): NDArray => predict(params, xs).sub(ys).square().mean()
const start: Params = { w: np.zeros([3]), b: np.zeros([]) }

describe("gradient descent", () => {
  it("one step: x' = x − α ∇f(x), over a whole tree", () => {
    const g = grad(loss)(start, x, y)
    const optimizer = optim.sgd(0.1)
    const [updates] = optimizer.update(g, optimizer.init(start))
    const next = optim.applyUpdates(start, updates)
    tree.map((p: NDArray, d: NDArray, q: NDArray) => close(q, p.sub(d.mul(0.1)).js()), start, g, next)
  })
  it("converges to the weights that made the data", () => {
    const optimizer = optim.sgd(0.2)
    const step = jit((params: Params, state: ReturnType<typeof optimizer.init>) => {
      const [value, g] = valueAndGrad(loss)(params, x, y)
      const [updates, next] = optimizer.update(g, state, params)
      return { params: optim.applyUpdates(params, updates), state: next, value }
    })
    let [params, state] = [start, optimizer.init(start)]
    for (let i = 0; i < 100; i++) ({ params, state } = step(params, state) as never)
    close(params.w, truth.w.js(), 1e-4)
    close(params.b, 0.3, 1e-4)
  })
})

describe("the questions of slides 53-54", () => {
  it("the gradient for one training pair: vmap of grad, whose mean is the gradient of the mean", () => {
    const each = vmap(grad(loss), { inAxes: [null, 0, 0] })(start, x.reshape([40, 1, 3]), y.reshape([40, 1]))
    const whole = grad(loss)(start, x, y)
    expect(each.w.shape).toEqual([40, 3])
    close(each.w.mean(0), whole.w.js())
    close(each.b.mean(0), whole.b.js())
  })
  it("for a large training set: the mean of mini-batch gradients is the full gradient", () => {
    const halves = [0, 1].map((i) => grad(loss)(start, x.slice([20 * i, 20 * i + 20]), y.slice([20 * i, 20 * i + 20])))
    const whole = grad(loss)(start, x, y)
    close((halves[0] as Params).w.add((halves[1] as Params).w).div(2), whole.w.js())
  })
  it("how to choose α: a sweep over learning rates is one vmap", () => {
    const rates = np.array([0.001, 0.01, 0.1])
    const after = vmap((rate: NDArray) => {
      const g = grad(loss)(start, x, y)
      return loss(
        tree.map((p: NDArray, d: NDArray) => p.sub(d.mul(rate)), start, g),
        x,
        y,
      )
    })(rates)
    const values = after.js() as number[]
    expect(values[2]).toBeLessThan(values[1] as number)
    expect(values[1]).toBeLessThan(values[0] as number)
  })
  it("how to speed it up: momentum and Adam reach in 30 steps what descent does not", () => {
    const run = <S>(optimizer: optim.GradientTransformation<S>): number => {
      let params = start
      let state = optimizer.init(params)
      for (let i = 0; i < 30; i++) {
        const [updates, next] = optimizer.update(grad(loss)(params, x, y), state, params)
        params = optim.applyUpdates(params, updates)
        state = next
      }
      return loss(params, x, y).item()
    }
    const plain = run(optim.sgd(0.02))
    expect(run(optim.sgd(0.02, { momentum: 0.8 }))).toBeLessThan(plain)
    expect(run(optim.adam(0.1))).toBeLessThan(plain)
  })
})
