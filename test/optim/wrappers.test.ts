// Transformations of transformations: masks, partitions, accumulation, injection.
import { describe, expect, it } from "vitest"
import { jit, type NDArray, numpy as np, optim, tree } from "../../src/index.js"
import { close } from "../support/close.js"

interface Params {
  readonly w: NDArray
  readonly b: NDArray
}
const params: Params = { w: np.array([[1, 2]]), b: np.array([3]) }
const g: Params = { w: np.array([[0.5, -1]]), b: np.array([2]) }

describe("masked", () => {
  it("with everything in the mask is the inner transformation", () => {
    const inner = optim.adam(0.1)
    const all = optim.masked(inner, true)
    const [updates, state] = all.update(g, all.init(params), params)
    const [expected, expectedState] = inner.update(g, inner.init(params), params)
    close(updates.w, expected.w.js())
    close(updates.b, expected.b.js())
    expect(tree.structure(state)).toBe(tree.structure(expectedState))
  })
  it("lets the other leaves pass, and keeps no state for them", () => {
    const some = optim.masked(optim.trace({ decay: 0.5 }), (p: Params) => tree.map((x) => x.ndim > 1, p))
    const state = some.init(params)
    expect(tree.leaves(state)).toHaveLength(1)
    const [first, next] = some.update(g, state)
    const [second] = some.update(g, next)
    close(first.b, [2])
    close(second.b, [2])
    close(second.w, [[0.75, -1.5]])
  })
  it("takes a mask for whole subtrees", () => {
    const nested = { body: g, head: np.array([1]) }
    const [updates] = optim.masked(optim.scale(10), { body: true, head: false }).update(nested, null)
    close(updates.body.w, [[5, -10]])
    close(updates.head, [1])
  })
  it("weight decay takes one too", () => {
    const decay = optim.addDecayedWeights(0.1, { w: true, b: false })
    const [updates] = decay.update(g, decay.init(params), params)
    close(updates.w, [[0.6, -0.8]])
    close(updates.b, [2])
  })
})

describe("partition", () => {
  it("with one label is the inner transformation", () => {
    const one = optim.partition({ all: optim.adam(0.1) }, { w: "all", b: "all" })
    const [updates] = one.update(g, one.init(params), params)
    const [expected] = optim.adam(0.1).update(g, optim.adam(0.1).init(params), params)
    close(updates.w, expected.w.js())
    close(updates.b, expected.b.js())
  })
  it("gives each leaf to the one that its label names", () => {
    const both = optim.partition({ fast: optim.scale(-10), still: optim.setToZero() }, { w: "fast", b: "still" })
    const [updates] = both.update(g, both.init(params))
    close(updates.w, [[-5, 10]])
    close(updates.b, [0])
  })
  it("names a label that it does not know", () => {
    const wrong = optim.partition({ fast: optim.scale(1) }, { w: "fast", b: "slow" })
    expect(() => wrong.init(params)).toThrow(/every label must name a transformation: fast; got "slow"/)
  })
  it("freeze and selectiveTransform are two sides of one thing", () => {
    const frozen = optim.freeze({ w: false, b: true })
    const trained = optim.selectiveTransform(optim.identity(), { w: true, b: false })
    for (const [updates] of [frozen.update(g, frozen.init(params)), trained.update(g, trained.init(params))]) {
      close(updates.w, [[0.5, -1]])
      close(updates.b, [0])
    }
  })
})

