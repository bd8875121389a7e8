// The incomplete beta function against a series of positive terms in BigInt, its closed forms, its ends and its derivatives.
import { describe, expect, it } from "vitest"
import { grad, jit, lax, makeJaxpr, type NDArray, numpy as np, stopGradient, vmap } from "../../src/index.js"
import { fixedPoint } from "../primitives/scalar/fixed.js"
import { fixedLgamma } from "../primitives/scalar/fixedGamma.js"
import { uniforms } from "../primitives/scalar/ulp.js"
import { codeOf } from "./thrown.js"

const wide = (x: number | readonly number[]): NDArray => np.array(x as number, { dtype: "float64" })
type Row = readonly [a: number, b: number, x: number]
const columns = (rows: readonly Row[]): readonly [NDArray, NDArray, NDArray] => [
  wide(rows.map((r) => r[0])),
  wide(rows.map((r) => r[1])),
  wide(rows.map((r) => r[2])),
]

/** `Γ(a + b) / (Γ(a + 1)·Γ(b))`: a product for whole a, and else by what Γ is in fixed point, good for a + b < 40. */
const factor = (r: ReturnType<typeof fixedPoint>, a: number, b: number): bigint => {
  if (!Number.isInteger(a)) {
    const ln = (x: bigint): bigint => fixedLgamma(r, x)
    return r.exp(ln(r.from(a) + r.from(b)) - ln(r.from(a) + r.one) - ln(r.from(b)))
  }
  return Array.from({ length: a }, (_, i) => i).reduce((p, i) => r.mul(p, r.from(b) + BigInt(i) * r.one) / BigInt(i + 1), r.one)
}

/** `I = xᵃ·(1 − x)ᵇ·Γ(a + b)/(Γ(a + 1)Γ(b)) · Σ (a + b)ₖ/(a + 1)ₖ · xᵏ`. (DLMF 8.17.8) */
const exact = (bits: number, [a, b, x]: Row): number => {
  const r = fixedPoint(bits)
  const [A, B, X] = [r.from(a), r.from(b), r.from(x)]
  const power = r.exp(r.mul(A, r.log(X)) + r.mul(B, r.log(r.one - X)))
  let term = r.one
  let sum = 0n
  for (let k = 0n; term !== 0n; k++) {
    sum += term
    term = r.div(r.mul(r.mul(term, A + B + k * r.one), X), A + (k + 1n) * r.one)
  }
  const lower = r.mul(r.mul(power, factor(r, a, b)), sum)
  return r.toNumber(lower)
}

/** Beyond the mean, roughly, the result is what 1 lacks, and loses what that has too many digits for. */
const isLow = ([a, b, x]: Row): boolean => x <= (a + 1) / (a + b + 2)
/** In units of 2^−52 for every e-fold of the result, since what is exact is its logarithm, and of ten of them at least. */
const errorOf = (got: number, expected: number, row: Row): number =>
  (2 ** 52 * Math.abs(got - expected)) / ((isLow(row) ? expected : 1) * (10 + Math.abs(Math.log(expected))))

const next = uniforms(31)
/** Parameters of every size below 20, and places of every distance from the ends. */
const common = Array.from({ length: 150 }, (_, i): Row => {
  const [a, b] = [20 * next() ** 3 + 2 ** -10, 20 * next() ** 3 + 2 ** -10]
  return [a, b, [next() * 0.97, 2 ** (-20 * next() - 1), a / (a + b)][i % 3] as number]
}).map(([a, b, x]): Row => [a, b, Math.min(x, 0.97)])
const wholes = Array.from({ length: 24 }, (_, i): Row => {
  const [a, b] = [Math.ceil(600 * next()), [600, 30, 2][i % 3]! * next() + 0.1]
  return [a, b, Math.min(0.97, Math.max(0.05, a / (a + b) + (next() - 0.5) * 0.1))]
})

