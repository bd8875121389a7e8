// Convolutions: layouts, padding by name, dilations, groups, and transposes.
import { describe, expect, it } from "vitest"
import "../../src/install.js"
import type { NDArray } from "../../src/core/array.js"
import * as lax from "../../src/lax/index.js"
import * as np from "../../src/numpy/index.js"
import { linearTranspose } from "../../src/transforms/linearTranspose.js"
import { close } from "../support/close.js"
import { codeOf } from "./thrown.js"

const line = (...xs: number[]): NDArray => np.array([[xs]])
const x = line(1, 2, 3, 4, 5)

describe("conv", () => {
  it("slides a kernel without flipping it", () => {
    expect(lax.conv(x, line(1, 0, -1), [1], "VALID").js()).toEqual([[[-2, -2, -2]]])
    expect(lax.conv(x, line(1, 1), [1], "SAME").js()).toEqual([[[3, 5, 7, 9, 5]]])
    expect(lax.conv(x, line(1, 1), [1], "SAME_LOWER").js()).toEqual([[[1, 3, 5, 7, 9]]])
    expect(lax.conv(x, line(1, 1, 1), 2, "SAME").js()).toEqual([[[3, 9, 9]]])
  })
  it("dilates input and kernel, by a number or one for each axis", () => {
    expect(lax.convWithGeneralPadding(x, line(1, 1), [1], [[0, 0]], null, [3]).js()).toEqual([[[5, 7]]])
    expect(lax.convWithGeneralPadding(line(1, 2), line(1, 1), [1], [[1, 1]], 2, null).js()).toEqual([[[1, 1, 2, 2]]])
    expect(lax.convGeneralDilated(x, line(1, 1), 1, "SAME", { rhsDilation: 2 }).js()).toEqual([[[2, 4, 6, 8, 4]]])
  })
  it("reads layouts", () => {
    const image = np
      .arange(2 * 4 * 5 * 3)
      .reshape([2, 4, 5, 3])
      .astype("float32")
    const kernel = np
      .arange(2 * 3 * 3 * 4)
      .reshape([2, 3, 3, 4])
      .astype("float32")
    const last = lax.convGeneralDilated(image, kernel, [1, 1], "SAME", { dimensionNumbers: ["NHWC", "HWIO", "NHWC"] })
    const first = lax.conv(lax.transpose(image, [0, 3, 1, 2]), lax.transpose(kernel, [3, 2, 0, 1]), [1, 1], "SAME")
    expect(last.shape).toEqual([2, 4, 5, 4])
    expect(last.js()).toEqual(lax.transpose(first, [0, 2, 3, 1]).js())
  })
  it("splits features into groups", () => {
    const two = np.array([
      [
        [1, 2],
        [3, 4],
      ],
    ])
    const kernel = np.array([[[1]], [[10]]])
    expect(lax.convGeneralDilated(two, kernel, [1], "VALID", { featureGroupCount: 2 }).js()).toEqual([
      [
        [1, 2],
        [30, 40],
      ],
    ])
  })
  it("adds up in the preferred dtype", () => {
    const half = np.ones([1, 1, 2], { dtype: "float16" })
    expect(lax.conv(half, half, [1], "VALID", { preferredElementType: "float32" }).dtype).toBe("float32")
  })
  it("is strict, and says what is wrong", () => {
    expect(codeOf(() => lax.conv(x, np.ones([1, 2, 1]), [1], "VALID"))).toBe("shape/conv-features")
    expect(codeOf(() => lax.conv(x, np.ones([1, 1]), [1], "VALID"))).toBe("shape/conv-rank")
    expect(codeOf(() => lax.conv(x, line(1), [1, 1], "VALID"))).toBe("shape/conv-window")
    expect(codeOf(() => lax.conv(x, line(1), [1], "FULL" as never))).toBe("argument/padding")
    expect(codeOf(() => lax.convGeneralDilated(x, line(1), [1], "SAME", { lhsDilation: [2] }))).toBe("argument/padding")
  })
})

describe("convDimensionNumbers", () => {
  const shape = [1, 1, 1, 1]
  it("finds axes by letter, space in the kernel's order", () => {
    expect(lax.convDimensionNumbers(shape, shape, ["NHWC", "WHIO", "NCHW"])).toEqual({
      lhsSpec: [0, 3, 2, 1],
      rhsSpec: [3, 2, 0, 1],
      outSpec: [0, 1, 3, 2],
    })
  })
  it("is batch, feature, space by default", () => {
    const axes = [0, 1, 2, 3]
    expect(lax.convDimensionNumbers(shape, shape, null)).toEqual({ lhsSpec: axes, rhsSpec: axes, outSpec: axes })
  })
  it("refuses letters that do not fit", () => {
    expect(codeOf(() => lax.convDimensionNumbers(shape, shape, ["NCHW", "OIHD", "NCHW"]))).toBe("argument/conv-layout")
    expect(codeOf(() => lax.convDimensionNumbers(shape, shape, ["NCH", "OIHW", "NCHW"]))).toBe("argument/conv-layout")
    expect(codeOf(() => lax.convDimensionNumbers(shape, shape, ["BCHW", "OIHW", "NCHW"]))).toBe("argument/conv-layout")
    expect(codeOf(() => lax.convDimensionNumbers(shape, [1], null))).toBe("shape/conv-rank")
  })
})

describe("convTranspose", () => {
  const columns = (...xs: number[]): NDArray => np.array([xs.map((v) => [v])])
  const kernel = (...xs: number[]): NDArray => np.array(xs.map((v) => [[v]]))
  it("spreads the input by the strides", () => {
    close(lax.convTranspose(columns(1, 2), kernel(1, 10, 100), [2], "VALID"), [[[100], [10], [201], [20], [2]]])
    close(lax.convTranspose(columns(1, 2), kernel(1, 10, 100), [2], "SAME"), [[[100], [10], [201], [20]]])
    expect(lax.convTranspose(np.ones([1, 3, 4, 2]), np.ones([2, 3, 2, 5]), [2, 3], "SAME").shape).toEqual([1, 6, 12, 5])
  })
  it.each(["VALID", "SAME"] as const)("with transposeKernel is the transpose of the convolution, padded %s", (padding) => {
    const filter = np.array([[[1, 2]], [[3, 4]], [[5, 6]]]) // [3, 1, 2]: HIO of the convolution
    const layout = ["NHC", "HIO", "NHC"] as const
    const forward = (z: NDArray): NDArray => lax.convGeneralDilated(z, filter, [2], padding, { dimensionNumbers: layout })
    const input = np.zeros([1, padding === "SAME" ? 6 : 7, 1])
    const ct = np.array([
      [
        [1, -1],
        [2, 0.5],
        [3, 0],
      ],
    ])
    const [back] = [linearTranspose(forward, input)(ct)].flat() as readonly NDArray[]
    const direct = lax.convTranspose(ct, filter, [2], padding, { dimensionNumbers: layout, transposeKernel: true })
    expect(direct.js()).toEqual(back?.js())
  })
})