describe("accumulation", () => {
  it("multiSteps(k) on k equal gradients is one step", () => {
    const inner = optim.adam(0.1)
    const every = optim.multiSteps(inner, 3)
    const step = jit((grads: Params, state: ReturnType<typeof every.init>) => every.update(grads, state, params))
    let state = every.init(params)
    const seen = [0, 1, 2].map(() => {
      const [updates, next] = step(g, state)
      state = next
      return updates
    })
    close((seen[0] as Params).w, [[0, 0]])
    close((seen[1] as Params).b, [0])
    const [expected] = inner.update(g, inner.init(params), params)
    close((seen[2] as Params).w, expected.w.js())
    expect([state.miniStep.item(), state.gradientStep.item(), state.inner[0].count.item()]).toEqual([0, 1, 1])
  })
  it("multiSteps takes the mean, or the sum", () => {
    const run = (useGradMean: boolean): NDArray => {
      const every = optim.multiSteps(optim.identity(), 2, { useGradMean })
      const [, state] = every.update(np.array([1]), every.init(np.array([0])))
      return every.update(np.array([3]), state)[0]
    }
    close(run(true), [2])
    close(run(false), [4])
  })
  it("applyEvery sums k updates", () => {
    const every = optim.applyEvery(2)
    let state = every.init(np.array([0]))
    const seen = [1, 2, 3, 4].map((x) => {
      const [updates, next] = every.update(np.array([x]), state)
      state = next
      return updates.item()
    })
    expect(seen).toEqual([0, 3, 0, 7])
  })
  it("applyIfFinite skips NaN a few times in a row, then lets it through", () => {
    const guarded = optim.applyIfFinite(optim.trace({ decay: 1 }), 2)
    let state = guarded.init(np.array([0]))
    const seen = [1, Number.NaN, Number.NaN, 2, Number.NaN, Number.NaN, Number.NaN].map((x) => {
      const [updates, next] = guarded.update(np.array([x]), state)
      state = next
      return updates.item()
    })
    expect(seen).toEqual([1, 0, 0, 3, 0, 0, Number.NaN])
    expect(state.totalNotfinite.item()).toBe(5)
  })
  it("conditions on the step", () => {
    const run = <S>(t: optim.GradientTransformation<S>): readonly number[] => {
      let state = t.init(np.array([0]))
      return [1, 1, 1].map((x) => {
        const [updates, next] = t.update(np.array([x]), state)
        state = next
        return updates.item()
      })
    }
    const isLate = (step: NDArray): NDArray => step.greaterEqual(1)
    expect(run(optim.conditionallyTransform(optim.trace({ decay: 1 }), isLate))).toEqual([1, 1, 2])
    expect(run(optim.conditionallyMask(optim.trace({ decay: 1 }), isLate))).toEqual([0, 1, 2])
  })
  it("flatten is the inner transformation on one vector", () => {
    const one = optim.flatten(optim.adam(0.1))
    const state = one.init(params)
    expect(state[0].mu).toMatchObject({ shape: [3] })
    const [updates] = one.update(g, state, params)
    const [expected] = optim.adam(0.1).update(g, optim.adam(0.1).init(params), params)
    close(updates.w, expected.w.js())
    close(updates.b, expected.b.js())
  })
})

describe("injected hyperparameters", () => {
  it("that never change are the plain optimizer", () => {
    const injected = optim.injectHyperparams(({ learningRate, b1 }) => optim.adam(learningRate, { b1 }), { learningRate: 0.1, b1: 0.8 })
    const [updates] = injected.update(g, injected.init(params), params)
    const plain = optim.adam(0.1, { b1: 0.8 })
    close(updates.w, plain.update(g, plain.init(params), params)[0].w.js())
  })
  it("can be changed between steps, and schedules follow the count", () => {
    const injected = optim.injectHyperparams(({ learningRate, momentum }) => optim.sgd(learningRate, { momentum }), {
      learningRate: 0.5,
      momentum: (count: NDArray) => count.mul(1),
    })
    const [, state] = injected.update(np.array([1]), injected.init(np.array([0])))
    expect(state.hyperparams.momentum.item()).toBe(0)
    const faster = { ...state, hyperparams: { ...state.hyperparams, learningRate: np.array(2) } }
    const [updates, next] = injected.update(np.array([1]), faster)
    close(updates, [-4])
    expect(next.hyperparams.momentum.item()).toBe(1)
  })
})

describe("reduceOnPlateau", () => {
  it("shrinks steps when the loss has not improved for a while, then cools down", () => {
    const plateau = optim.reduceOnPlateau({ factor: 0.5, patience: 2, cooldown: 1 })
    let state = plateau.init(np.array([0]))
    const seen = [5, 4, 4, 4, 4, 4, 4].map((value) => {
      const [updates, next] = plateau.update(np.array([1]), state, undefined, { value })
      state = next
      return updates.item()
    })
    expect(seen).toEqual([1, 1, 1, 0.5, 0.5, 0.5, 0.25])
  })
  it("averages several losses to one evaluation", () => {
    const plateau = optim.reduceOnPlateau({ factor: 0.5, patience: 1, accumulationSize: 2 })
    let state = plateau.init(np.array([0]))
    const seen = [1, 3, 0, 6].map((value) => {
      const [updates, next] = plateau.update(np.array([1]), state, undefined, { value })
      state = next
      return updates.item()
    })
    expect(seen).toEqual([1, 1, 1, 0.5])
    expect(state.bestValue.item()).toBe(2)
  })
})
