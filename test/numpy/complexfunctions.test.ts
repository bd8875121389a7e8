// What np does with complex arrays beyond arithmetic: order, statistics, ranges, sums of products, logarithms of sums. Values are NumPy's.
import { describe, expect, it } from "vitest"
import { jit, lax, type NDArray, random } from "../../src/index.js"
import * as np from "../../src/numpy/index.js"
import { codeOf, gives } from "./gives.js"

const c = (re: number, im: number) => ({ re, im })
const v = np.array([c(3.5, 1), c(-1, -0.5), c(0, 2.25), c(0.5, 2)])
const w = np.array([c(0, 1), c(2, 0), c(-1, 1), c(0.5, -0.25)])

describe("complex numbers are ordered by their real parts, then by their imaginary ones", () => {
  it("where they are compared", () => {
    gives(np.less(v, w), "bool[4]", [false, true, false, false])
    gives(np.lessEqual(v, w), "bool[4]", [false, true, false, false])
    gives(v.greater(w), "bool[4]", [true, false, true, true])
    gives(np.greaterEqual(w, w), "bool[4]", [true, true, true, true])
  })
  it("where the greatest and the least are asked for", () => {
    gives(np.max(v), "complex64[]", c(3.5, 1))
    gives(np.min(v), "complex64[]", c(-1, -0.5))
    gives(np.maximum(v, w), "complex64[4]", [c(3.5, 1), c(2, 0), c(0, 2.25), c(0.5, 2)])
    gives(np.minimum(v, w), "complex64[4]", [c(0, 1), c(-1, -0.5), c(-1, 1), c(0.5, -0.25)])
    gives(np.ptp(v), "complex64[]", c(4.5, 1.5))
    gives(np.max(np.array([c(1, 2), c(Number.NaN, 0)])), "complex64[]", c(Number.NaN, 0))
    gives(np.nanmax(np.array([c(1, 2), c(Number.NaN, 0)])), "complex64[]", c(1, 2))
  })
  it("where they are sorted and searched for", () => {
    gives(np.argsort(v), "int32[4]", [1, 2, 3, 0])
    gives(np.searchsorted(np.sort(v), w), "int32[4]", [1, 3, 1, 2])
    gives(np.unique(np.array([c(1, 1), c(0, 2), c(1, 1)])), "complex64[2]", [c(0, 2), c(1, 1)])
  })
})

describe("statistics and products", () => {
  it("variances are real, and NaN is left out", () => {
    const holed = np.concatenate([v, np.array([c(Number.NaN, 1)])])
    gives(np.nanvar(holed), "float32[]", np.var_(v).item() as number)
    gives(np.nanstd(holed), "float32[]", np.std(v).item() as number)
    gives(np.nanmean(holed), "complex64[]", np.mean(v).js())
  })
  it("correlations conjugate their second operand", () => {
    gives(np.correlate(v, w, "full"), "complex64[7]", [
      c(1.5, 1.375),
      c(-2.875, -5),
      c(6.9375, 4.625),
      c(1, -5.625),
      c(1, 3),
      c(3.25, 4),
      c(2, -0.5),
    ])
    gives(np.vecdot(v, w), "complex64[]", np.vdot(v, w).js())
  })
})

describe("ranges, rounding and interpolation", () => {
  it("count in complex numbers", () => {
    gives(np.arange(3, { dtype: "complex64" }), "complex64[3]", [c(0, 0), c(1, 0), c(2, 0)])
    gives(jit(() => np.arange(3, { dtype: "complex64" }))() as NDArray, "complex64[3]", [c(0, 0), c(1, 0), c(2, 0)])
    gives(np.linspace(np.array(c(0, 1)), np.array(c(2, 3)), 3), "complex64[3]", [c(0, 1), c(1, 2), c(2, 3)])
  })
  it("round each part", () => gives(np.rint(np.array([c(1.5, -2.4)])), "complex64[1]", [c(2, -2)]))
  it("interpolate complex values at real points", () =>
    gives(np.interp(np.array([0.5, 2]), np.array([0, 1]), np.array([c(0, 2), c(4, 0)])), "complex64[2]", [c(2, 1), c(4, 0)]))
})

