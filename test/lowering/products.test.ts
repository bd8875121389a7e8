import { expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { dotGeneral } from "../../src/primitives/contraction/dot.js"
import { arrayFrom } from "../laws/arrays.js"
import { expectAgreement, scrambled, sizes, stepsOf } from "./agree.js"

const matmul = (x: NDArray, y: NDArray): NDArray =>
  dotGeneral(x, y, [
    [[1], [0]],
    [[], []],
  ])

test("matrices of 32-bit integers are multiplied by the product routine, at every odd size", () => {
  for (const dtype of ["int32", "uint32"] as const)
    for (const n of sizes) {
      const inputs = [scrambled([n, 5], dtype, n), scrambled([5, n + 1], dtype, 3)] as const
      const f = (...[x, y]: readonly NDArray[]) => [matmul(x as NDArray, y as NDArray)]
      expectAgreement(f, ...inputs)
      if (n > 1) expect(stepsOf(f, ...inputs).map((s) => s.kind)).toEqual(["product"])
    }
})

test.each(["bool", "int8", "uint8", "int16", "uint16", "float16", "bfloat16"] as const)(
  "products of %s are summed in 32 bits and brought back once",
  (dtype) => {
    for (const [m, k, n] of [
      [1, 300, 1],
      [2, 3, 4],
      [5, 300, 7],
    ] as const) {
      const inputs = [scrambled([m, k], dtype), scrambled([k, n], dtype, 3)] as const
      expectAgreement((x, y) => [matmul(x as NDArray, y as NDArray)], ...inputs)
    }
  },
)

test("a product of booleans says whether any two are true, however many are", () => {
  const ones = arrayFrom([1, 256], "bool", () => 1)
  expect(
    matmul(
      ones,
      arrayFrom([256, 2], "bool", (i) => i % 2),
    ).js(),
  ).toEqual([[false, true]])
})
