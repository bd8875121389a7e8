import fc from "fast-check"
import { afterAll, expect, test } from "vitest"
import { digamma, lgamma } from "../../../src/primitives/scalar/gamma.js"
import { digammaValues, lgammaValues } from "./gamma.values.js"
import { report, stepsFrom, type Worst, worstOf } from "./ulp.js"

const seen: Worst[] = []
afterAll(() => report("gamma functions, worst distance from the nearest float64", seen))
const nearlyExact = (worst: Worst): void => {
  seen.push(worst)
  expect(worst.ulps, JSON.stringify(worst)).toBeLessThanOrEqual(1)
}

test("lgamma is within 1 ulp", () => nearlyExact(worstOf("lgamma", lgamma, lgammaValues)))
test("digamma is within 1 ulp", () => nearlyExact(worstOf("digamma", digamma, digammaValues)))

// the float64 nearest to each of the first zeros, and those beside it; mpmath with 60 digits
const lgammaZeros: readonly (readonly [number, number])[] = [
  [-2.457024738220801, -6.168712140884665e-16],
  [-2.4570247382208006, 5.619192358950097e-17],
  [-2.4570247382208, 7.292550612674704e-16],
  [-2.747682646727413, 1.0234931857070284e-15],
  [-2.7476826467274127, 1.733509244024501e-16],
  [-2.7476826467274122, -6.767913369021244e-16],
  [-3.1435808883499803, -1.7579854183617677e-15],
  [-3.14358088834998, 1.6978655906121085e-15],
  [-3.1435808883499794, 5.153716599585995e-15],
  [-3.9552942848585984, 8.789393144349778e-15],
  [-3.955294284858598, -4.14382750757705e-16],
  [-3.9552942848585975, -9.618158645865089e-15],
  [-4.039361839740538, -2.945930505051872e-14],
  [-4.039361839740537, -5.664578074060335e-15],
  [-4.039361839740536, 1.8130148902398562e-14],
  [-4.991544640560049, 1.2118818570529118e-13],
  [-4.991544640560048, 1.7683619350849613e-14],
  [-4.991544640560047, -8.582094700358093e-14],
  [-5.008218168322594, -1.0414877920967533e-13],
  [-5.0082181683225935, 5.4188509265538106e-15],
  [-5.008218168322593, 1.1498648106279463e-13],
  [-5.998607480080876, 3.9894309784344193e-13],
  [-5.998607480080875, -2.3721063667118474e-13],
  [-5.998607480080874, -8.733643711854045e-13],
]
const digammaZeros: readonly (readonly [number, number])[] = [
  [-0.5040830082644555, -9.19619380518413e-16],
  [-0.5040830082644554, 7.289763902976895e-17],
  [-0.5040830082644553, 1.0654146585779509e-15],
  [-1.5734984731623907, -2.050961578386319e-15],
  [-1.5734984731623904, 1.5649788481838454e-16],
  [-1.5734984731623902, 2.3639573480230873e-15],
  [-2.610720868444145, -5.889653358275491e-15],
  [-2.6107208684441447, -1.0720275936410002e-15],
  [-2.6107208684441443, 3.7455981709934854e-15],
  [-3.6352933664369016, -5.809544843645262e-15],
  [-3.635293366436901, -6.354883894064686e-16],
  [-3.6352933664369007, 4.5385680648323184e-15],
  [-4.653237761743143, -7.833092528129691e-15],
  [-4.653237761743142, 3.1533529982387494e-15],
  [-4.653237761743141, 1.4139798524607156e-14],
  [-5.667162441556886, -1.1523464353066704e-14],
  [-5.6671624415568855, 4.1867794464524804e-17],
  [-5.667162441556885, 1.1607199941995715e-14],
  [-6.678418213073428, -1.682279974285401e-14],
  [-6.678418213073427, -4.72682938045534e-15],
  [-6.678418213073426, 7.369140981943286e-15],
  [-7.687788325031627, -1.0671333678793448e-14],
  [-7.687788325031626, 1.9153452498708634e-15],
  [-7.687788325031625, 1.4502024178535126e-14],
]
test("lgamma is within 1 ulp next to its zeros on the negative axis", () => nearlyExact(worstOf("lgamma at 0", lgamma, lgammaZeros)))
test("digamma is within 1 ulp next to its zeros on the negative axis", () => nearlyExact(worstOf("digamma at 0", digamma, digammaZeros)))