describe("logarithms of sums", () => {
  it("are those of the sum, with an angle within ±π", () => {
    const direct = np.log(np.exp(v).add(np.exp(w)))
    expect(np.allclose(np.logaddexp(v, w), direct).js()).toBe(true)
    const turned = np.array([c(700, 3), c(-3, 4)])
    gives(np.logaddexp(turned, turned).sub(np.array([c(700, 3), c(-3, 4 - 2 * Math.PI)])), "complex64[2]", [
      c(Math.fround(700 + Math.LN2) - 700, 0),
      c(Math.LN2, 0),
    ])
    const doubled = np.log2(np.exp2(v).add(np.exp2(w)))
    expect(np.allclose(np.logaddexp2(v, w), doubled).js()).toBe(true)
  })
})

describe("normal complex numbers", () => {
  it("have mean 0 and variance 1, half of it in each part", () => {
    const draws = random.normal(random.key(3), [4000], { dtype: "complex64" })
    expect(np.abs(np.mean(draws)).item()).toBeLessThan(0.05)
    expect(np.var_(draws).item()).toBeCloseTo(1, 1)
    expect(np.var_(np.real(draws)).item()).toBeCloseTo(0.5, 1)
  })
})

describe("numbers of which one part is zero", () => {
  const mixed = np.array([c(0, 0), c(0, 1), c(2, 0), c(0, Number.NaN), c(-0, 0)])
  it("are not zero, and all are seen", () => {
    gives(np.flatnonzero(mixed), "int32[3]", [1, 2, 3])
    gives(np.argwhere(np.reshape(mixed, [5, 1])), "int32[3,2]", [[1, 0], [2, 0], [3, 0]]) // biome-ignore format: rows
    gives(np.nonzero(mixed, { size: 4, fillValue: -1 })[0] as NDArray, "int32[4]", [1, 2, 3, -1])
    gives(np.trimZeros(mixed), "complex64[3]", [c(0, 1), c(2, 0), c(0, Number.NaN)])
    gives(np.trimZeros(mixed, "f"), "complex64[4]", [c(0, 1), c(2, 0), c(0, Number.NaN), c(-0, 0)])
    gives(np.trimZeros(np.array([c(0, 0)])), "complex64[0]", [])
  })
})

describe("margins", () => {
  it("are means that are not rounded", () =>
    gives(np.pad(np.array([c(0, 1), c(1, 0.5)]), 1, "mean"), "complex64[4]", [c(0.5, 0.75), c(0, 1), c(1, 0.5), c(0.5, 0.75)]))
  it("are ramps that are not rounded", () =>
    gives(np.pad(np.array([c(1, 1)]), 2, { mode: "linear_ramp" }), "complex64[5]", [c(0, 0), c(0.5, 0.5), c(1, 1), c(0.5, 0.5), c(0, 0)]))
})

describe("what asks for real numbers", () => {
  it("correlations are kept within the ends in each part", () => {
    const table = np.corrcoef(np.stack([v, w]))
    gives(np.diagonal(table), "complex64[2]", [c(1, 0), c(1, 0)])
    const deviations = np.std(np.stack([v, w]), 1, { ddof: 1 })
    expect(np.allclose(table, np.cov(np.stack([v, w])).div(np.outer(deviations, deviations))).js()).toBe(true)
  })
  it("fabs refuses", () => expect(codeOf(() => np.fabs(v))).toBe("dtype/kind"))
})

describe("ranges of equal ratio", () => {
  it("wind around zero", () => {
    gives(np.geomspace(np.array(1), np.array(c(0, 1)), 3), "complex64[3]", [c(1, 0), c(Math.SQRT1_2, Math.SQRT1_2), c(0, 1)])
    gives(np.geomspace(np.array(1), np.array(c(0, 4)), 2, { endpoint: false, dtype: "complex128" }), "complex128[2]", [
      c(1, 0),
      c(Math.SQRT2, Math.SQRT2),
    ])
  })
  it("between arrays", () => gives(np.geomspace(np.array([1, 2]), np.array([4, 8]), 3), "float32[3,2]", [[1, 2], [2, 4], [4, 8]])) // biome-ignore format: rows
})

it("lax.reduce takes complex start values", () => {
  const start = np.array(c(0, 0))
  gives(lax.reduce(v, start, lax.add, [0]), "complex64[]", c(3, 4.75))
  gives(lax.reduce(v, np.array(c(0, 1)), lax.add, [0]), "complex64[]", c(3, 5.75))
})
