// What holds for gradient transformations of every kind: they compose, and they do not care how parameters are arranged.
import fc from "fast-check"
import * as M from "fp-ts/lib/Monoid.js"
import { describe, expect, it } from "vitest"
import { jit, type NDArray, numpy as np, optim, tree } from "../../src/index.js"
import { close } from "../support/close.js"

const f64 = (xs: readonly number[]): NDArray => np.array([...xs], { dtype: "float64" })

interface Params {
  readonly w: NDArray
  readonly deep: { readonly b: NDArray }
}
const number = fc.double({ min: -3, max: 3, noNaN: true })
const trees = fc
  .tuple(fc.array(number, { minLength: 3, maxLength: 3 }), fc.array(number, { minLength: 2, maxLength: 2 }))
  .map(([w, b]): Params => ({ w: f64(w), deep: { b: f64(b) } }))

/** Updates of several steps in a row. */
const updatesOf = <S, P>(optimizer: optim.GradientTransformation<S>, params: P, gradients: readonly P[]): readonly P[] => {
  let state = optimizer.init(params)
  return gradients.map((g) => {
    const [updates, next] = optimizer.update(g, state, params)
    state = next
    return updates
  })
}

const flat = (t: unknown): readonly number[] => (tree.leaves(t) as readonly NDArray[]).flatMap((x) => Array.from(x.dataSync()))
const same = (a: unknown, b: unknown, tolerance = 1e-12): void => close(f64(flat(a)), [...flat(b)], tolerance)

/** Two transformations that make the same of every sequence of gradients. */
const equivalent = <S, T>(a: optim.GradientTransformation<S>, b: optim.GradientTransformation<T>, tolerance?: number): void =>
  fc.assert(
    fc.property(trees, fc.array(trees, { minLength: 1, maxLength: 4 }), (params, gradients) =>
      same(updatesOf(a, params, gradients), updatesOf(b, params, gradients), tolerance),
    ),
    { numRuns: 20 },
  )

const a = optim.trace({ decay: 0.9 })
const b = optim.scaleByAdam()
const c = optim.addDecayedWeights(0.1)

describe("composition", () => {
  it("chain() is the identity", () => equivalent(optim.chain(), optim.identity()))
  it("chain associates", () => equivalent(optim.chain(a, optim.chain(b, c)), optim.chain(a, b, c)))
  it("gradient transformations are a monoid under chain", () => {
    const { concat, empty } = optim.monoidTransformation
    equivalent(concat(concat(a, b), c), concat(a, concat(b, c)))
    equivalent(concat(empty, b), b)
    equivalent(concat(b, empty), b)
    equivalent(M.concatAll(optim.monoidTransformation)([a, b, c]), optim.chain(a, b, c))
  })
  it("scale(−α) is sgd", () => equivalent(optim.scale(-0.1), optim.sgd(0.1)))
  it("trace(0) is the identity", () => equivalent(optim.trace({ decay: 0 }), optim.identity()))
  it("ema(0) is the identity", () => equivalent(optim.ema(0), optim.identity()))
  it("adam(b1 = 0, b2 = 0) is the sign times the learning rate, wherever there is a gradient", () => {
    const awayFromZero = (g: Params): Params => tree.map((x) => np.where(x.abs().less(1e-3), 1, x), g)
    const [adam, sign] = [optim.adam(0.1, { b1: 0, b2: 0, eps: 0 }), optim.signSgd(0.1)]
    fc.assert(
      fc.property(trees, trees, (params, g) =>
        same(updatesOf(adam, params, [awayFromZero(g)]), updatesOf(sign, params, [awayFromZero(g)])),
      ),
      { numRuns: 20 },
    )
  })
  it("adamw without decay is adam", () => equivalent(optim.adamw(0.1, { weightDecay: 0 }), optim.adam(0.1)))
  it("a schedule that never changes is a number", () => equivalent(optim.adam(optim.constantSchedule(0.1)), optim.adam(0.1), 1e-7))
  it("updates are linear in the gradients for sgd with momentum", () =>
    equivalent(
      optim.chain(optim.scale(3), optim.sgd(0.1, { momentum: 0.9 })),
      optim.chain(optim.sgd(0.1, { momentum: 0.9 }), optim.scale(3)),
    ))
})

