// The float64 expansions against BigInt fixed-point arithmetic where that is wide enough, and, everywhere, against the host's functions,
// which are within an ulp themselves.
import { expect, test } from "vitest"
import { type Fixed, fixedPoint } from "../../primitives/scalar/fixed.js"
import { fixedDigamma, fixedLgamma } from "../../primitives/scalar/fixedGamma.js"
import { logEven } from "../../primitives/scalar/ulp.js"
import { hostFunctions } from "./host.js"
import { anyBits, compiled, distance, specials, spread, ulpOf } from "./measure.js"

interface Case {
  readonly within: number
  readonly exact: (r: Fixed, x: bigint) => bigint
  /** Arguments for the exact comparison. */
  readonly samples: readonly number[]
  readonly bits?: number
  readonly points: readonly number[]
}

const both = (xs: readonly number[]): number[] => xs.flatMap((x) => [x, -x])
const COUNT = 60
const small = both(logEven(-40, -1, COUNT))
const even = (lo: number, hi: number, count = COUNT): number[] => spread("f64", lo, hi, count, 5)
const expm1 = (r: Fixed, x: bigint): bigint => r.exp(x) - r.one

const asin = (r: Fixed, x: bigint): bigint => r.atan(r.div(x, r.sqrt(r.one - r.mul(x, x))))
const asinh = (r: Fixed, x: bigint): bigint => (x < 0n ? -asinh(r, -x) : r.log(x + r.sqrt(r.mul(x, x) + r.one)))

const cases: { readonly [name: string]: Case } = {
  exp: {
    within: 1.1,
    exact: (r, x) => r.exp(x),
    samples: [...small, ...even(-40, 40), ...even(-740, 709)],
    bits: 1300,
    points: [709.78, -708.4, -745.13, Math.LN2 / 2],
  },
  exp2: {
    within: 1.1,
    exact: (r, x) => r.exp(r.mul(x, r.log(2n * r.one))),
    samples: [...small, ...even(-40, 40)],
    points: [1023.5, -1022, -1074, -1075, 0.5],
  },
  expm1: {
    within: 1.6,
    exact: expm1,
    samples: [...small, ...even(-2, 2), ...even(-40, 40)],
    points: [Math.LN2 / 2, 709.78, -37, 2 ** -55],
  },
  logistic: {
    within: 1.8,
    exact: (r, x) => r.div(r.one, r.one + r.exp(-x)),
    samples: [...small, ...even(-4, 4), ...even(-100, 40)],
    points: [-708.4, -745.13, 36.7, -36.7, 38],
  },
  tanh: {
    within: 1.95,
    exact: (r, x) => r.div(expm1(r, 2n * x), expm1(r, 2n * x) + 2n * r.one),
    samples: [...small, ...even(-2, 2, 200), ...even(-20, 20)],
    points: [Math.LN2 / 4, 0.547, 19, 20],
  },
  log: {
    within: 1,
    exact: (r, x) => r.log(x),
    samples: [...logEven(-300, 300, COUNT), ...small.map((x) => 1 + x / 2)],
    bits: 700,
    points: [Math.SQRT1_2, Math.SQRT2],
  },
  log1p: {
    within: 1.6,
    exact: (r, x) => r.log(r.one + x),
    samples: [...small.map((x) => x / 2), ...even(-0.99, 3)],
    points: [Math.SQRT1_2 - 1, Math.SQRT2 - 1, -1],
  },
  sin: {
    within: 1.5,
    exact: (r, x) => r.sin(x),
    samples: [...small, ...even(-20, 20), ...even(-1e6, 1e6)],
    points: [1, 2, 355].map(halfTurns),
  },
  cos: {
    within: 1.5,
    exact: (r, x) => r.cos(x),
    samples: [...small, ...even(-20, 20), ...even(-1e6, 1e6)],
    points: [1, 2, 355].map(halfTurns),
  },
  tan: {
    within: 1.6,
    exact: (r, x) => r.div(r.sin(x), r.cos(x)),
    samples: [...small, ...even(-20, 20), ...even(-1e6, 1e6)],
    points: [1, 2, 355].map(halfTurns),
  },
  atan: { within: 1.9, exact: (r, x) => r.atan(x), samples: [...small, ...even(-4, 4)], points: [1] },
  asin: { within: 1.3, exact: asin, samples: [...small, ...even(-1, 1)], points: [0.5, 1] },
  acos: { within: 1.3, exact: (r, x) => r.pi / 2n - asin(r, x), samples: [...small, ...even(-1, 1)], points: [0.5, 1] },
  sinh: {
    within: 1.9,
    exact: (r, x) => (r.exp(x) - r.exp(-x)) / 2n,
    samples: [...small, ...even(-4, 4)],
    points: [Math.LN2 / 2, 710.47, 710.6],
  },
  cosh: {
    within: 1.8,
    exact: (r, x) => (r.exp(x) + r.exp(-x)) / 2n,
    samples: [...small, ...even(-4, 4)],
    points: [Math.LN2 / 2, 710.47, 710.6],
  },
  asinh: { within: 1.6, exact: asinh, samples: [...small, ...even(-4, 4)], points: [0.39, 2 ** 60] },
  acosh: { within: 1.5, exact: (r, x) => r.log(x + r.sqrt(r.mul(x, x) - r.one)), samples: even(1, 4), points: [1.5, 2 ** 60] },
  atanh: {
    within: 1.5,
    exact: (r, x) => r.log(r.div(r.one + x, r.one - x)) / 2n,
    samples: [...small, ...even(-1, 1)],
    points: [0.25, 1],
  },
  cbrt: { within: 1, exact: (r, x) => r.cbrt(x), samples: [...small, ...even(-8, 8)], points: [8] },
  rsqrt: { within: 1.6, exact: (r, x) => r.div(r.one, r.sqrt(x)), samples: even(0, 4), points: [4] },
  erf: { within: 1.7, exact: (r, x) => r.erf(x), samples: [...small, ...even(-6, 6)], points: [0.27, 0.84, 5.9, 5.95] },
  erfc: {
    within: 1.8,
    exact: (r, x) => r.one - r.erf(x),
    samples: [...small, ...even(-6, 6, 200), ...even(0, 1, 200), ...even(6, 26.5, 40)],
    bits: 2300,
    points: [1, 2, 3, 5.9, 26.5, 27.2, 27.23, 28],
  },
  lgamma: {
    within: 1.9,
    exact: fixedLgamma,
    samples: [...logEven(-40, -1, COUNT), ...even(0.5, 4, 200), ...even(4, 39), ...even(-4, 0, 200), ...even(-30, 0, 200)],
    points: [1, 2, 0.75, 1.5, 2.5, -0.5, -1, -2.457, -7, -6.5, -16.999, 2.5599833278516383e305],
  },
  digamma: {
    within: 1.8,
    exact: fixedDigamma,
    samples: [...logEven(-40, -1, COUNT), ...even(0.5, 4, 200), ...even(4, 39), ...even(-4, 0, 200), ...even(-30, 0, 200)],
    points: [1, 2, 0.75, 1.4616321449683622, 2.5, -0.5, -1, -0.504083, -7, -6.5],
  },
}

