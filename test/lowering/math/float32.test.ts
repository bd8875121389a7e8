// The float32 expansions against the host's float64 functions: random bits over all exponents, the floats that are treated apart and
// their neighbours, and the range where a function is curved.
import { expect, test } from "vitest"
import { hostFunctions } from "./host.js"
import { anyBits, compiled, distance, specials, spread } from "./measure.js"

interface Case {
  /** The bound, in ulp. */
  readonly within: number
  /** Where the function is curved. */
  readonly range: readonly [lo: number, hi: number]
  /** Breakpoints, of the function or of its expansion. */
  readonly points: readonly number[]
  readonly samples?: number
}
const LN2_2 = Math.LN2 / 2
const turns = [1, 2, 3, 4, 11, 355, 4096, 8191].map((k) => (k * Math.PI) / 2)

/** The bounds leave a little room over the largest distance ever seen. */
const cases: { readonly [name: string]: Case } = {
  exp: { within: 1.1, range: [-104, 89], points: [88.72284, -87.33655, -103.97208, -104, LN2_2] },
  exp2: { within: 1.1, range: [-150, 128], points: [127.5, -126, -149, -150, 0.5] },
  expm1: { within: 1.9, range: [-18, 20], points: [LN2_2, -LN2_2, 88.72284, -17.3, 2 ** -26] },
  logistic: { within: 1.8, range: [-104, 18], points: [-103.97208, -87.33655, 16.6355, -16.6355, 18] },
  tanh: { within: 2, range: [-10, 10], points: [LN2_2 / 2, 0.5, 9.01, 10, 3 * LN2_2] },
  log: { within: 1.3, range: [0, 4], points: [Math.SQRT1_2, Math.SQRT2] },
  log1p: { within: 2, range: [-1, 4], points: [Math.SQRT1_2 - 1, Math.SQRT2 - 1, -1] },
  sin: { within: 1.6, range: [-20, 20], points: [...turns, Math.PI / 4, 12867] },
  cos: { within: 1.6, range: [-20, 20], points: [...turns, Math.PI / 4, 12867] },
  tan: { within: 1.9, range: [-20, 20], points: [...turns, Math.PI / 4, 12867] },
  atan: { within: 1.7, range: [-4, 4], points: [1] },
  asin: { within: 1.3, range: [-1, 1], points: [0.5, 1] },
  acos: { within: 1.2, range: [-1, 1], points: [0.5, 1] },
  sinh: { within: 1.9, range: [-4, 4], points: [LN2_2, 89.4159, 89.5, 2 ** -13] },
  cosh: { within: 2, range: [-9, 9], points: [LN2_2, 89.4159, 89.5] },
  asinh: { within: 2, range: [-4, 4], points: [0.379, 2 ** 30] },
  acosh: { within: 1.6, range: [1, 4], points: [1.5, 2 ** 30] },
  atanh: { within: 1.5, range: [-1, 1], points: [0.25, 1] },
  cbrt: { within: 1, range: [-8, 8], points: [8] },
  rsqrt: { within: 1.6, range: [0, 4], points: [4] },
  erf_inv: { within: 2, range: [-1, 1], points: [1, 0.99527], samples: 1500 },
  erf: { within: 1.6, range: [-4, 4], points: [0.27, 0.84, 3.9192059, 3.95], samples: 4000 },
  erfc: { within: 0.52, range: [-4, 11], points: [1, 9.19, 10.05, 10.5], samples: 4000 },
  lgamma: { within: 0.52, range: [-20, 20], points: [0.75, 1.5, 2.5, -0.5, -2.457, -2.7476826, 4.08e36], samples: 4000 },
  digamma: { within: 0.52, range: [-20, 20], points: [0.75, 1.4616321, 2.5, -0.504083, -1.5734985], samples: 4000 },
}

const SEED = 1
const rows = Object.entries(cases).map(([name, c]) => ({ name, samples: 20_000, ...c }))
test.each(rows)("$name of float32: at most $within ulp", ({ name, within, range, points, samples }) => {
  const f = compiled(name, "f32")
  const reference = hostFunctions[name]!
  const xs = [...specials("f32", points), ...anyBits("f32", samples, SEED), ...spread("f32", ...range, samples, SEED)]
  const worst = xs.reduce(
    (w, x) => {
      const ulps = distance("f32", f(x), reference(x))
      return ulps > w.ulps ? { ulps, x } : w
    },
    { ulps: 0, x: 0 },
  )
  expect(worst.ulps, `at ${worst.x}: ${f(worst.x)} for ${reference(worst.x)}`).toBeLessThanOrEqual(within)
})

test("atan2 of float32: at most 1.7 ulp, and every combination of zeros, infinities and NaN as C has it", () => {
  const f = compiled("atan2", "f32", 2)
  const ends = [0, -0, 1, -1, 2 ** -149, -(2 ** -149), 1e38, -1e38, Infinity, -Infinity, NaN]
  const ys = [...spread("f32", -4, 4, 10_000, 1), ...anyBits("f32", 10_000, 2)]
  const xs = [...spread("f32", -4, 4, 10_000, 3), ...anyBits("f32", 10_000, 4)]
  const pairs = [...ends.flatMap((y) => ends.map((x) => [y, x] as const)), ...ys.map((y, i) => [y, xs[i] as number] as const)]
  for (const [y, x] of pairs) {
    const [y32, x32] = [Math.fround(y), Math.fround(x)]
    expect(distance("f32", f(y32, x32), Math.atan2(y32, x32)), `atan2(${y}, ${x})`).toBeLessThanOrEqual(1.7)
  }
})
