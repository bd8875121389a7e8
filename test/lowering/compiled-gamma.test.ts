// ln|Γ|, ψ and its derivatives as machine code over the negative axis, where their terms cancel: beside the poles, beside the zeros, and between. The
// host's are good to half a unit of the last place but for a few float64 next to a zero, and there they answer themselves.
import { afterEach, expect, test, vi } from "vitest"
import "../../src/install.js"
import { stepsFrom, uniforms } from "../primitives/scalar/ulp.js"
import { hostFunctions } from "./math/host.js"
import { compiled, distance } from "./math/measure.js"
import { compiledFor, showWorst, unaries, worstOf } from "./unary.js"

const names = ["lgamma", "digamma", "polygamma1", "polygamma2", "polygamma3", "polygamma4"]

/** Where the function changes its sign between −n and −n − 1, to the last bit, from either side of it. */
const zerosOf = (f: (x: number) => number, last: number): readonly number[] => {
  const crossing = (lo: number, hi: number): readonly number[] => {
    let [a, b] = [lo, hi]
    const negative = f(a) < 0
    if (!Number.isFinite(f(a)) || negative === f(b) < 0) return []
    for (let middle = (a + b) / 2; middle !== a && middle !== b; middle = (a + b) / 2) {
      if (f(middle) < 0 === negative) a = middle
      else b = middle
    }
    return [a]
  }
  return Array.from({ length: last }, (_, n) => [
    ...crossing(stepsFrom(-n, -64) || -1e-9, -n - 0.5),
    ...crossing(-n - 0.5, stepsFrom(-n - 1, 64)),
  ]).flat()
}

const random = uniforms(11)
/** At any distance from a point, of either side. */
const around = (x: number, count: number): number[] =>
  Array.from({ length: count }, () => x + (random() < 0.5 ? -1 : 1) * 2 ** (-48 * random()) * 0.5)

const pointsOf = (f: (x: number) => number): Float64Array => {
  const zeros = zerosOf(f, 24)
  const integers = Array.from({ length: 24 }, (_, n) => -n)
  return Float64Array.from([
    ...Array.from({ length: 3000 }, () => -20 * random()),
    ...Array.from({ length: 400 }, () => -(2 ** (-100 + 155 * random()))),
    ...integers.flatMap((n) => [...around(n, 20), ...around(n - 0.5, 20), n, n - 0.5]),
    ...zeros.flatMap((z) => [...around(z, 40), ...Array.from({ length: 9 }, (_, i) => stepsFrom(z, i - 4))]),
  ])
}

test.each(names)("%s of float64 is within a unit of the host's at negative arguments, beside zeros and poles, too", (name) => {
  const { apply, reference } = unaries[name] as (typeof unaries)[string]
  const xs = pointsOf(reference)
  const worst = worstOf("float64", xs, compiledFor(apply, "float64", xs.length)(xs), reference)
  expect(worst.ulps, showWorst(name, worst)).toBeLessThanOrEqual(1)
})

test.each(names)("%s of float32 is rounded from more digits than it needs at negative arguments", (name) => {
  const { apply, reference } = unaries[name] as (typeof unaries)[string]
  const xs = Float32Array.from(pointsOf(reference))
  const worst = worstOf("float32", xs, compiledFor(apply, "float32", xs.length)(xs), reference)
  expect(worst.ulps, showWorst(name, worst)).toBeLessThanOrEqual(0.52)
})

afterEach(() => {
  vi.restoreAllMocks()
})

test.each(names)("the host answers for %s of fewer than one in a hundred negative numbers, all of them beside zeros", (name) => {
  const host = vi.spyOn(hostFunctions as { [name: string]: (x: number) => number }, name)
  const f = compiled(name, "f64")
  const xs = Array.from({ length: 2000 }, () => -12 * random())
  const ys = xs.map((x) => f(x))
  expect(host.mock.calls.length).toBeLessThan(20)
  const factorial = name === "polygamma4" ? 24 : name === "polygamma2" ? 2 : 1
  for (const [x] of host.mock.calls) expect(Math.abs(ys[xs.indexOf(x)] as number)).toBeLessThan((factorial * 1.01) / 256)
})

test("derivatives of ψ of any order have the ends that the host's have", () => {
  const ends = [0, -0, -1, -2, -(2 ** 53), Infinity, -Infinity, NaN, 5e-324, -5e-324, 1e-200, -1e-200, 1e200, Number.MAX_VALUE]
  const given = names.flatMap((name) => ends.map((x) => ({ name, x })))
  const wrong = given.filter(({ name, x }) => {
    const { apply, reference } = unaries[name] as (typeof unaries)[string]
    const [y] = compiledFor(apply, "float64", 1)(Float64Array.of(x))
    return distance("f64", y as number, reference(x)) > 1
  })
  expect(wrong).toEqual([])
})
