// Numbers in narrow dtypes: every 16-bit pattern, and the halfway cases between them, as compiled code reads and writes them.
import { expect, test } from "vitest"
import "../../src/install.js"
import type { NDArray } from "../../src/core/array.js"
import type { DType } from "../../src/core/dtype.js"
import { fromStorage, tensorFrom, toStorage } from "../../src/core/tensor.js"
import { convertElementType } from "../../src/primitives/elementwise/convert.js"
import { compile } from "../../src/runtime/executable.js"
import { arrayOf } from "../../src/runtime/interpreted.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"
import { arrayFrom, numbers } from "../laws/arrays.js"

const run = (f: (x: NDArray) => NDArray, x: NDArray): NDArray => compile(makeJaxpr(f)(x).jaxpr)([x])[0] as NDArray

const patterns = Uint16Array.from({ length: 2 ** 16 }, (_, i) => i)

test.each(["float16", "bfloat16"] as const)("every %s is read as the number that it is", (dtype) => {
  const x = arrayOf(fromStorage([2 ** 16], dtype, patterns))
  expect(numbers(run((a) => convertElementType(a, "float32"), x))).toEqual(numbers(x))
})

test.each(["float16", "bfloat16"] as const)("float32 becomes the nearest %s, halves the even one, and what is too large ∞", (dtype) => {
  const bits = new Float32Array(1)
  const view = new Uint32Array(bits.buffer)
  const float = (pattern: number): number => {
    view[0] = pattern
    return bits[0] as number
  }
  const every = Array.from({ length: 2 ** 16 }, (_, i) => i * 65536)
  const halves = every.flatMap((p) => [p + 0x1000, p + 0x0fff, p + 0x1001, p + 0x3000, p + 0x8000, p + 0x7fff, p + 0x8001])
  const xs = [...every.filter((_, i) => i % 16 === 0), ...halves.filter((_, i) => i % 5 === 0)].map(float)
  const expected = toStorage(tensorFrom([xs.length], dtype, (i) => xs[i] as number))
  const got = run(
    (a) => convertElementType(a, dtype),
    arrayFrom([xs.length], "float32", (i) => xs[i] as number),
  )
  expect(numbers(got)).toEqual(Array.from(fromStorage([xs.length], dtype, expected).data))
})

const hard = [
  0,
  -0,
  0.5,
  -0.5,
  0.999,
  127.5,
  128,
  -128.9,
  -129,
  255.9,
  256,
  32767.9,
  32768,
  -32769,
  65535.5,
  65536,
  2 ** 31,
  2147483520,
  -(2 ** 31),
  -3e9,
  2 ** 32,
  4294967040,
  1e30,
  -1e30,
  NaN,
  Infinity,
  -Infinity,
]
const integers: readonly DType[] = ["int8", "int16", "int32", "uint8", "uint16", "uint32", "bool"]

test.each(integers.flatMap((to) => (["float32", "float64"] as const).map((from) => [from, to] as const)))(
  "%s to %s truncates and saturates, and NaN becomes 0",
  (from, to) => {
    const x = arrayFrom([hard.length], from, (i) => hard[i] as number)
    expect(numbers(run((a) => convertElementType(a, to), x))).toEqual(numbers(convertElementType(x, to)))
  },
)

test.each(integers.flatMap((from) => integers.map((to) => [from, to] as const)))("%s to %s wraps", (from, to) => {
  const values = [0, 1, 2, 127, 128, 129, 255, 256, 32767, 32768, 65535, 65536, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, -1, -128, -129]
  const x = arrayFrom([values.length], from, (i) => (from === "bool" ? i % 2 : (values[i] as number)))
  expect(numbers(run((a) => convertElementType(a, to), x))).toEqual(numbers(convertElementType(x, to)))
})
