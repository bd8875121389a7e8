// Polynomials found: by points they pass close to, and by what is 0. Values are those of NumPy 2.4.
import { describe, expect, it } from "vitest"
import { grad, jit, type NDArray, numpy as np } from "../../src/index.js"
import { as, codeOf, floats, giveAll, gives } from "./gives.js"

const x = floats([0, 1, 2, 3, 4])
const y = floats([1, 3, 5, 7.5, 2])

describe("polyfit", () => {
  it("gives what NumPy gives", () => {
    gives(np.polyfit(floats([0, 1, 2, 3]), floats([1, 3, 5, 7.5]), 1), "float32[2]", [2.15, 0.9])
    const [p, base] = np.polyfit(as("float64", [0, 1, 2, 3, 4]), as("float64", [1, 3, 5, 7.5, 2]), 2, {
      w: as("float64", [1, 2, 1, 2, 1]),
      cov: "unscaled",
    })
    gives(p, "float64[3]", [-1.11956522, 5.72826087, -0.80434783])
    gives(base, "float64[3,3]", [
      [0.05978261, -0.23913043, 0.15217391],
      [-0.23913043, 1.01902174, -0.73369565],
      [0.15217391, -0.73369565, 0.72826087],
    ])
    gives(np.polyfit(floats([0, 1, 2, 3]), floats([1, 3, 5, 7.5]), 1, { cov: true })[1], "float32[2,2]", [
      [0.0075, -0.01125],
      [-0.01125, 0.02625],
    ])
    const [full, residuals, rank, s, rcond] = np.polyfit(x, y, 2, { w: floats([1, 2, 1, 2, 1]), full: true })
    giveAll([residuals, rank, s], ["float32[1]", [17.76086957]], ["int32[]", 3], ["float32[3]", [1.64719418, 0.52616953, 0.09948345]])
    expect(full.shape).toEqual([3])
    expect(rcond).toBeCloseTo(5 * 2 ** -23, 12)
  })
  it("fits each column of y, and passes through as many points as it has coefficients", () => {
    const both = np.polyfit(x, np.stack([y, y.mul(2)], 1), 2)
    expect(np.allclose(both.slice([], 1), both.slice([], 0).mul(2), { rtol: 1e-4 }).item()).toBe(1)
    expect(np.allclose(np.polyval(np.polyfit(x, y, 4), x), y, { rtol: 1e-4 }).item()).toBe(1)
  })
  it("compiles, and has derivatives", () => {
    const slope = (v: NDArray): NDArray => np.polyfit(x, v, 1).slice(0)
    expect(jit(slope)(y).item()).toBeCloseTo(slope(y).item(), 5)
    // the slope is Σ(x − x̄)·y / Σ(x − x̄)²
    expect(np.allclose(grad(slope)(y), x.sub(2).div(10), { atol: 1e-5 }).item()).toBe(1)
  })
  it("refuses what it cannot fit", () => {
    expect(codeOf(() => np.polyfit(x, y, -1))).toBe("argument/degree")
    expect(codeOf(() => np.polyfit(x, floats([1, 2]), 1))).toBe("shape/polyfit")
    expect(codeOf(() => np.polyfit(x, y, 1, { w: floats([1, 2]) }))).toBe("shape/polyfit")
    expect(codeOf(() => np.polyfit(x, y, 4, { cov: true }))).toBe("argument/degree")
  })
})

