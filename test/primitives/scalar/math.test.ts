// What the library takes from `Math` as it is: that it is accurate enough, measured against BigInt fixed-point arithmetic.
import { afterAll, expect, test } from "vitest"
import { logistic, pow, rsqrt } from "../../../src/primitives/scalar/elementary.js"
import { type Fixed, fixedPoint } from "./fixed.js"
import { both, even, logEven, report, type Worst, worstOf } from "./ulp.js"

type Reference = (r: Fixed, x: bigint) => bigint

interface Case {
  readonly f: (x: number) => number
  readonly reference: Reference
  readonly samples: readonly number[]
  readonly bits?: number
}

const COUNT = 60
const small = both(logEven(-50, -1, COUNT))
const ordinary = both(even(0, 12, COUNT))
const anySize = logEven(-300, 300, COUNT)
const fractions = [...both(even(0, 1, COUNT)), ...small]

const half = (a: bigint): bigint => a / 2n
const tan: Reference = (r, x) => r.div(r.sin(x), r.cos(x))
const sinh: Reference = (r, x) => half(r.exp(x) - r.exp(-x))
const cosh: Reference = (r, x) => half(r.exp(x) + r.exp(-x))
const asin: Reference = (r, x) => r.atan(r.div(x, r.sqrt(r.one - r.mul(x, x))))
const asinh: Reference = (r, x) => (x < 0n ? -asinh(r, -x) : r.log(x + r.sqrt(r.mul(x, x) + r.one)))

const cases: { readonly [name: string]: Case } = {
  exp: { f: Math.exp, reference: (r, x) => r.exp(x), samples: [...small, ...ordinary, ...both(even(0, 700, COUNT)), -740.5], bits: 1300 },
  expm1: { f: Math.expm1, reference: (r, x) => r.exp(x) - r.one, samples: [...small, ...ordinary] },
  log: { f: Math.log, reference: (r, x) => r.log(x), samples: [...anySize, ...small.map((x) => 1 + x / 2)], bits: 800 },
  log1p: { f: Math.log1p, reference: (r, x) => r.log(r.one + x), samples: [...small.map((x) => x / 2), ...anySize], bits: 800 },
  log2: { f: Math.log2, reference: (r, x) => r.div(r.log(x), r.log(2n * r.one)), samples: anySize, bits: 800 },
  sin: { f: Math.sin, reference: (r, x) => r.sin(x), samples: [...small, ...ordinary, ...anySize], bits: 800 },
  cos: { f: Math.cos, reference: (r, x) => r.cos(x), samples: [...small, ...ordinary, ...anySize], bits: 800 },
  tan: { f: Math.tan, reference: tan, samples: [...small, ...ordinary, ...anySize], bits: 800 },
  asin: { f: Math.asin, reference: asin, samples: fractions },
  acos: { f: Math.acos, reference: (r, x) => half(r.pi) - asin(r, x), samples: fractions },
  atan: { f: Math.atan, reference: (r, x) => r.atan(x), samples: [...small, ...ordinary] },
  sinh: { f: Math.sinh, reference: sinh, samples: [...small, ...ordinary] },
  cosh: { f: Math.cosh, reference: cosh, samples: [...small, ...ordinary] },
  tanh: { f: Math.tanh, reference: (r, x) => r.div(sinh(r, x), cosh(r, x)), samples: [...small, ...ordinary] },
  asinh: { f: Math.asinh, reference: asinh, samples: [...small, ...ordinary] },
  acosh: { f: Math.acosh, reference: (r, x) => r.log(x + r.sqrt(r.mul(x, x) - r.one)), samples: even(1, 12, COUNT) },
  atanh: { f: Math.atanh, reference: (r, x) => half(r.log(r.div(r.one + x, r.one - x))), samples: fractions },
  cbrt: { f: Math.cbrt, reference: (r, x) => r.cbrt(x), samples: [...ordinary, ...anySize], bits: 1200 },
  logistic: {
    f: logistic,
    reference: (r, x) => r.div(r.one, r.one + r.exp(-x)),
    samples: [...small, ...ordinary, ...even(-100, -30, COUNT)],
  },
  rsqrt: { f: rsqrt, reference: (r, x) => r.div(r.one, r.sqrt(x)), samples: anySize, bits: 1200 },
}

