// Options of np.fft: lengths, norms, dtypes; the helpers of frequencies; and what is refused.
import { describe, expect, test } from "vitest"
import { lax, fft as room } from "../../src/index.js"
import * as np from "../../src/numpy/index.js"
import { codeOf, gives } from "../numpy/gives.js"
import { complexes, near, reals } from "./signals.js"

const c = (re: number, im = 0) => ({ re, im })
const x = np.array([1, 2, 3, 4])

describe("values", () => {
  test("what NumPy gives", () => {
    gives(np.fft.fft(x), "complex64[4]", [c(10), c(-2, 2), c(-2), c(-2, -2)])
    gives(np.fft.ifft(np.array([c(10), c(-2, 2), c(-2), c(-2, -2)])), "complex64[4]", [c(1), c(2), c(3), c(4)])
    gives(np.fft.rfft(x), "complex64[3]", [c(10), c(-2, 2), c(-2)])
    gives(np.fft.irfft(np.array([c(10), c(-2, 2), c(-2)])), "float32[4]", [1, 2, 3, 4])
    gives(np.fft.irfft(np.array([c(6), c(-1.5, 0.8660254)]), -1, { n: 3 }), "float32[3]", [1, 2, 3])
    gives(np.fft.hfft(np.array([1, 2, 3])), "float32[4]", [8, -2, 0, -2])
    gives(np.fft.ihfft(np.array([8, -2, 0, -2])), "complex64[3]", [c(1), c(2), c(3)])
    gives(
      np.fft.fft2(
        np.array([
          [1, 2],
          [3, 4],
        ]),
      ),
      "complex64[2,2]",
      [
        [c(10), c(-2)],
        [c(-4), c(0)],
      ],
    )
  })
  test("a length cuts, or pads with zeros", () => {
    gives(np.fft.fft(x, -1, { n: 2 }), "complex64[2]", [c(3), c(-1)])
    gives(np.fft.fft(np.array([1, 2]), 0, { n: 4 }), "complex64[4]", [c(3), c(1, -2), c(-1), c(1, 2)])
    gives(np.fft.rfft(np.array([[1], [2]]), 0, { n: 4 }), "complex64[3,1]", [[c(3)], [c(1, -2)], [c(-1)]])
    gives(np.fft.irfft(np.array([c(10), c(-2, 2), c(-2)]), -1, { n: 2 }), "float32[2]", [4, 6])
  })
  test("norms: backward, ortho and forward scale one way, both, and the other", () => {
    const [z, n] = [complexes([6]), 6]
    for (const [forward, inverse] of [
      [np.fft.fft, np.fft.ifft],
      [np.fft.hfft, np.fft.ihfft],
    ] as const) {
      near(forward(z, -1, { norm: "ortho" }), forward(z).mul(forward === np.fft.fft ? n ** -0.5 : 10 ** -0.5), "float64", n)
      near(forward(z, -1, { norm: "forward" }), forward(z).div(forward === np.fft.fft ? n : 10), "float64", n)
      const r = forward === np.fft.fft ? z : reals([6])
      near(inverse(r, -1, { norm: "ortho" }), inverse(r).mul(n ** 0.5), "float64", n)
      near(inverse(r, -1, { norm: "forward" }), inverse(r).mul(n), "float64", n)
    }
    near(np.fft.irfftn(np.fft.rfftn(reals([4, 6]), null, { norm: "ortho" }), null, { norm: "ortho" }), reals([4, 6]), "float64", 24, 2)
  })
  test("dtypes are promoted to those that have transforms", () => {
    expect(np.fft.fft(np.array([1, 2], { dtype: "int32" })).dtype).toBe("complex64")
    expect(np.fft.fft(np.array([true, false])).dtype).toBe("complex64")
    expect(np.fft.rfft(np.array([1, 2], { dtype: "float16" })).dtype).toBe("complex64")
    expect(np.fft.fft(np.array([1, 2], { dtype: "float64" })).dtype).toBe("complex128")
    expect(np.fft.irfft(np.array([1, 2], { dtype: "float64" })).dtype).toBe("float64")
  })
  test("pairs of parts are transformed to pairs, as in jax-js", () => {
    const { real, imag } = np.fft.fft({ real: x, imag: np.zeros([4], { dtype: "int32" }) })
    gives(real, "float32[4]", [10, -2, -2, -2])
    gives(imag, "float32[4]", [0, 2, 0, -2])
    gives(np.fft.ifft({ real, imag }, 0).real, "float32[4]", [1, 2, 3, 4])
    expect(codeOf(() => np.fft.fft({ real: x, imag: np.zeros([3]) }))).toBe("shape/mismatch")
    expect(codeOf(() => np.fft.fft([1, 2] as never))).toBe("argument/array")
  })
  test("no lines, and lines of one number", () => {
    expect(np.fft.fft(np.zeros([0, 4])).shape).toEqual([0, 4])
    expect(np.fft.irfft(np.zeros([0, 3])).shape).toEqual([0, 4])
    gives(np.fft.fft(np.array([5])), "complex64[1]", [c(5)])
    gives(np.fft.fftn(np.array([1, 2]), []), "complex64[2]", [c(1), c(2)])
  })
  test("the same functions are in the room of their own", () => expect(room.fft).toBe(np.fft.fft))
})

