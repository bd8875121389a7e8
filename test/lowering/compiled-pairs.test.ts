// Remainders and neighbours of floats as machine code: the interpreter's bits, for numbers of every size and what is treated apart.

import { expect, test } from "vitest"
import { interpret } from "../../src/backends/interpreter/interpret.js"
import "../../src/install.js"
import type { NDArray } from "../../src/core/array.js"
import { type DType, isFloat } from "../../src/core/dtype.js"
import { fromStorage, tensorFrom, toStorage } from "../../src/core/tensor.js"
import { nextafterP, remP } from "../../src/primitives/elementwise/arithmetic.js"
import { nextafter, rem } from "../../src/primitives/elementwise/index.js"
import { compile } from "../../src/runtime/executable.js"
import { arrayOf } from "../../src/runtime/interpreted.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"
import { ends, randomPairs } from "./powers.js"

const dtypes = (["float32", "float64", "float16", "bfloat16"] as const satisfies readonly DType[]).filter(isFloat)
const functions = { rem: { apply: rem, primitive: remP }, nextafter: { apply: nextafter, primitive: nextafterP } } as const
const rows = dtypes.flatMap((dtype) => (["rem", "nextafter"] as const).map((name) => ({ dtype, name })))

/** Quotients of all lengths, whole ones and their neighbours too. */
const quotients = (count: number): readonly (readonly [number, number])[] =>
  Array.from({ length: count }, (_, i) => {
    const y = 1 + ((i * 0.6180339887) % 1)
    const whole = Math.floor(2 ** ((i * 0.7548776662) % 40))
    return [(i % 2 === 0 ? 1 : -1) * y * whole * [1, 1 + 2 ** -52, 1 - 2 ** -53, 1.3][i % 4]!, y] as const
  })

test.each(rows)("$name of $dtype", ({ dtype, name }) => {
  const source = dtype === "float64" ? "float64" : "float32"
  const curved = quotients(4000)
  const sides = [ends(source), randomPairs(source, 4000, 9)]
  const numbers = ([0, 1] as const).map((k) => [...sides.flatMap((s) => Array.from(s[k])), ...curved.map((c) => c[k] as number)])
  const xs = numbers.map((n) => tensorFrom([n.length], dtype, (i) => n[i] as number))
  const arrays = xs.map((x) => arrayOf(fromStorage(x.shape, dtype, toStorage(x))))
  const { apply, primitive } = functions[name]
  const run = compile(makeJaxpr((x: NDArray, y: NDArray) => apply(x, y))(...(arrays as [NDArray, NDArray])).jaxpr)
  const got = (run(arrays)[0] as NDArray).dataSync()
  const [expected] = primitive.evaluate(xs, {}, interpret)
  const wrong = Array.from(got, (y, i) => [xs[0]!.data[i], xs[1]!.data[i], y, expected!.data[i]]).filter(([, , a, b]) => !Object.is(a, b))
  expect(wrong.slice(0, 5)).toEqual([])
})
