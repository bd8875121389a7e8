// Penalties form a monoid and have closed-form gradients; projections and proximal steps land where they should; dropout keeps the mean.
import fc from "fast-check"
import * as M from "fp-ts/lib/Monoid.js"
import { describe, expect, it } from "vitest"
import { grad, jit, type NDArray, numpy as np, random, regularizers, vmap } from "../../src/index.js"
import { close } from "../support/close.js"

const f64 = (xs: readonly number[]): NDArray => np.array([...xs], { dtype: "float64" })
const weights = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 2, maxLength: 5 })
const { l1, l2, elasticNet, monoidRegularizer, scaled, maxNorm, softThreshold, dropout } = regularizers

describe("penalties", () => {
  it("are sums over all leaves, with gradients 2θ and sign θ", () =>
    fc.assert(
      fc.property(weights, weights, (a, b) => {
        const params = { a: f64(a), deep: [f64(b)] as const }
        const all = [...a, ...b]
        close(
          l2(params),
          all.reduce((s, x) => s + x * x, 0),
          1e-12,
        )
        close(
          l1(params),
          all.reduce((s, x) => s + Math.abs(x), 0),
          1e-12,
        )
        close(
          grad((p: typeof params) => l2(p))(params).a,
          a.map((x) => 2 * x),
          1e-12,
        )
        close(grad((p: typeof params) => l1(p))(params).deep[0], b.map(Math.sign), 1e-12)
      }),
    ))
  it("are a monoid under addition, and λ distributes over it", () =>
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 3, noNaN: true }), (xs, strength) => {
        const x = f64(xs)
        const value = (r: regularizers.Regularizer): number => r(x).item()
        const { concat, empty } = monoidRegularizer
        expect(value(concat(empty, l2))).toBe(value(l2))
        expect(value(concat(l2, empty))).toBe(value(l2))
        close(concat(concat(l1, l2), l1)(x), value(concat(l1, concat(l2, l1))), 1e-12)
        close(concat(l1, l2)(x), value(concat(l2, l1)), 1e-12)
        close(scaled(strength, concat(l1, l2))(x), value(concat(scaled(strength, l1), scaled(strength, l2))), 1e-6)
        close(M.concatAll(monoidRegularizer)([l1, l2, l2])(x), value(l1) + 2 * value(l2), 1e-12)
      }),
    ))
  it("elasticNet is both", () => close(elasticNet(0.5, 2)(np.array([1, -2])), 0.5 * 3 + 2 * 5))
  it("nothing costs nothing", () => close(l2([]), 0))
})

describe("maxNorm", () => {
  it("is idempotent, brings no two points apart, and lands in the ball", () =>
    fc.assert(
      fc.property(weights, (xs) => {
        const x = f64(xs)
        const y = f64([...xs].reverse())
        const [px, py] = [maxNorm(x, 1), maxNorm(y, 1)]
        const norm = (v: NDArray): number => Math.hypot(...Array.from(v.dataSync()))
        expect(norm(px)).toBeLessThanOrEqual(1 + 1e-12)
        close(maxNorm(px, 1), px.js(), 1e-12)
        expect(norm(px.sub(py))).toBeLessThanOrEqual(norm(x.sub(y)) + 1e-12)
      }),
    ))
  it("goes by rows or columns where asked to, and has a derivative at 0", () => {
    close(
      maxNorm(
        np.array([
          [3, 4],
          [0.3, 0.4],
        ]),
        1,
        1,
      ),
      [
        [0.6, 0.8],
        [0.3, 0.4],
      ],
    )
    close(grad((x: NDArray) => maxNorm(x, 1).sum())(np.zeros([2])), [1, 1])
  })
})

describe("softThreshold", () => {
  it("is the proximal step of λ‖θ‖₁: no other point has a smaller ½‖u − θ‖² + λ‖u‖₁", () =>
    fc.assert(
      fc.property(
        weights,
        fc.double({ min: 0, max: 2, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (xs, strength, nudge) => {
          const cost = (u: readonly number[]): number =>
            u.reduce((s, a, i) => s + (a - (xs[i] as number)) ** 2 / 2 + strength * Math.abs(a), 0)
          const best = Array.from(softThreshold(f64(xs), f64([strength]).squeeze()).dataSync())
          expect(cost(best)).toBeLessThanOrEqual(cost(best.map((a) => a + nudge)) + 1e-9)
        },
      ),
    ))
  it("gives exact zeros", () => expect(softThreshold(np.array([0.5, -0.5, 2, -3]), 0.5).js()).toEqual([0, -0, 1.5, -2.5]))
})

describe("dropout", () => {
  const x = np.ones([5000]).mul(2)
  it("scales what is left, for the same key the same", () => {
    const dropped = dropout(random.key(1), x, 0.75)
    expect([...new Set(dropped.js() as number[])].sort((a, b) => a - b)).toEqual([0, 8])
    expect(Math.abs(dropped.mean().item() - 2)).toBeLessThan(0.15)
    expect(dropout(random.key(1), x, 0.75).js()).toEqual(dropped.js())
    expect(dropout(random.key(2), x, 0.75).js()).not.toEqual(dropped.js())
    expect(jit((key: NDArray) => dropout(key, x, 0.75))(random.key(1)).js()).toEqual(dropped.js())
  })
  it("lets gradients through where units are kept", () => {
    const slope = grad((v: NDArray) => dropout(random.key(1), v, 0.75).sum())(x)
    close(slope, dropout(random.key(1), np.ones([5000]), 0.75).js())
  })
  it("draws anew for each example under vmap", () => {
    const keys = random.split(random.key(3), 2)
    const [a, b] = [...vmap((key: NDArray) => dropout(key, np.ones([50]), 0.5))(keys)].map((r) => r.js())
    expect(a).not.toEqual(b)
  })
  it("does nothing at rate 0, and refuses rates outside [0, 1)", () => {
    expect(dropout(random.key(0), x, 0)).toBe(x)
    for (const rate of [-0.1, 1, Number.NaN]) expect(() => dropout(random.key(0), x, rate)).toThrow(/the rate must lie in \[0, 1\)/)
  })
})
