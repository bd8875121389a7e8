// Bit patterns as another dtype, compiled: what the interpreter reads from the same bytes, for every pair of dtypes, out of memory and out of
// expressions.
import { expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { type DType, dtypeInfo, type TypedArray } from "../../src/core/dtype.js"
import { fromStorage } from "../../src/core/tensor.js"
import { bitcastConvertType, neg } from "../../src/primitives/elementwise/index.js"
import { compile } from "../../src/runtime/executable.js"
import { arrayOf } from "../../src/runtime/interpreted.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"
import { uniforms } from "../primitives/scalar/ulp.js"
import { expectAgreement } from "./agree.js"

const dtypes: readonly DType[] = ["float32", "float64", "float16", "bfloat16", "int8", "uint8", "int16", "uint16", "int32", "uint32"]
const pairs = dtypes.flatMap((from) => dtypes.map((to) => ({ from, to })))

/** An array of random bits, of which no float dtype makes a NaN: those have many patterns, and keep none of them for sure. */
const patterns = (shape: readonly number[], dtype: DType): NDArray => {
  const { bytes, Storage } = dtypeInfo[dtype]
  const next = uniforms(7)
  const size = shape.reduce((n, d) => n * d, 1)
  const words = Uint32Array.from({ length: (size * bytes) / 4 }, () => next() * 2 ** 32).map((w) => w & 0xbfffbfff)
  return arrayOf(fromStorage(shape, dtype, new (Storage as unknown as new (b: ArrayBufferLike) => TypedArray)(words.buffer)))
}

test.each(pairs)("$from as $to", ({ from, to }) => {
  const ratio = dtypeInfo[to].bytes / dtypeInfo[from].bytes
  const x = patterns([3, 4, ratio > 1 ? ratio : 5], from)
  expectAgreement((a) => [bitcastConvertType(a as NDArray, to)], x)
  expectAgreement((a) => [bitcastConvertType(neg(a as NDArray), to)], x)
})

test.each(pairs)("$from as $to and back", ({ from, to }) => {
  if (dtypeInfo[to].bytes > dtypeInfo[from].bytes) return // there and back is what the other order shows
  const x = patterns([4, 17], from)
  expectAgreement((a) => [bitcastConvertType(bitcastConvertType(a as NDArray, to), from)], x)
  expect(bitcastConvertType(bitcastConvertType(x, to), from).js()).toEqual(x.js())
})

test("one number enters a program with the bits it has, a signalling NaN's too", () => {
  const x = arrayOf(fromStorage([], "float32", new Float32Array(Uint32Array.of(0x7fa00001).buffer)))
  const run = compile(makeJaxpr((a: NDArray) => bitcastConvertType(a, "uint32"))(x).jaxpr)
  expect(run([x])[0]?.item()).toBe(0x7fa00001)
})
