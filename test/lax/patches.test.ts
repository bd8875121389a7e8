// Convolution taken apart.
import { expect, it } from "vitest"
import "../../src/install.js"
import type { NDArray } from "../../src/core/array.js"
import * as lax from "../../src/lax/index.js"
import * as np from "../../src/numpy/index.js"
import { close } from "../support/close.js"
import { codeOf } from "./thrown.js"

const image = lax.reshape(lax.convertElementType(lax.iota("int32", 2 * 3 * 4 * 5), "float32"), [2, 3, 4, 5])
const kernel = lax.reshape(lax.convertElementType(lax.iota("int32", 7 * 3 * 2 * 3), "float32"), [7, 3, 2, 3])

it("patches lie along the features, those of one feature together", () => {
  const x = np.array([
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
  ])
  expect(lax.convGeneralDilatedPatches(x, [2], [1], "VALID").js()).toEqual([
    [
      [1, 2],
      [2, 3],
      [4, 5],
      [5, 6],
    ],
  ])
})
it("a convolution is a product with patches", () => {
  const patches = lax.convGeneralDilatedPatches(image, [2, 3], [1, 2], "SAME")
  const product = lax.dotGeneral(lax.reshape(kernel, [7, 18]), patches, [
    [[1], [1]],
    [[], []],
  ])
  close(lax.transpose(product, [1, 0, 2, 3]), lax.conv(image, kernel, [1, 2], "SAME").js())
})
it("patches follow layouts", () => {
  const last = lax.convGeneralDilatedPatches(lax.transpose(image, [0, 2, 3, 1]), [2, 3], [1, 1], "VALID", {
    dimensionNumbers: ["NHWC", "HWIO", "NHWC"],
  })
  const first = lax.convGeneralDilatedPatches(image, [2, 3], [1, 1], "VALID")
  expect(last.js()).toEqual(lax.transpose(first, [0, 2, 3, 1]).js())
})
it("a local convolution with one kernel everywhere is a convolution", () => {
  const everywhere: NDArray = lax.broadcastInDim(lax.reshape(kernel, [7, 18]), [7, 18, 3, 3], [0, 1])
  close(lax.convGeneralDilatedLocal(image, everywhere, [1, 1], "VALID", [2, 3]), lax.conv(image, kernel, [1, 1], "VALID").js())
})
it("says which sizes are missing", () => {
  expect(codeOf(() => lax.convGeneralDilatedPatches(image, [2], [1, 1], "VALID"))).toBe("shape/conv-window")
  expect(codeOf(() => lax.convGeneralDilatedLocal(image, np.ones([7, 18, 2, 2]), [1, 1], "VALID", [2, 3]))).toBe("shape/conv-local")
})