describe("arrangement", () => {
  const optimizers: Readonly<Record<string, optim.GradientTransformation<unknown>>> = {
    sgd: optim.sgd(0.1, { momentum: 0.9 }),
    adamw: optim.adamw(0.1),
    rmsprop: optim.rmsprop(0.1),
    lion: optim.lion(0.1),
    adafactor: optim.adafactor(0.1, { momentum: 0.9, weightDecayRate: 0.01 }),
    muon: optim.muon(0.1),
    clipped: optim.chain(optim.clipByGlobalNorm(0.5), optim.adagrad(0.1)),
  }
  const relabel = ({ w, deep }: Params) => [deep.b, { other: w, nothing: null }] as const
  it.each(Object.keys(optimizers))("%s does not care how parameters are labelled", (name) => {
    const optimizer = optimizers[name] as optim.GradientTransformation<unknown>
    fc.assert(
      fc.property(trees, fc.array(trees, { minLength: 1, maxLength: 3 }), (params, gradients) =>
        same(updatesOf(optimizer, params, gradients).map(relabel), updatesOf(optimizer, relabel(params), gradients.map(relabel))),
      ),
      { numRuns: 15 },
    )
  })
  it.each(Object.keys(optimizers))("a jitted step of %s is the step", (name) => {
    const optimizer = optimizers[name] as optim.GradientTransformation<{ readonly nothing: NDArray }>
    const params: Params = { w: f64([1, 2, 3]), deep: { b: f64([-1, 1]) } }
    const g: Params = { w: f64([0.1, -2, 3]), deep: { b: f64([1, 5]) } }
    const step = jit((grads: Params, state: { readonly nothing: NDArray }, p: Params) => optimizer.update(grads, state, p))
    const [plain, next] = optimizer.update(g, optimizer.init(params), params)
    const [jitted, jittedNext] = step(g, optimizer.init(params), params)
    same(jitted, plain)
    same(jittedNext, next)
  })
  it("updates keep the dtype of every leaf, in 16 bits too", () => {
    const params = { h: np.ones([2], { dtype: "float16" }), s: np.ones([2]), d: np.ones([2], { dtype: "float64" }) }
    for (const optimizer of [
      optim.adamw(np.array(0.1)),
      optim.rmsprop(0.1, { momentum: 0.9 }),
      optim.lamb((t) => t.add(1)),
      optim.yogi(0.1),
    ]) {
      const [updates, state] = optimizer.update(params, optimizer.init(params) as never, params)
      expect([updates.h, updates.s, updates.d].map((x) => x.dtype)).toEqual(["float16", "float32", "float64"])
      const dtypes = (t: unknown) => (tree.leaves(t) as readonly NDArray[]).map((x) => x.dtype)
      expect(dtypes(state)).toEqual(dtypes(optimizer.init(params)))
    }
  })
})