describe("roots", () => {
  const sorted = (p: NDArray): NDArray => np.sortComplex(np.roots(p))
  it("are where the polynomial is 0", () => {
    const p = as("float64", [2, -3, 0.5, 7, -1])
    const found = np.roots(p)
    expect(found.shape).toEqual([4])
    expect(np.abs(np.polyval(p, found)).max().item()).toBeLessThan(1e-12)
  })
  it("come back from the polynomial that has them, zeros at both ends of it or not", () => {
    gives(np.real(sorted(as("float64", [1, -6, 11, -6]))), "float64[3]", [1, 2, 3])
    gives(np.real(sorted(as("float64", [0, 0, 2, 0, -2, 0, 0]))), "float64[4]", [-1, 0, 0, 1])
    gives(np.imag(sorted(floats([1, 0, 1]))), "float32[2]", [-1, 1])
    gives(np.roots(floats([2, -1])), "complex64[1]", [{ re: 0.5, im: 0 }])
  })
  it("of what has none are none", () => {
    for (const p of [[5], [0, 0], []]) expect(np.roots(floats(p)).shape).toEqual([0])
  })
  it("of traced coefficients leave zeros where they are", () => {
    expect(codeOf(() => jit((p: NDArray) => np.roots(p))(floats([1, -3, 2])))).toMatch(/^tracer/)
    const found = jit((p: NDArray) => np.roots(p, { stripZeros: false }))(floats([1, -3, 2]))
    gives(np.real(np.sortComplex(found)), "float32[2]", [1, 2])
    expect(codeOf(() => np.roots(np.ones([2, 2])))).toBe("shape/rank")
  })
})

describe("i0", () => {
  it("gives what NumPy gives", () => {
    const expected = [1, 1.2660658777520082, 27.239871823604442, 43135797.87064526, 43984910.83485729, 2.4751784043341698e33]
    const at = [0, 1, -5, 19.99, 20.01, 80]
    gives(np.i0(as("float64", at)), "float64[6]", expected)
    gives(np.i0(floats(at)), "float32[6]", expected)
    expect(np.i0(as("float16", [2])).dtype).toBe("float16")
    expect(codeOf(() => np.i0(np.array({ re: 1, im: 1 })))).toBe("dtype/kind")
  })
  it("has I₁ for its derivative", () => {
    expect(grad((v: NDArray) => np.i0(v))(as("float64", 2)).item()).toBeCloseTo(1.590636854637329, 12)
    expect(grad((v: NDArray) => np.i0(v))(as("float64", 30)).item() / 768532038938.957).toBeCloseTo(1, 9)
  })
})

describe("the order of complex numbers", () => {
  const z = np.array([
    { re: 1, im: 2 },
    { re: 1, im: 3 },
    { re: 0, im: 9 },
    { re: 0, im: -1 },
  ])
  it("sortComplex is by the real part first, and complex of real numbers too", () => {
    gives(np.sortComplex(z), "complex64[4]", [
      { re: 0, im: -1 },
      { re: 0, im: 9 },
      { re: 1, im: 2 },
      { re: 1, im: 3 },
    ])
    gives(np.sortComplex(floats([2, 1])), "complex64[2]", [
      { re: 1, im: 0 },
      { re: 2, im: 0 },
    ])
  })
  it("argmax and argmin find the same ends, and the first NaN", () => {
    const hole = np.concatenate([z, np.array([{ re: 0, im: Number.NaN }]), np.array([{ re: Number.NaN, im: 0 }])])
    expect([np.argmax(z), np.argmin(z), np.argmax(hole), np.argmin(hole), np.nanargmax(hole)].map((i) => i.item())).toEqual([1, 3, 4, 4, 1])
    gives(np.argmax(z.reshape([2, 2]), 1, { keepdims: true }), "int32[2,1]", [[1], [0]])
    expect(jit((w: NDArray) => np.argmin(w))(z).item()).toBe(3)
    const endless = np.array([
      { re: Number.NEGATIVE_INFINITY, im: Number.NEGATIVE_INFINITY },
      { re: Number.NEGATIVE_INFINITY, im: 0 },
    ])
    expect(np.argmax(endless).item()).toBe(1)
  })
  it("remainders there are none, and the error names the function", () => {
    for (const name of ["mod", "remainder", "fmod", "floorDivide", "divmod"] as const)
      expect(() => np[name](z, 2)).toThrow(`[dtype/kind] ${name === "remainder" ? "mod" : name}: `)
  })
})
