// Callbacks for their results: JavaScript in the middle of a program, under every transform that can be asked of it.
import { describe, expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { ArgumentError, ShapeError } from "../../src/core/errors.js"
import "../../src/install.js"
import { scan } from "../../src/lax/control/index.js"
import * as e from "../../src/primitives/elementwise/index.js"
import { reduceSum } from "../../src/primitives/sum.js"
import { customJvp } from "../../src/transforms/customJvp.js"
import { grad } from "../../src/transforms/grad.js"
import { jit } from "../../src/transforms/jit.js"
import { pureCallback } from "../../src/transforms/pureCallback.js"
import { vmap } from "../../src/transforms/vmap.js"
import { arrayFrom, numbers, scalar } from "../laws/arrays.js"

const shapes: (readonly number[])[] = []
/** x · y at last axes of one size; notes the shapes it is called with. */
const dot = (x: NDArray, y: NDArray): NDArray => {
  shapes.push(x.shape, y.shape)
  const [a, b] = [numbers(x), numbers(y)]
  return scalar(a.reduce((sum, v, i) => sum + v * (b[i] as number), 0))
}
const [x, y] = [arrayFrom([3], "float64", (i) => i + 1), arrayFrom([3], "float64", (i) => i - 1)]
const called = (a: NDArray, b: NDArray): NDArray => pureCallback(dot, scalar(0), [a, b], { vmapMethod: "sequential" })

describe("pureCallback", () => {
  test("gives what the function gives, eagerly, jitted and in a loop", () => {
    expect(called(x, y).item()).toBe(2)
    expect(jit(called)(x, y).item()).toBe(2)
    const sum = scan((c: NDArray) => [e.add(c, called(x, y)), null], scalar(0), null, { length: 3 })[0]
    expect(sum.item()).toBe(6)
  })
  test("sequential: is called for each lane", () => {
    shapes.length = 0
    const xs = arrayFrom([2, 3], "float64", (i) => i)
    expect(numbers(vmap(called, { inAxes: [0, null] })(xs, y))).toEqual([2, 2])
    expect(shapes).toEqual([[3], [3], [3], [3]])
    const twice = vmap(vmap(called, { inAxes: [0, null] }), { inAxes: [null, 0] })(xs, xs)
    expect([twice.shape, numbers(twice)]).toEqual([
      [2, 2],
      [5, 14, 14, 50],
    ])
  })
  test.each([
    ["expandDims", [1, 3]],
    ["broadcastAll", [2, 3]],
  ] as const)("%s: is called once, with the batch in front", (vmapMethod, shape) => {
    const seen: (readonly number[])[] = []
    const rows = (a: NDArray, b: NDArray): NDArray => {
      seen.push(a.shape, b.shape)
      return arrayFrom([2], "float64", (i) => numbers(a)[i * 3] as number)
    }
    const f = (a: NDArray, b: NDArray): NDArray =>
      pureCallback(rows as never, scalar(0) as never, [a, b] as never, { vmapMethod }) as unknown as NDArray
    expect(
      numbers(
        vmap(f, { inAxes: [0, null] })(
          arrayFrom([2, 3], "float64", (i) => i),
          y,
        ),
      ),
    ).toEqual([0, 3])
    expect(seen).toEqual([[2, 3], shape])
  })
  test("refuses vmap unless told how, and derivatives unless given one", () => {
    const bare = (a: NDArray): NDArray => pureCallback(dot, scalar(0), [a, y])
    expect(() => vmap(bare)(arrayFrom([2, 3], "float64", (i) => i))).toThrow("a callback under vmap must say what a batch does to it")
    expect(() => grad(bare)(x)).toThrow(ArgumentError)
    expect(() => grad(bare)(x)).toThrow(/callbacks cannot be differentiated.*\n.*\n?.*wrap it in customJvp/)
    const ruled = customJvp((a: NDArray) => called(a, y)).defjvp(([a], [da]) => [called(a, y), called(da, y)])
    expect(ruled(x).item()).toBe(2)
    expect(
      numbers(grad(customJvp((a: NDArray) => called(a, y)).defjvp(([a], [da]) => [called(a, y), e.mul(reduceSum(da, [0]), 3)]))(x)),
    ).toEqual([3, 3, 3])
  })
  test("must return what it said", () => {
    expect(() => pureCallback(dot, x, [x, y])).toThrow(ShapeError)
    expect(() => jit((a: NDArray) => pureCallback(dot, x, [a, y]))(x)).toThrow(
      "a callback must return arrays of the shapes and dtypes that it was declared to return; got f64[3] and f64[]",
    )
  })
  test("is not called if nobody needs its result", () => {
    shapes.length = 0
    jit((a: NDArray) => {
      called(a, y)
      return a
    })(x)
    expect(shapes).toEqual([])
  })
})
