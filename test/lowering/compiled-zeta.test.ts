// Hurwitz's zeta function as machine code: against values of 250 bits, against the host's, which is within a unit of those, and at its ends.
import { afterEach, describe, expect, test, vi } from "vitest"
import "../../src/install.js"
import { zeta } from "../../src/primitives/elementwise/index.js"
import { zeta as zetaOf } from "../../src/primitives/scalar/zeta.js"
import { uniforms } from "../primitives/scalar/ulp.js"
import { zetaValues } from "../primitives/scalar/zeta.values.js"
import { hostFunctions } from "./math/host.js"
import { compiled, distance } from "./math/measure.js"
import { compiledFor } from "./unary.js"

type Row = readonly [s: number, q: number, exact: number]

/** Exponents near 1, small, and large; arguments of every size, and beside s/3, where what is left out counts most. */
const rows = (count: number, round: (x: number) => number): readonly Row[] => {
  const next = uniforms(21)
  return Array.from({ length: count }, (_, i): Row => {
    const s = round(1 + 2 ** ([-20, 3, 6, 11][i % 4]! - 6 * next()))
    const q = round([s / (2 + 2 * next()), 2 ** (12 * next() - 6), 20 * next() + 1e-9, 2 ** (60 * next() - 30)][(i >> 2) % 4]!)
    return [s, q, zetaOf(s, q)]
  }).filter(([, , exact]) => exact > 2 ** -120 && exact < 2 ** 120)
}

const worstOf = (type: "f32" | "f64", table: readonly Row[]): { readonly ulps: number; readonly at: string } => {
  const [dtype, Store] = type === "f32" ? (["float32", Float32Array] as const) : (["float64", Float64Array] as const)
  const got = compiledFor(zeta, dtype, table.length, 2)(Store.from(table.map(([s]) => s)), Store.from(table.map(([, q]) => q)))
  return table.reduce(
    (worst, [s, q, exact], i) => {
      const ulps = distance(type, got[i] as number, exact)
      return ulps > worst.ulps ? { ulps, at: `zeta(${s}, ${q}): ${got[i]} for ${exact}` } : worst
    },
    { ulps: 0, at: "" },
  )
}

describe("compiled, ζ(s, q)", () => {
  test("of float64 is within 2 units of values of 250 bits", () => {
    const { ulps, at } = worstOf("f64", zetaValues)
    expect(ulps, at).toBeLessThanOrEqual(2)
  })
  test("of float64 is within 3 units of the host's, wherever q is positive", () => {
    const table = rows(6000, (x) => x)
    expect(table.length).toBeGreaterThan(3000)
    const { ulps, at } = worstOf("f64", table)
    expect(ulps, at).toBeLessThanOrEqual(3)
  })
  test("of float32 is rounded from more digits than it needs", () => {
    const table = rows(6000, Math.fround)
    const { ulps, at } = worstOf("f32", table)
    expect(ulps, at).toBeLessThanOrEqual(0.52)
  })

  test("has the ends that the host's has", () => {
    const ends = [NaN, 0, 1, 2, 3, 2.5, 1 + 2 ** -52, 0.5, 1e-300, 64, 1e5, 1e17, 1e300, Number.MAX_VALUE, Infinity]
    const orders = ends.flatMap((x) => [x, -x])
    const pairs = orders.flatMap((s) => orders.map((q): Row => [s, q, zetaOf(s, q)]))
    const { ulps, at } = worstOf("f64", pairs)
    expect(ulps, at).toBeLessThanOrEqual(3)
  })
})

afterEach(() => {
  vi.restoreAllMocks()
})

test("the host answers for q ≤ 0 only", () => {
  const host = vi.spyOn(hostFunctions as { zeta: (s: number, q: number) => number }, "zeta")
  const f = compiled("zeta", "f64", 2)
  for (const [s, q] of rows(400, (x) => x)) f(s, q)
  for (const q of [1e-300, 5e-324, Infinity, NaN]) f(2, q)
  expect(host.mock.calls).toEqual([])
  f(2, -1.5)
  expect(host.mock.calls).toEqual([[2, -1.5]])
})