test("by their Taylor polynomials they are what they are beside them", () => {
  for (const [x] of [...lgammaZeros, ...digammaZeros])
    for (const f of [lgamma, digamma]) {
      const [inside, outside] = [x - 2 ** -24 * 0.999, x - 2 ** -24 * 1.001]
      const slope = (f(inside - 2 ** -30) - f(inside)) / -(2 ** -30)
      const expected = f(outside) + slope * (inside - outside)
      expect(Math.abs(f(inside) - expected)).toBeLessThanOrEqual(2 ** -50 * Math.max(1, Math.abs(slope)))
    }
})

test("values at the ends and at the poles", () => {
  expect([0, -0, -1, -2, -1e16, -1e300, Infinity, -Infinity].map(lgamma)).toEqual(new Array(8).fill(Infinity))
  expect([1, 2, NaN].map(lgamma)).toEqual([0, 0, NaN])
  expect(lgamma(2.5599833278516383e305)).toBe(Number.MAX_VALUE)
  expect(lgamma(stepsFrom(2.5599833278516383e305, 1))).toBe(Infinity)
  expect([0, -0, -1, -2, -1e16, -Infinity, NaN].map(digamma)).toEqual(new Array(7).fill(NaN))
  expect([digamma(Infinity), digamma(1e-320), digamma(-1e-320)]).toEqual([Infinity, -Infinity, Infinity])
  expect([1e300, Number.MAX_VALUE].map(digamma)).toEqual([1e300, Number.MAX_VALUE].map(Math.log))
})

test("Γ(n) = (n−1)!", () => {
  let factorial = 1
  for (let n = 1; n <= 20; n++) {
    expect(Math.abs(lgamma(n) - Math.log(factorial))).toBeLessThanOrEqual(2 ** -52 * Math.log(factorial))
    factorial *= n
  }
})

/** Not closer to an integer than 2⁻¹⁰, and |x| < 40: where no term of a law dwarfs the others. */
const away = fc.double({ min: -40, max: 40, noNaN: true }).filter((x) => Math.abs(x - Math.round(x)) > 2 ** -10)
/** The error allowed in a sum of numbers each rounded, one of them from an argument that was rounded too. */
const rounding = (...terms: readonly number[]): number => 2 ** -50 * terms.reduce((sum, t) => sum + Math.abs(t), 0)

test("Γ(x+1) = x Γ(x)", () => {
  fc.assert(
    fc.property(away, (x) => {
      const argument = x * digamma(x + 1)
      expect(Math.abs(lgamma(x + 1) - lgamma(x) - Math.log(Math.abs(x)))).toBeLessThanOrEqual(
        rounding(lgamma(x), lgamma(x + 1), argument, 1),
      )
    }),
  )
})

test("Γ(x) Γ(1−x) = π / sin πx", () => {
  fc.assert(
    fc.property(away, (x) => {
      const right = Math.log(Math.PI / Math.abs(Math.sin(Math.PI * (x - Math.round(x)))))
      const argument = x * digamma(1 - x)
      expect(Math.abs(lgamma(x) + lgamma(1 - x) - right)).toBeLessThanOrEqual(rounding(lgamma(x), lgamma(1 - x), right, argument, 1))
    }),
  )
})

test("Legendre: Γ(x) Γ(x+½) = 2^(1−2x) √π Γ(2x)", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1e6, noNaN: true }), (x) => {
      const right = (1 - 2 * x) * Math.LN2 + Math.log(Math.PI) / 2 + lgamma(2 * x)
      const terms = [lgamma(x), lgamma(x + 0.5), x, lgamma(2 * x), x * digamma(x), 1]
      expect(Math.abs(lgamma(x) + lgamma(x + 0.5) - right)).toBeLessThanOrEqual(rounding(...terms))
    }),
  )
})

test("ψ(x+1) = ψ(x) + 1/x", () => {
  fc.assert(
    fc.property(away, (x) => {
      // how much the rounding of x + 1 matters: ψ′ is at most the sum over the nearest poles
      const d = x - Math.round(x)
      const slope = Math.abs(x) * (1 / (d * d) + 4)
      expect(Math.abs(digamma(x + 1) - digamma(x) - 1 / x)).toBeLessThanOrEqual(rounding(digamma(x), digamma(x + 1), 1 / x, slope))
    }),
  )
})

test("ψ is the derivative of ln|Γ|", () => {
  fc.assert(
    fc.property(away, (x) => {
      const h = 2 ** -17
      const slope = (lgamma(x + h) - lgamma(x - h)) / (2 * h)
      const d = Math.abs(x - Math.round(x)) - h
      // h²/6 times the third derivative, and the rounding of the difference
      expect(Math.abs(slope - digamma(x))).toBeLessThanOrEqual((h * h * (2 / d ** 3 + 3)) / 6 + rounding(lgamma(x), x * digamma(x), 1) / h)
    }),
  )
})
