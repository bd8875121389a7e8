import { expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { dtypes, isComplex, isFloat } from "../../src/core/dtype.js"
import { iota } from "../../src/primitives/shape/iota.js"
import { sort } from "../../src/primitives/sort/sort.js"
import { topK } from "../../src/primitives/sort/topk.js"
import { mul } from "../../src/primitives/vector.js"
import { array, expectAgreement, scrambled, sizes, stepsOf } from "./agree.js"

const places = (x: NDArray, axis: number): NDArray => iota(x.shape, axis, "int32")

test.each(dtypes)("lines of %s are sorted along every axis, and equal keys stay in order", (dtype) => {
  for (const n of [...sizes, 0, 48, 49, 70, 300])
    for (const shape of [[n], [2, n], [n, 3]])
      for (const axis of shape.keys()) expectAgreement((x) => [...sort([x, places(x, axis)], axis)], scrambled(shape, dtype, n))
})

test.each(dtypes.filter((d) => d !== "bool" && !isComplex(d)))("the greatest %s come first, with their places", (dtype) => {
  for (const n of [...sizes, 48, 49, 300])
    for (const k of [0, 1, n >> 1, n]) expectAgreement((x) => [...topK(x, k)], scrambled([3, n], dtype, n))
})

test("NaN, infinities, zeros of both signs and subnormal numbers have their places", () => {
  const special = [
    Number.NaN,
    1,
    -0,
    Number.POSITIVE_INFINITY,
    0,
    -1,
    -Number.NaN,
    Number.NEGATIVE_INFINITY,
    -0,
    0,
    1e-40,
    -1e-40,
    1e300,
    -1e300,
  ]
  for (const dtype of dtypes.filter(isFloat))
    for (const n of [special.length, 5 * special.length]) {
      const x = array([n], dtype, special)
      expectAgreement((y) => [...sort([y, places(y, 0)], 0), ...topK(y, n)], x)
    }
})

test("numbers of every size and sign are in order, in every byte of the key", () => {
  for (const n of [40, 1000]) {
    const wild = [...Array(n).keys()].map((i) => Math.imul(i + 1, 0x9e3779b1))
    expectAgreement((y) => [...sort([y, places(y, 0)], 0), ...topK(y, 9)], array([n], "int32", wild))
    expectAgreement(
      (y) => [...sort([y, places(y, 0)], 0), ...topK(y, 9)],
      array(
        [n],
        "uint32",
        wild.map((x) => x >>> 0),
      ),
    )
    expectAgreement(
      (y) => [...sort([y, places(y, 0)], 0), ...topK(y, 9)],
      array(
        [n],
        "float64",
        wild.map((x) => x * 1e-9 + (x % 7) * 1e20),
      ),
    )
    expectAgreement(
      (y) => [...sort([y, places(y, 0)], 0), ...topK(y, 9)],
      array(
        [n],
        "float32",
        wild.map((x) => x * 1e-5),
      ),
    )
  }
})

test("several keys count one after the other, whatever their dtypes", () => {
  for (const n of [1, 7, 60]) {
    const [a, b, c] = [scrambled([2, n], "bool", 3), scrambled([2, n], "float64", 5), scrambled([2, n], "int8", 7)]
    for (const numKeys of [1, 2, 3]) expectAgreement((...xs) => [...sort([...xs, places(a, 1)], 1, numKeys)], a, b, c)
  }
})

test("a sort is one ordering between what computes the keys and what picks by it", () => {
  const kinds = stepsOf((x) => [mul(sort([mul(x, 2)], 0)[0] as NDArray, 3)], scrambled([100])).map((s) => s.kind)
  expect(kinds.filter((k) => k === "sort")).toHaveLength(1)
})
