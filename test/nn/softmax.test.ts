// Softmax and its kin: shifts do not matter, infinities are limits.
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { grad, jacrev, type NDArray, nn, numpy as np } from "../../src/index.js"
import { close } from "../support/close.js"

const rows = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 6 })
const f64 = (xs: readonly number[]): NDArray => np.array([...xs], { dtype: "float64" })
const inf = Number.POSITIVE_INFINITY

describe("softmax", () => {
  it("sums to 1 and does not see shifts", () =>
    fc.assert(
      fc.property(rows, fc.double({ min: -1e4, max: 1e4, noNaN: true }), (xs, shift) => {
        const p = nn.softmax(f64(xs))
        close(p.sum(), 1, 1e-12)
        close(nn.softmax(f64(xs).add(shift)), p.js(), 1e-9)
        close(nn.logSoftmax(f64(xs)), p.log().js(), 1e-9)
      }),
    ))
  it("is finite at ±1000, and gives nothing to −∞", () => {
    close(nn.softmax(np.array([1000, 0, -1000])), [1, 0, 0])
    close(nn.softmax(np.array([0, -inf])), [1, 0])
    close(nn.logSoftmax(np.array([1000, 0, -1000])), [0, -1000, -2000])
  })
  it("has the Jacobian diag(p) − p pᵀ", () => {
    const x = f64([0.3, -1, 2])
    const p = nn.softmax(x).js() as number[]
    close(
      jacrev((v: NDArray) => nn.softmax(v))(x),
      p.map((a, i) => p.map((b, k) => (i === k ? a : 0) - a * b)),
      1e-12,
    )
  })
  it("leaves out what `where` says, along any axis", () => {
    close(nn.softmax(np.array([1, 9, 1]), -1, { where: np.array([true, false, true]) }), [0.5, 0, 0.5])
    close(
      nn.softmax(
        np.array([
          [0, 5],
          [0, 5],
        ]),
        0,
      ),
      [
        [0.5, 0.5],
        [0.5, 0.5],
      ],
    )
  })
})

describe("logsumexp", () => {
  it("moves with shifts: logsumexp(x + c) = c + logsumexp(x)", () =>
    fc.assert(
      fc.property(rows, fc.double({ min: -1e3, max: 1e3, noNaN: true }), (xs, c) =>
        close(nn.logsumexp(f64(xs).add(c)), nn.logsumexp(f64(xs)).item() + c, 1e-12),
      ),
    ))
  it("at infinities is the limit", () => {
    expect(nn.logsumexp(np.array([-inf, -inf])).item()).toBe(-inf)
    expect(nn.logsumexp(np.array([inf, 1])).item()).toBe(inf)
    close(nn.logsumexp(np.array([-inf, 3])), 3)
    close(nn.logsumexp(np.array([1000, 1000])), 1000 + Math.LN2)
    close(nn.logsumexp(np.array([-1000, -1000])), -1000 + Math.LN2)
  })
  it("has softmax for its gradient, 0 at −∞", () => {
    const f = (x: NDArray): NDArray => nn.logsumexp(x)
    close(grad(f)(np.array([1, 2])), nn.softmax(np.array([1, 2])).js())
    close(grad(f)(np.array([-inf, 2])), [0, 1])
  })
  it("weighs terms, and keeps axes on request", () => {
    close(nn.logsumexp(np.array([1, 2]), null, { b: np.array([3, 0]) }), 1 + Math.log(3))
    expect(nn.logsumexp(np.zeros([2, 3]), 1, { keepdims: true }).shape).toEqual([2, 1])
    expect(nn.logsumexp(np.zeros([2, 3]), [0, 1]).shape).toEqual([])
  })
  it("logmeanexp of equal numbers is the number", () => {
    close(nn.logmeanexp(np.array([5, 5, 5])), 5)
    close(nn.logmeanexp(np.array([[0, Math.log(3)]]), 1), [Math.LN2])
  })
})

describe("standardize and oneHot", () => {
  it("standardize gives mean 0 and variance 1 along the axis", () => {
    close(nn.standardize(np.array([1, 3]), -1, { epsilon: 0 }), [-1, 1])
    close(nn.standardize(np.array([2, 2])), [0, 0])
  })
  it("oneHot puts a 1 at each label, and nothing for labels out of range", () => {
    close(nn.oneHot(np.array([2, 0, -1, 3], { dtype: "int32" }), 3), [
      [0, 0, 1],
      [1, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ])
    const wide = nn.oneHot(np.array([1, 0], { dtype: "int32" }), 3, { axis: 0, dtype: "float16" })
    expect([wide.shape, wide.dtype]).toEqual([[3, 2], "float16"])
    expect(nn.oneHot(1, 2).js()).toEqual([0, 1])
  })
})

describe("dotProductAttention", () => {
  const q = np.array([1, 0, 0, 1]).reshape([1, 2, 1, 2])
  const k = np.array([1, 0, 0, 1, 1, 1]).reshape([1, 3, 1, 2])
  const v = np.array([1, 2, 3]).reshape([1, 3, 1, 1]).repeat(2, 3)
  const scores = (row: readonly number[]): number => {
    const e = row.map((s) => Math.exp(s / Math.SQRT2))
    return row.reduce((sum, _, i) => sum + ((e[i] as number) * (i + 1)) / e.reduce((a, b) => a + b, 0), 0)
  }
  it("reads means of the values, weighted by the fit", () => {
    const out = nn.dotProductAttention(q, k, v)
    expect(out.shape).toEqual([1, 2, 1, 2])
    close(out.slice(0, [], 0, 0), [scores([1, 0, 1]), scores([0, 1, 1])])
    close(nn.dotProductAttention(q.squeeze(0), k.squeeze(0), v.squeeze(0)), out.squeeze(0).js())
  })
  it("sees only what masks and causality let it see", () => {
    close(nn.dotProductAttention(q, k, v, { isCausal: true }).slice(0, [], 0, 0), [
      1,
      (1 + 2 * Math.exp(Math.SQRT1_2)) / (1 + Math.exp(Math.SQRT1_2)),
    ])
    close(nn.dotProductAttention(q, k, v, { mask: np.array([false, false, true]) }).slice(0, [], 0, 0), [3, 3])
    close(nn.dotProductAttention(q, k, v, { scale: 0, bias: np.array([0, Math.log(2), 0]) }).slice(0, [], 0, 0), [2, 2])
  })
  it("shares keys and values among heads", () => {
    const heads = np.concatenate([q, q], 2)
    const out = nn.dotProductAttention(heads, k, v)
    close(out.slice([], [], 1), nn.dotProductAttention(q, k, v).slice([], [], 0).js())
    expect(() => nn.dotProductAttention(q, np.concatenate([k, k], 2), v)).toThrow(/heads a multiple of heads'/)
  })
})
