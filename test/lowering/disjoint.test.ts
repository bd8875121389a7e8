// Views that are told apart never meet; pieces of one array written side by side are told apart.
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import "../../src/install.js"
import { sizeOf } from "../../src/core/aval.js"
import { forEachIndex } from "../../src/core/tensor.js"
import { lax, type NDArray } from "../../src/index.js"
import { disjoint } from "../../src/lowering/disjoint.js"
import { contiguous, sliced, transposed, type View } from "../../src/lowering/view.js"
import * as np from "../../src/numpy/index.js"
import { expectAgreement, scrambled, stepsOf } from "./agree.js"

const placesOf = ({ offset, strides }: View, shape: readonly number[]): ReadonlySet<number> => {
  const places = new Set<number>()
  forEachIndex(shape, (index) => {
    places.add(index.reduce((at, i, axis) => at + i * (strides[axis] as number), offset))
  })
  return places
}

const meet = (a: View, of: readonly number[], b: View, shape: readonly number[]): boolean => {
  const places = placesOf(a, of)
  return [...placesOf(b, shape)].some((p) => places.has(p))
}

const shape = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 })
const view = (rank: number): fc.Arbitrary<View> =>
  fc.record({
    offset: fc.integer({ min: 0, max: 12 }),
    strides: fc.array(fc.integer({ min: -6, max: 6 }), { minLength: rank, maxLength: rank }),
  })

describe("views of one buffer", () => {
  test("that are told apart have no element in common", () => {
    const sizes = (rank: number) => fc.array(fc.integer({ min: 1, max: 4 }), { minLength: rank, maxLength: rank })
    const pair = shape.chain((d) => fc.tuple(fc.constant(d), sizes(d.length), view(d.length), view(d.length), fc.boolean()))
    fc.assert(
      fc.property(pair, ([d, e, a, other, alike]) => {
        const b = alike ? { ...other, strides: a.strides } : other
        if (disjoint(a, d, b, e)) expect(meet(a, d, b, e)).toBe(false)
      }),
      { numRuns: 4000 },
    )
  })
  test("that are pieces of an array, strided and transposed, are told apart", () => {
    const whole = [4, 6, 5]
    for (const axis of [0, 1, 2])
      for (const step of [1, 2]) {
        const size = Math.floor((whole[axis] as number) / 2)
        const piece = whole.map((d, a) => (a === axis ? size : d))
        const at = (start: number): View =>
          transposed(
            sliced(
              contiguous(whole),
              whole.map((_, a) => (a === axis ? start : 0)),
              whole.map((_, a) => (a === axis ? step : 1)),
            ),
            [2, 0, 1],
          )
        const order = [2, 0, 1].map((a) => piece[a] as number)
        const next = step === 2 ? 1 : size
        expect(sizeOf(order)).toBeGreaterThan(0)
        expect(disjoint(at(0), order, at(next), order)).toBe(true)
        expect(disjoint(at(0), order, at(0), order)).toBe(false)
        if (size > 1) expect(disjoint(at(0), order, at(step === 2 ? 2 : size - 1), order)).toBe(false)
      }
  })
})

describe("nests that write beside each other", () => {
  const x = scrambled([64, 33])
  test("are one: pieces of an array made of the same operands", () => {
    const f = (v: NDArray): NDArray => np.concatenate([np.sin(v), np.cos(v), v.mul(v)], 0)
    expect(stepsOf((v) => [f(v as NDArray)], x).length).toBe(1)
    expectAgreement((v) => [f(v as NDArray)], x)
  })
  test("are one: the parts of complex numbers", () => {
    const f = (v: NDArray, w: NDArray): NDArray => lax.complex(v, w).mul(lax.complex(w, v))
    expect(stepsOf((v, w) => [f(v as NDArray, w as NDArray)], x, scrambled([64, 33], "float32", 2)).length).toBe(1)
    expectAgreement((v, w) => [f(v as NDArray, w as NDArray)], x, scrambled([64, 33], "float32", 2))
  })
  test("stay apart where one writes over another", () => {
    const f = (v: NDArray): NDArray => np.pad(np.sin(v), 1).add(np.pad(np.cos(v), 1))
    expectAgreement((v) => [f(v as NDArray)], x)
  })
})