function halfTurns(k: number): number {
  return (k * Math.PI) / 2
}

interface Worst {
  readonly ulps: number
  readonly x: number
}
const worstOf = (xs: readonly number[], error: (x: number) => number): Worst =>
  xs.reduce<Worst>((w, x) => (error(x) > w.ulps ? { ulps: error(x), x } : w), { ulps: 0, x: 0 })

const rows = Object.entries(cases).map(([name, c]) => ({ name, ...c }))
test.each(rows)("$name of float64: at most $within ulp", ({ name, within, exact, samples, bits = 400 }) => {
  const f = compiled(name, "f64")
  const r = fixedPoint(bits)
  const worst = worstOf(samples, (x) => {
    const got = f(x)
    const value = exact(r, r.from(x))
    return Math.abs(r.toNumber(r.from(got) - value)) / ulpOf("f64", r.toNumber(value))
  })
  expect(worst.ulps, `at ${worst.x}`).toBeLessThanOrEqual(within)
})

const HOST = 1
test.each(rows)("$name of float64 agrees with the host over all exponents", ({ name, within, points }) => {
  const f = compiled(name, "f64")
  const reference = hostFunctions[name]!
  const xs = [...specials("f64", points), ...anyBits("f64", 3000, 1)]
  const worst = worstOf(xs, (x) => distance("f64", f(x), reference(x)))
  expect(worst.ulps, `at ${worst.x}: ${f(worst.x)} for ${reference(worst.x)}`).toBeLessThanOrEqual(within + HOST)
})

test("erf_inv of float64 is within 3 ulp of the host's, which is within 1", () => {
  const f = compiled("erf_inv", "f64")
  const xs = [...specials("f64", [1, 0.999]), ...spread("f64", -1, 1, 300, 1), ...small]
  for (const x of xs) expect(distance("f64", f(x), hostFunctions.erf_inv!(x)), `erf_inv(${x})`).toBeLessThanOrEqual(3)
})

test("atan2 of float64 agrees with the host in every quadrant, and at zeros, infinities and NaN", () => {
  const f = compiled("atan2", "f64", 2)
  const ends = [0, -0, 1, -1, 5e-324, -5e-324, 1e308, -1e308, Infinity, -Infinity, NaN]
  const [ys, xs] = [anyBits("f64", 2000, 2), anyBits("f64", 2000, 3)]
  const near = spread("f64", -4, 4, 2000, 4)
  const pairs = [
    ...ends.flatMap((y) => ends.map((x) => [y, x] as const)),
    ...ys.map((y, i) => [y, xs[i] as number] as const),
    ...near.map((y, i) => [y, near[(7 * i + 1) % near.length] as number] as const),
  ]
  for (const [y, x] of pairs) expect(distance("f64", f(y, x), Math.atan2(y, x)), `atan2(${y}, ${x})`).toBeLessThanOrEqual(1.9 + HOST)
})