const precisions = new Map<number, Fixed>()
const fixed = (bits: number): Fixed => {
  const known = precisions.get(bits) ?? fixedPoint(bits)
  precisions.set(bits, known)
  return known
}

const seen: Worst[] = []
const within2 = (worst: Worst): void => {
  seen.push(worst)
  expect(worst.ulps, JSON.stringify(worst)).toBeLessThanOrEqual(2)
}
afterAll(() => report("elementary functions, worst distance from the nearest float64", seen))

test.each(Object.entries(cases))("%s is within 2 ulp", (name, { f, reference, samples, bits = 400 }) => {
  const r = fixed(bits)
  within2(
    worstOf(
      name,
      f,
      samples.map((x) => [x, r.toNumber(reference(r, r.from(x)))]),
    ),
  )
})

test("pow is within 2 ulp", () => {
  const r = fixed(1300)
  const nearOne = logEven(-44, -24, 40).map((x) => 1 + x)
  const bases = [...even(0, 3, 40), ...logEven(-40, 40, 40), ...logEven(-20, -4, 40).map((x) => 1 + x), ...nearOne]
  // the last are so large that the engine's own powers are off by hundreds
  const large = nearOne.map((x, i) => Math.round(((i - 19.5) * 30) / Math.log(x)))
  const exponents = [...even(-20, 20, 60), ...logEven(0, 3, 60), ...large]
  const rows = bases.map((x, i) => {
    const y = exponents[i] as number
    return [x, y, r.toNumber(r.exp(r.mul(r.from(y), r.log(r.from(x)))))]
  })
  within2(worstOf("pow", pow, rows))
})

test("atan2 is within 2 ulp in every quadrant", () => {
  const r = fixed(400)
  const xs = both(even(0.1, 3, 40))
  const ys = both(even(0.1, 3, 40, 3))
  const rows = ys.map((y, i) => {
    const x = xs[(7 * i) % xs.length] as number
    const angle = r.atan(r.div(r.from(y), r.from(x)))
    return [y, x, r.toNumber(x > 0 ? angle : y > 0 ? angle + r.pi : angle - r.pi)]
  })
  within2(worstOf("atan2", Math.atan2, rows))
})

test("powers of two are exact, subnormal ones too", () => {
  let power = 2 ** -1074
  for (let n = -1074; n < 1024; n++, power *= 2) expect(2 ** n).toBe(power)
})

test("signed zeros, infinities and NaN are those of IEEE 754", () => {
  for (const f of [
    Math.sin,
    Math.tan,
    Math.asin,
    Math.atan,
    Math.sinh,
    Math.tanh,
    Math.asinh,
    Math.atanh,
    Math.expm1,
    Math.log1p,
    Math.cbrt,
  ]) {
    expect(f(-0)).toBe(-0)
    expect(f(0)).toBe(0)
  }
  expect([Math.sign(-0), Math.sign(NaN), Math.sign(-5e-324)]).toEqual([-0, NaN, -1])
  expect([Math.max(NaN, 1), Math.max(1, NaN), Math.min(NaN, 1), Math.min(1, NaN)]).toEqual([NaN, NaN, NaN, NaN])
  expect([Math.max(-0, 0), Math.min(0, -0)]).toEqual([0, -0])
  expect([Math.atan2(0, -0), Math.atan2(-0, -0), Math.atan2(-0, 0), Math.atan2(0, 0)]).toEqual([Math.PI, -Math.PI, -0, 0])
  expect(Math.atan2(Infinity, -Infinity)).toBe((3 * Math.PI) / 4)
})