describe("clipping", () => {
  it("by value is idempotent and within the limit", () => {
    equivalent(optim.chain(optim.clip(1), optim.clip(1)), optim.clip(1))
    close(optim.clip(1).update(f64([-3, 0.5, 2]), null)[0], [-1, 0.5, 1])
  })
  it("by norm is idempotent, keeps the direction, and leaves short gradients alone", () => {
    equivalent(optim.chain(optim.clipByGlobalNorm(1), optim.clipByGlobalNorm(1)), optim.clipByGlobalNorm(1))
    close(optim.clipByGlobalNorm(1).update({ a: f64([3]), b: f64([4]) }, null)[0].b, [0.8])
    const clipped = (g: readonly number[]): unknown => optim.clipByGlobalNorm(1).update(f64(g), null)[0].js()
    expect(clipped([0.3, 0.4])).toEqual([0.3, 0.4])
    expect(clipped([0, 0])).toEqual([0, 0])
    fc.assert(
      fc.property(trees, (g) => {
        expect(optim.globalNorm(optim.clipByGlobalNorm(0.7).update(g, null)[0]).item()).toBeLessThanOrEqual(0.7 + 1e-6)
      }),
      { numRuns: 20 },
    )
  })
  it("by block brings each leaf's root mean square to the threshold", () => {
    const [{ long, short }] = optim.clipByBlockRms(1).update({ long: f64([3, 4]), short: f64([0.1]) }, null)
    close(long, [3 / Math.sqrt(12.5), 4 / Math.sqrt(12.5)])
    close(short, [0.1])
  })
  it("adaptively: no unit's gradient is longer than a part of its weights", () => {
    const w = f64([3, 0, 4, 1]).reshape([2, 2])
    const g = f64([30, 0, 40, 0.01]).reshape([2, 2])
    close(optim.adaptiveGradClip(0.1).update(g, null, w)[0], [
      [0.3, 0],
      [0.4, 0.01],
    ])
  })
  it("normalizeByUpdateNorm makes every step one length", () =>
    close(optim.normalizeByUpdateNorm({ eps: 0, scaleFactor: 2 }).update(f64([3, 4]), null)[0], [1.2, 1.6]))
})

describe("one-line transformations", () => {
  it("setToZero, scaleBySign, centralize, keepParamsNonnegative, zeroNans", () => {
    close(optim.setToZero().update(f64([1, 2]), null)[0], [0, 0])
    close(optim.scaleBySign().update(f64([-3, 0, 2]), null)[0], [-1, 0, 1])
    close(optim.centralize().update(f64([1, 3, 5, 9]).reshape([2, 2]), null)[0], [
      [-1, 1],
      [-2, 2],
    ])
    close(optim.centralize().update(f64([1, 3]), null)[0], [1, 3])
    close(optim.keepParamsNonnegative().update(f64([-2, -0.5]), null, f64([1, 1]))[0], [-1, -0.5])
    const zeroing = optim.zeroNans()
    const [clean, { foundNan }] = zeroing.update([f64([Number.NaN, 1]), f64([2])], zeroing.init([f64([0, 0]), f64([0])]))
    same(clean, [f64([0, 1]), f64([2])])
    expect((foundNan as readonly NDArray[]).map((x) => x.js())).toEqual([true, false])
  })
  it("scaleByTrustRatio leaves a step or a weight of zero alone", () => {
    const [updates] = optim.scaleByTrustRatio().update([f64([3, 4]), f64([1, 1])], null, [f64([0, 2]), f64([0, 0])])
    same(updates, [f64([1.2, 1.6]), f64([1, 1])])
    close(optim.scaleByParamBlockNorm().update(f64([1, 2]), null, f64([3, 4]))[0], [5, 10])
    close(optim.scaleByParamBlockRms().update(f64([1, 2]), null, f64([0, 0]))[0], [0.001, 0.002])
  })
  it("transformations that need the parameters say so", () => {
    for (const t of [optim.scaleByTrustRatio(), optim.keepParamsNonnegative(), optim.addDecayedWeights(0.1)])
      expect(() => t.update(f64([1]), null)).toThrow(/the parameters are needed/)
  })
})

describe("applying updates", () => {
  it("adds, leaf by leaf, in each leaf's dtype", () => {
    const next = optim.applyUpdates({ w: np.ones([2], { dtype: "float16" }) }, { w: np.array([0.5, -1]) })
    expect(next.w.dtype).toBe("float16")
    close(next.w, [1.5, 0])
  })
  it("slow copies: incrementalUpdate blends, periodicUpdate waits", () => {
    close(optim.incrementalUpdate(f64([1]), f64([3]), 0.25), [2.5])
    close(optim.periodicUpdate(f64([1]), f64([3]), 4, 2), [1])
    close(optim.periodicUpdate(f64([1]), f64([3]), 5, 2), [3])
  })
  it("counting saturates at the largest whole number", () => {
    const top = 2 ** 31 - 1
    expect(optim.safeIncrement(np.array(top, { dtype: "int32" })).item()).toBe(top)
    expect(optim.safeIncrement(np.array(6, { dtype: "int32" })).item()).toBe(7)
  })
})
