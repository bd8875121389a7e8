// Loops that read across memory are cut into pieces: where lines of memory would be forgotten, with what is left over, and nowhere else.
import { describe, expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import type { DType } from "../../src/core/dtype.js"
import { add } from "../../src/primitives/elementwise/arithmetic.js"
import { literal } from "../../src/primitives/elementwise/define.js"
import { iota } from "../../src/primitives/shape/iota.js"
import { pad } from "../../src/primitives/shape/pad.js"
import { transpose } from "../../src/primitives/transpose.js"
import { expectAgreement, scrambled, stepsOf } from "./agree.js"

/** Outer loops and inner ones of every nest. */
const loops = (f: (x: NDArray) => readonly NDArray[], x: NDArray): readonly (readonly (readonly number[])[])[] =>
  stepsOf(f as never, x).map((s) => (s.kind === "nest" ? [s.outer, ...s.stages.map((t) => t.inner)] : []))

const turned = (x: NDArray): readonly NDArray[] => [add(transpose(x, [1, 0]), transpose(x, [1, 0]))]

describe("transposing rows that are powers of two apart", () => {
  test("goes through them in pieces, and through the rest", () => {
    expect(loops(turned, scrambled([70, 4096]))).toEqual([
      [[2, 4096], [32]],
      [[4096], [6]],
    ])
    expect(loops(turned, scrambled([96, 4096]))).toEqual([[[3, 4096], [32]]])
  })

  test.each(["float32", "float64", "int32", "bfloat16", "bool"] as const)("keeps every element of %s in its place", (dtype: DType) => {
    for (const rows of [65, 131]) expectAgreement((x) => [transpose(x, [1, 0])], scrambled([rows, 8192], dtype))
  })

  test("with axes around, other operands, places and padding", () => {
    const x = scrambled([2, 70, 3, 2048])
    expectAgreement((y) => [transpose(y, [2, 0, 3, 1])], x)
    expectAgreement((y) => [add(transpose(y, [0, 3, 2, 1]), iota([2, 2048, 3, 70], 1, "float32"))], x)
    const edges = [0, 1].map(() => ({ low: 1, high: 2, interior: 0 }))
    expectAgreement((y) => [transpose(pad(y, literal(3, "float32"), edges), [1, 0])], scrambled([150, 4093]))
  })
})

test("the loop whose turns read near each other is taken innermost, from wherever it is", () => {
  const moved = (x: NDArray): NDArray[] => [add(transpose(x, [2, 0, 1]), transpose(x, [2, 0, 1]))]
  expect(loops(moved, scrambled([64, 128, 128]))).toEqual([[[64, 4, 128], [32]]])
  expect(loops(moved, scrambled([8, 70, 16]))).toEqual([[[], [16, 8, 70]]])
  expectAgreement(moved, scrambled([64, 70, 128]))
})

test("rows whose lines are all remembered are transposed in one go", () => {
  expect(loops(turned, scrambled([64, 4096]))).toEqual([[[], [4096, 64]]])
  expect(loops(turned, scrambled([300, 1021]))).toEqual([[[], [1021, 300]]])
})
