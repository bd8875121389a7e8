// Every transform against its definition, evaluated and compiled, at lengths that are written out, matrix products, and convolutions.
import { describe, expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { concreteArray, tensorOf } from "../../src/core/array.js"
import { toStorage } from "../../src/core/tensor.js"
import { lax } from "../../src/index.js"
import * as np from "../../src/numpy/index.js"
import { fftP } from "../../src/primitives/fft/fft.js"
import type { FftType } from "../../src/primitives/fft/params.js"
import { stepsOf } from "../lowering/agree.js"
import { compiled, complexes, definition, lengths, type Numbers, near, numbersOf, reals, wide } from "./signals.js"

/** What the reference evaluation makes of it. */
const evaluated = (x: NDArray, fftType: FftType, fftLengths: readonly number[]): NDArray => {
  const [y] = fftP.evaluate([tensorOf(x, "test")], { fftType, fftLengths }, () => [])
  if (!y) throw new Error("no result")
  const stored = toStorage(y)
  return concreteArray({ shape: y.shape, dtype: y.dtype, weakType: false }, { read: () => stored })
}

const ways = [
  ["evaluated", evaluated],
  ["compiled", (x: NDArray, type: FftType, n: readonly number[]): NDArray => compiled((z) => lax.fft(z, type, n))(x)],
] as const

const part = (x: Numbers, to: number): Numbers => ({ re: x.re.slice(0, to), im: x.im.slice(0, to) })

describe.each(ways)("%s", (_, transform) => {
  describe.each(wide)("in %s", (dtype) => {
    test.each(lengths)("the transforms of %i numbers are what their definitions say", (n) => {
      const z = complexes([n], dtype)
      const spectrum = definition(numbersOf(z))
      near(transform(z, "FFT", [n]), spectrum, dtype, n)
      near(transform(transform(z, "FFT", [n]), "IFFT", [n]), z, dtype, n, 2)
      const x = reals([n], dtype)
      const half = part(definition(numbersOf(x)), Math.floor(n / 2) + 1)
      near(transform(x, "RFFT", [n]), half, dtype, n)
      near(transform(transform(x, "RFFT", [n]), "IRFFT", [n]), x, dtype, n, 2)
    })
    test.each([1139, 4096, 4489, 8192])("frequencies of %i numbers", (n) => {
      const z = complexes([n], dtype)
      const some = [0, 1, 2, 5, 66, 67, 68, 1000, 1138, n >> 1, n - 1]
      const [all, want] = [numbersOf(transform(z, "FFT", [n])), definition(numbersOf(z), some)]
      const got = { re: Float64Array.from(some, (k) => all.re[k] as number), im: Float64Array.from(some, (k) => all.im[k] as number) }
      near(got, want, dtype, n)
    })
    test("of one unit, all frequencies are one: exactly", () => {
      const [first] = [np.zeros([48], { dtype }).at(0).set(1)]
      expect(new Set(transform(first, "RFFT", [48]).dataSync())).toEqual(new Set([1, 0]))
    })
  })
})

test("no step of a compiled transform is left to the interpreter", () => {
  for (const n of [24, 34, 67])
    expect(stepsOf((z) => [lax.fft(z as NDArray, "FFT", [n])], complexes([2, n])).map((s) => s.kind)).not.toContain("interpreted")
})

test("a stage of a transform is one pass over memory", () => {
  // the table of roots, sixteen by four and four, and the two parts put together
  const nests = stepsOf((z) => [lax.fft(z as NDArray, "FFT", [16])], complexes([4, 16], "float32"))
  expect(nests.length).toBeLessThanOrEqual(5)
})

/** Which parts of a transform are not finite. */
const spoiled = (x: NDArray): readonly boolean[] => [...x.dataSync()].map((v) => !Number.isFinite(v))
const spoiledBoth = (n: number, place: number, bad: number): readonly [readonly boolean[], readonly boolean[]] => {
  const x = np.array(Array.from({ length: n }, (_, i) => ({ re: i === place ? bad : i, im: 0 })))
  return [spoiled(evaluated(x, "FFT", [n])), spoiled(compiled((z) => lax.fft(z, "FFT", [n]))(x))]
}

describe("NaN and infinity among the numbers", () => {
  test("spoil the parts that NumPy says they do", () => {
    const x = np.array([1, Number.NaN, 2, 3].map((re) => ({ re, im: 0 })))
    for (const [, transform] of ways) {
      expect([...transform(x, "FFT", [4]).dataSync()]).toEqual([Number.NaN, 0, -1, Number.NaN, Number.NaN, 0, -1, Number.NaN])
    }
  })
  test.each([1, 2, 3, 4, 5, 7, 8])("spoil the same parts of %i, evaluated or compiled", (n) => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY])
      for (let place = 0; place < n; place++) {
        const [slow, fast] = spoiledBoth(n, place, bad)
        expect(fast).toEqual(slow)
      }
  })
  // steps of a composite length mix parts before a quarter turn could keep them apart
  test.each([6, 9, 12, 16])("spoil of %i what the definition says, and no less", (n) => {
    for (let place = 0; place < n; place++) {
      const [slow, fast] = spoiledBoth(n, place, Number.NaN)
      expect(slow.every((bad, i) => !bad || fast[i])).toBe(true)
    }
  })
})
