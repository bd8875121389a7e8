// Powers as machine code, in float32 and float64: what C treats apart, and numbers of every size.
import { expect, test } from "vitest"
import "../../src/install.js"
import { pow } from "../../src/primitives/elementwise/index.js"
import { fixedPoint } from "../primitives/scalar/fixed.js"
import { compiled, ulpOf } from "./math/measure.js"
import { ends, randomPairs, worstPower } from "./powers.js"
import { compiledFor } from "./unary.js"

const dtypes = ["float32", "float64"] as const
/** Against the host's float64. Powers of float32 are computed in float64 and round once. */
const bound = { float32: 0.52, float64: 2 } as const

test.each(dtypes)("special powers of %s are C's", (dtype) => {
  const { ulps, at } = worstPower(dtype, ends(dtype))
  expect(ulps, at).toBeLessThanOrEqual(bound[dtype])
})

test.each(dtypes)("powers of %s of every size agree with the host's", (dtype) => {
  const { ulps, at } = worstPower(dtype, randomPairs(dtype, 40_000, 1))
  expect(ulps, at).toBeLessThanOrEqual(bound[dtype])
})

test("powers of float64 are within 1.1 units of the last place of what 1250 bits make of them", () => {
  const f = compiled("pow", "f64", 2)
  const r = fixedPoint(1250)
  const [xs, ys] = randomPairs("float64", 700, 5)
  const worst = Array.from(xs.slice(0, 700)).reduce(
    (w, x, i) => {
      const y = ys[i] as number
      const got = f(x, y)
      if (Math.abs(Math.log2(Math.abs(got))) > 1000) return w // 1250 bits hold no more
      const size = r.exp(r.mul(r.from(y), r.log(r.from(Math.abs(x)))))
      const ulps = Math.abs(r.toNumber(r.from(Math.abs(got)) - size)) / ulpOf("f64", r.toNumber(size))
      return ulps > w.ulps ? { ulps, at: `pow(${x}, ${y})` } : w
    },
    { ulps: 0, at: "" },
  )
  expect(worst.ulps, worst.at).toBeLessThanOrEqual(1.1)
})

test.each(dtypes)("one power of %s has the bits that it has among many", (dtype) => {
  const [xs, ys] = ends(dtype)
  const [x, y] = [xs.slice(0, 500), ys.slice(0, 500)]
  const together = compiledFor(pow, dtype, 500, 2)(x, y)
  const alone = compiledFor(pow, dtype, 1, 2)
  const differing = Array.from(x).filter((_, i) => !Object.is(alone(x.slice(i, i + 1), y.slice(i, i + 1))[0], together[i]))
  expect(differing).toEqual([])
})