describe("betainc", () => {
  it("of float64 is exact to two units for every e-fold of the result, and to six of large parameters", () => {
    for (const [rows, bits, within] of [
      [common, 700, 2],
      [wholes, 3400, 6],
    ] as const) {
      const got = jit(lax.betainc)(...columns(rows)).js() as number[]
      const errors = rows.map((row, i) => errorOf(got[i] as number, exact(bits, row), row))
      const worst = Math.max(...errors)
      expect(worst, `at ${rows[errors.indexOf(worst)]}`).toBeLessThanOrEqual(within)
    }
  })

  it("of float32 is rounded once", () => {
    const rows = common.map((row) => row.map(Math.fround) as unknown as Row)
    const got = jit(lax.betainc)(...(columns(rows).map((x) => x.astype("float32")) as [NDArray, NDArray, NDArray])).js() as number[]
    const errors = rows.map((row, i) => {
      const expected = exact(700, row)
      return expected < 2 ** -126 ? 0 : Math.abs((got[i] as number) - expected) / expected
    })
    expect(Math.max(...errors)).toBeLessThanOrEqual(2 ** -24 * 1.01)
    expect(lax.betainc(2, 3, 0.5).dtype).toBe("float32")
    expect(lax.betainc(np.array(2, { dtype: "float16" }), 3, 0.5).dtype).toBe("float16")
  })

  it("has its closed forms: powers, the arc sine law, and half at the middle of large parameters", () => {
    const xs = [1e-30, 0.01, 0.3, 0.5, 0.75, 0.999, 1 - 2 ** -53]
    const one = np.ones([xs.length], { dtype: "float64" })
    const near = (got: NDArray, expected: readonly number[], within: number): void =>
      expect(Math.max(...(got.js() as number[]).map((g, i) => errorOf(g, expected[i] as number, [1, 1, 0])))).toBeLessThanOrEqual(within)
    near(
      lax.betainc(2.5, one, wide(xs)),
      xs.map((x) => x ** 2.5),
      1,
    )
    near(
      lax.betainc(one, 3.5, wide(xs)),
      xs.map((x) => -Math.expm1(3.5 * Math.log1p(-x))),
      1,
    )
    near(
      lax.betainc(one.div(2), one.div(2), wide(xs)),
      xs.map((x) => (x < 0.5 ? (2 / Math.PI) * Math.asin(Math.sqrt(x)) : 1 - (2 / Math.PI) * Math.asin(Math.sqrt(1 - x)))),
      1,
    )
    const at = (a: number): number => Math.abs(lax.betainc(wide(a), wide(a), 0.5).item() * 2 - 1)
    expect([at(1e3) < 1e-14, at(1e6) < 1e-12, at(1e8) < 1e-10]).toEqual([true, true, true])
  })

  it("at the ends of its domain", () => {
    const inf = Number.POSITIVE_INFINITY
    const rows: readonly (readonly [...Row, number])[] = [
      [2, 3, 0, 0],
      [2, 3, 1, 1],
      [0, 3, 0, 0],
      [0, 3, 0.5, 1],
      [2, 0, 0.5, 0],
      [2, 0, 1, 1],
      [inf, 3, 0.5, 0],
      [inf, 3, 1, 1],
      [2, inf, 0, 0],
      [2, inf, 0.5, 1],
      [0, 0, 0.5, NaN],
      [inf, inf, 0.5, NaN],
      [0, inf, 0.5, 1],
      [-1, 2, 0.5, NaN],
      [2, -1, 0.5, NaN],
      [2, 3, -0.1, NaN],
      [2, 3, 1.1, NaN],
      [NaN, 3, 0.5, NaN],
      [2, NaN, 0.5, NaN],
      [2, 3, NaN, NaN],
      [1e-300, 2, 0.5, 1],
      [5e-324, 5e-324, 0.25, 0.5],
    ]
    expect(jit(lax.betainc)(...columns(rows as unknown as readonly Row[])).js()).toEqual(rows.map((row) => row[3]))
  })
})

describe("its derivatives", () => {
  const slope = (a: number, b: number): ((x: NDArray) => NDArray) => grad((x: NDArray) => lax.betainc(a, b, x))
  it("are the density, and its slope", () => {
    expect(slope(2, 3)(wide(0.3)).item()).toBeCloseTo(12 * 0.3 * 0.49, 13)
    expect(grad(slope(2, 3))(wide(0.3)).item()).toBeCloseTo(12 * (0.49 - 2 * 0.3 * 0.7), 12)
    expect(vmap(slope(2, 3))(wide([0.1, 0.9])).js()).toEqual([0.1, 0.9].map((x) => slope(2, 3)(wide(x)).item()))
    expect([slope(1, 4)(wide(0)).item(), slope(0.5, 4)(wide(0)).item(), slope(2, 4)(wide(0)).item()]).toEqual([4, Infinity, 0])
    expect([slope(4, 1)(wide(1)).item(), slope(4, 0.5)(wide(1)).item(), slope(4, 2)(wide(1)).item()]).toEqual([4, Infinity, 0])
    for (const x of [-0.5, 1.5, NaN]) expect(slope(2, 3)(wide(x)).item()).toBeNaN()
  })

  it("with respect to a and b are refused", () => {
    expect(codeOf(() => grad((a: NDArray) => lax.betainc(a, 2, 0.5))(2))).toBe("argument/derivative")
    expect(codeOf(() => jit(grad((b: NDArray) => lax.betainc(2, b, 0.5)))(2))).toBe("argument/derivative")
    expect(codeOf(() => grad((x: NDArray) => slope(2, 3)(x).add(grad((y: NDArray) => lax.betainc(x, 3, y))(x)))(0.5))).toBe(
      "argument/derivative",
    )
    expect(grad((x: NDArray) => lax.betainc(stopGradient(x), 1, x))(wide(0.5)).item()).toBeCloseTo(0.5 * 0.5 ** -0.5, 14)
  })
})

it("maps, compiles without the host, and refuses what does not fit", () => {
  const xs = wide([0.1, 0.6])
  expect(vmap((x: NDArray) => lax.betainc(2, 3, x))(xs).js()).toEqual(lax.betainc(2, 3, xs).js())
  expect(makeJaxpr(lax.betainc)(xs, xs, xs).jaxpr.outvars[0]?.aval.dtype).toBe("float64")
  expect(
    codeOf(() => lax.betainc(np.array([1], { dtype: "int32" }), np.array([1], { dtype: "int32" }), np.array([1], { dtype: "int32" }))),
  ).toBe("dtype/kind")
  expect(codeOf(() => lax.betainc(np.ones([2]), np.ones([2]), xs))).toBe("dtype/kind")
  expect(codeOf(() => lax.betainc(wide([1, 2]), wide([1]), xs))).toBe("shape/mismatch")
})