describe("frequencies", () => {
  test("stand in the order of spectra", () => {
    gives(np.fft.fftfreq(4, 0.5), "float32[4]", [0, 0.5, -1, -0.5])
    gives(np.fft.fftfreq(5), "float32[5]", [0, 0.2, 0.4, -0.4, -0.2])
    gives(np.fft.rfftfreq(4, 2), "float32[3]", [0, 0.125, 0.25])
    gives(np.fft.rfftfreq(5, 1, { dtype: "float64" }), "float64[3]", [0, 0.2, 0.4])
  })
  test("are put in their own order, and back", () => {
    gives(np.fft.fftshift(np.fft.fftfreq(5)), "float32[5]", [-0.4, -0.2, 0, 0.2, 0.4])
    for (const shape of [[5], [4, 3], [2, 3, 5]]) {
      const y = reals(shape)
      expect(np.fft.ifftshift(np.fft.fftshift(y)).js()).toEqual(y.js())
      expect(np.fft.fftshift(y, -1).js()).toEqual(np.roll(y, Math.floor((shape.at(-1) as number) / 2), -1).js())
    }
  })
})

describe("what is refused", () => {
  const z = complexes([4], "float32")
  test.each([
    ["an empty axis", () => np.fft.fft(np.zeros([3, 0])), "shape/fft-length"],
    ["a length of nothing", () => np.fft.fft(x, -1, { n: 0 }), "shape/fft-length"],
    ["half a number", () => np.fft.rfft(x, -1, { n: 2.5 }), "shape/fft-length"],
    ["one frequency without a length", () => np.fft.irfft(np.ones([1])), "shape/fft-length"],
    ["complex numbers for a real transform", () => np.fft.rfft(z), "dtype/kind"],
    ["complex numbers for ihfft", () => np.fft.ihfft(z), "dtype/kind"],
    ["another norm", () => np.fft.fft(x, -1, { norm: "unit" as never }), "argument/norm"],
    ["another norm of hfft", () => np.fft.hfft(x, -1, { norm: "unit" as never }), "argument/norm"],
    ["an axis out of range", () => np.fft.fft(x, 1), "shape/axis"],
    ["a number", () => np.fft.fft(3), "shape/axis"],
    ["an axis twice", () => np.fft.fftn(np.ones([2, 2]), [0, -2]), "shape/axis-repeated"],
    ["too few lengths", () => np.fft.fft2(np.ones([2, 2]), [0, 1], { s: [2] }), "shape/fft-axes"],
    ["too many lengths", () => np.fft.fftn(x, null, { s: [2, 2] }), "shape/fft-axes"],
    ["three axes for two", () => np.fft.fft2(np.ones([2, 2, 2]), [0, 1, 2]), "shape/fft-axes"],
    ["real transforms along no axis", () => np.fft.rfftn(x, []), "shape/fft-axes"],
    ["frequencies of integers", () => np.fft.fftfreq(4, 1, { dtype: "int32" }), "dtype/kind"],
    ["frequencies of nothing", () => np.fft.rfftfreq(0), "shape/fft-length"],
    ["other sizes in lax", () => lax.fft(z, "FFT", [5]), "shape/fft"],
    ["half sizes in lax", () => lax.fft(z, "IRFFT", [4]), "shape/fft"],
    ["more axes than there are in lax", () => lax.fft(z, "FFT", [2, 2]), "shape/fft"],
    ["four axes in lax", () => lax.fft(z, "FFT", [1, 1, 1, 4]), "shape/fft-axes"],
    ["no length in lax", () => lax.fft(z, "FFT", []), "shape/fft-axes"],
    ["a length of nothing in lax", () => lax.fft(z, "FFT", [0]), "shape/fft-length"],
    ["real numbers in lax", () => lax.fft(x, "FFT", [4]), "dtype/kind"],
    ["float16 in lax", () => lax.fft(np.ones([4], { dtype: "float16" }), "RFFT", [4]), "dtype/kind"],
    ["another type in lax", () => lax.fft(z, "DCT" as never, [4]), "argument/fft-type"],
  ])("%s", (_, call, code) => expect(codeOf(call)).toBe(code))
})

test("options in the place of axes are told where they belong", () => {
  const square = np.ones([2, 2])
  for (const call of [
    () => np.fft.fft2(square, { s: [4, 4] } as never),
    () => np.fft.fftn(square, { s: [4, 4] } as never),
    () => np.fft.fft(square, { n: 4 } as never),
  ])
    expect(codeOf(call)).toBe("shape/axis")
})

test("what is not a list of lengths, or not a distance, is refused", () => {
  expect(codeOf(() => lax.fft(np.ones([3], { dtype: "complex64" }), "FFT", 3 as never))).toBe("argument/fft-lengths")
  expect(codeOf(() => np.fft.fftfreq(4, { d: 0.5 } as never))).toBe("argument/spacing")
  expect(codeOf(() => np.fft.rfftfreq(4, { dtype: "float64" } as never))).toBe("argument/spacing")
})

test("one length for several axes is shown as a list", () => {
  expect(() => np.fft.fft2(np.ones([4, 4]), undefined, { s: 4 as never })).toThrow("write { s: [4, 4] }")
})
