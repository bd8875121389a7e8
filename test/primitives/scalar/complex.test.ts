// Functions of complex numbers: against their defining equations, on both sides of their cuts, and where naive formulas overflow.
import { describe, expect, test } from "vitest"
import * as c from "../../../src/primitives/scalar/complex.js"

const grid = [-2.5, -1, -0.3, 0.2, 1, 3].flatMap((a) => [-1.7, -0.4, 0.6, 2].map((b): c.C => [a, b]))

const expectClose = (got: c.C, want: c.C, within = 4e-15): void => {
  const size = Math.max(1, Math.hypot(...want))
  expect(Math.hypot(got[0] - want[0], got[1] - want[1]) / size, `${got} against ${want}`).toBeLessThan(within)
}

describe("inverses undo their functions everywhere:", () => {
  const pairs: readonly (readonly [name: string, f: (z: c.C) => c.C, inverse: (z: c.C) => c.C])[] = [
    ["sin", c.sin, c.asin],
    ["cos", c.cos, c.acos],
    ["tan", c.tan, c.atan],
    ["sinh", c.sinh, c.asinh],
    ["cosh", c.cosh, c.acosh],
    ["tanh", c.tanh, c.atanh],
    ["exp", c.exp, c.log],
    ["expm1", c.expm1, c.log1p],
    ["square", c.square, c.sqrt],
  ]
  test.each(pairs)("%s", (_, f, inverse) => {
    for (const z of grid) expectClose(f(inverse(z)), z, 2e-14)
  })
})

describe("products and quotients", () => {
  test("z·w / w = z", () => {
    for (const z of grid) for (const w of grid) expectClose(c.div(c.mul(z, w), w), z)
  })
  test("do not overflow on the way", () => {
    expectClose(c.div([1e300, 1e300], [2e300, 2e300]), [0.5, 0])
    expect(c.abs([3e300, 4e300])).toBe(5e300)
    const [a, b] = c.sqrt([1e308, 1e308])
    expectClose(c.div(c.square([a / 1e154, b / 1e154]), [1, 1]), [1, 0])
  })
  test("zⁿ is repeated multiplication, z⁻ⁿ its reciprocal, and z^w = e^(w log z)", () => {
    for (const z of grid) {
      expectClose(c.integerPow(z, 3), c.mul(z, c.mul(z, z)), 1e-14)
      expectClose(c.mul(c.integerPow(z, -5), c.integerPow(z, 5)), [1, 0], 1e-14)
      expectClose(c.pow(z, [3, 0]), c.integerPow(z, 3), 1e-13)
      expect(c.integerPow(z, 0)).toEqual([1, 0])
    }
    expect(c.pow([0, 0], [0, 0])).toEqual([1, 0])
    expect(c.pow([0, 0], [2, 1])).toEqual([0, 0])
  })
  test("the sign lies on the unit circle, and that of 0 is 0", () => {
    for (const z of grid) expectClose([c.abs(c.sign(z)), 0], [1, 0])
    expect(c.sign([0, 0])).toEqual([0, 0])
  })
})

describe("on a cut the sign of zero says the side:", () => {
  const sides: readonly (readonly [name: string, got: (zero: number) => c.C, above: c.C])[] = [
    ["√−4 = ±2i", (zero) => c.sqrt([-4, zero]), [0, 2]],
    ["log −1 = ±iπ", (zero) => c.log([-1, zero]), [0, Math.PI]],
    ["artanh 2", (zero) => c.atanh([2, zero]), [Math.log(3) / 2, Math.PI / 2]],
    ["arcsin 2", (zero) => c.asin([2, zero]), [Math.PI / 2, Math.acosh(2)]],
    ["arcosh −2", (zero) => c.acosh([-2, zero]), [Math.acosh(2), Math.PI]],
  ]
  test.each(sides)("%s", (_, got, above) => {
    expectClose(got(0), above)
    expectClose(got(-0), c.conj(above))
  })
})

describe("in the corners they are what C says (Annex G):", () => {
  const [inf, nan] = [Number.POSITIVE_INFINITY, Number.NaN]
  const corners: readonly (readonly [string, (z: c.C) => c.C, at: c.C, want: c.C])[] = [
    ["sqrt", c.sqrt, [nan, inf], [inf, inf]],
    ["sqrt", c.sqrt, [-inf, 1], [0, inf]],
    ["exp", c.exp, [-inf, inf], [0, 0]],
    ["exp", c.exp, [inf, 0], [inf, 0]],
    ["exp", c.exp, [nan, -0], [nan, -0]],
    ["exp", c.exp, [710, 1e-5], [inf, Math.exp(700) * (Math.exp(10) * Math.sin(1e-5))]],
    ["log", c.log, [inf, nan], [inf, nan]],
    ["log", c.log, [-0, 0], [-inf, Math.PI]],
    ["log", c.log, [-inf, inf], [inf, (3 * Math.PI) / 4]],
    ["sinh", c.sinh, [inf, 0], [inf, 0]],
    ["sinh", c.sinh, [0, inf], [0, nan]],
    ["cosh", c.cosh, [-inf, 0], [inf, -0]],
    ["tanh", c.tanh, [inf, inf], [1, 0]],
    ["tanh", c.tanh, [-inf, 1], [-1, 0]],
    ["acos", c.acos, [-inf, inf], [(3 * Math.PI) / 4, -inf]],
    ["acos", c.acos, [1e300, 1e300], [Math.PI / 4, -(300 * Math.LN10 + 1.5 * Math.LN2)]],
    ["acosh", c.acosh, [-inf, 1], [inf, Math.PI]],
    ["asinh", c.asinh, [inf, inf], [inf, Math.PI / 4]],
    ["atanh", c.atanh, [1, 0], [inf, 0]],
    ["atanh", c.atanh, [inf, 1], [0, Math.PI / 2]],
    ["atanh", c.atanh, [-1, 2 ** -300], [-(301 * Math.LN2) / 2, Math.PI / 4]],
    ["reciprocal", c.reciprocal, [2, 0], [0.5, -0]],
  ]
  test.each(corners)("%s", (_, f, at, want) => {
    f(at).forEach((x, i) => {
      const w = want[i] as number
      if (Number.isFinite(w) && w !== 0 && Number.isFinite(x)) expect(Math.abs(x / w - 1)).toBeLessThan(1e-14)
      else expect(x).toBe(w) // −0 is not 0
    })
  })
})

describe("digits are kept", () => {
  test("of expm1 and log1p near 0", () => {
    expectClose(c.expm1([1e-12, 1e-12]).map((t) => t * 1e12) as unknown as c.C, [1, 1], 1e-11)
    expect(c.log1p([1e-18, 0])).toEqual([1e-18, 0])
  })
  test("of log where |z| is near 1", () => expect(c.log([1, 1e-9])[0]).toBeCloseTo(5e-19, 30))
  test("of tanh far from 0", () => expect(c.tanh([400, 1])).toEqual([1, 0]))
  test("of the logistic function in both tails", () => {
    expectClose(c.add(c.logistic([800, 1]), c.logistic([-800, -1])), [1, 0])
    for (const z of grid) expectClose(c.logistic(z), c.reciprocal(c.add([1, 0], c.exp(c.neg(z)))), 1e-14)
  })
})
