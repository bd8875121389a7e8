// Law 8: a scan is the loop written out, for values and for derivatives of every kind; and what makes it worth having:
// it is traced once, keeps what it must, and never recurses.
import { describe, expect, test } from "vitest"
import type { NDArray } from "../../../src/core/array.js"
import { ShapeError, TreeError } from "../../../src/core/errors.js"
import "../../../src/install.js"
import { map, scan } from "../../../src/lax/control/index.js"
import { dotGeneral } from "../../../src/primitives/contraction/dot.js"
import { literal } from "../../../src/primitives/elementwise/define.js"
import * as e from "../../../src/primitives/elementwise/index.js"
import { concatenate } from "../../../src/primitives/shape/concatenate.js"
import { slice } from "../../../src/primitives/shape/pad.js"
import { reshape } from "../../../src/primitives/shape/reshape.js"
import { rev } from "../../../src/primitives/shape/rev.js"
import { reduceSum } from "../../../src/primitives/sum.js"
import { grad } from "../../../src/transforms/grad.js"
import { hessian, jacfwd, jacrev } from "../../../src/transforms/jacobian.js"
import { jit } from "../../../src/transforms/jit.js"
import { jvp } from "../../../src/transforms/jvp.js"
import { linearize } from "../../../src/transforms/linearize.js"
import { makeJaxpr } from "../../../src/transforms/makeJaxpr.js"
import { vmap } from "../../../src/transforms/vmap.js"
import { arrayFrom, expectSame, numbers, scalar } from "../../laws/arrays.js"

type Step = (h: NDArray, x: NDArray) => readonly [NDArray, NDArray]

const wave = (shape: readonly number[], shift = 0): NDArray => arrayFrom(shape, "float64", (i) => Math.sin(1.3 * i + shift))
const w = wave([3, 3])
const h = wave([3], 1)
const xs = wave([5, 3], 2)

const times = (a: NDArray, x: NDArray): NDArray =>
  dotGeneral(a, x, [
    [[1], [0]],
    [[], []],
  ])
const stepWith =
  (a: NDArray): Step =>
  (c, x) => {
    const next = e.tanh(e.add(times(a, c), x))
    return [next, e.mul(next, c)]
  }

const rowOf = (x: NDArray, t: number): NDArray => reshape(slice(x, [t, 0], [t + 1, 3], [1, 1]), [3])

/** The loop written out. */
const unrolled = (f: Step, init: NDArray, xs: NDArray): readonly [NDArray, NDArray] => {
  let carry = init
  const ys: NDArray[] = []
  for (let t = 0; t < (xs.shape[0] as number); t++) {
    const [next, y] = f(carry, rowOf(xs, t))
    carry = next
    ys.push(reshape(y, [1, 3]))
  }
  return [carry, concatenate(ys, 0)]
}

/** Jacobians come as a tree like the result: a list. */
const listOf = (xs: unknown): readonly NDArray[] => xs as readonly NDArray[]

const total = (xs: readonly NDArray[]): NDArray =>
  xs
    .map((x) =>
      reduceSum(
        e.sin(x),
        x.shape.map((_, axis) => axis),
      ),
    )
    .reduce((a, b) => e.add(a, b))

const looped = (a: NDArray, c: NDArray, z: NDArray): NDArray[] => [...unrolled(stepWith(a), c, z)]
const scanned = (a: NDArray, c: NDArray, z: NDArray): NDArray[] => [...scan(stepWith(a), c, z)]
const inChunks =
  (checkpoint: number | "sqrt") =>
  (a: NDArray, c: NDArray, z: NDArray): NDArray[] => [...scan(stepWith(a), c, z, { checkpoint })]

describe("scan ≡ the unrolled loop", () => {
  const ways = { scan: scanned, "jit of scan": jit(scanned), "scan in chunks of 2": inChunks(2), "scan in chunks of √T": inChunks("sqrt") }
  test.each(Object.entries(ways))("%s: values and gradients", (_, f) => {
    expectSame(f(w, h, xs), looped(w, h, xs), "the value")
    const [argnums, loss] = [[0, 1, 2], (g: typeof f) => (a: NDArray, c: NDArray, z: NDArray) => total(g(a, c, z))] as const
    expectSame(grad(loss(f), { argnums })(w, h, xs), grad(loss(looped), { argnums })(w, h, xs), "the gradient")
  })

  test.each(Object.entries(ways))("%s: tangents, Jacobians, Hessians", (_, f) => {
    const [, dy] = jvp(f, [w, h, xs], [wave([3, 3], 4), wave([3], 5), wave([5, 3], 6)])
    expectSame(dy, jvp(looped, [w, h, xs], [wave([3, 3], 4), wave([3], 5), wave([5, 3], 6)])[1], "the tangent")
    expectSame(listOf(jacrev(f)(w, h, xs)), listOf(jacfwd(looped)(w, h, xs)), "jacrev")
    expectSame(listOf(jacfwd(f, { argnums: 1 })(w, h, xs)), listOf(jacrev(looped, { argnums: 1 })(w, h, xs)), "jacfwd")
    const loss = (g: typeof f) => (c: NDArray) => total(g(w, c, xs))
    expectSame([hessian(loss(f))(h)], [hessian(loss(looped))(h)], "the Hessian")
  })

  test("vmap over any of constant, carry and slices", () => {
    const two = (x: NDArray): NDArray => concatenate([reshape(x, [1, ...x.shape]), reshape(e.mul(x, 0.5), [1, ...x.shape])], 0)
    for (const inAxes of [
      [0, null, null],
      [null, 0, null],
      [null, null, 0],
      [0, null, 0],
    ] as const) {
      const args = [w, h, xs].map((x, i) => (inAxes[i] === 0 ? two(x) : x)) as [NDArray, NDArray, NDArray]
      expectSame(vmap(scanned, { inAxes })(...args), vmap(looped, { inAxes })(...args), `inAxes ${inAxes.join()}`)
    }
  })

  test("backwards is forwards between two flips, and steps may be written out", () => {
    const [last, ys] = scan(stepWith(w), h, rev(xs, [0]))
    expectSame(scan(stepWith(w), h, xs, { reverse: true }), [last, rev(ys, [0])], "backwards")
    expectSame(scan(stepWith(w), h, xs, { unroll: 2 }), scan(stepWith(w), h, xs), "unroll")
    for (const checkpoint of [1, 2, 5, 9, "sqrt"] as const)
      expectSame(scan(stepWith(w), h, xs, { reverse: true, checkpoint }), [last, rev(ys, [0])], `backwards in chunks of ${checkpoint}`)
  })

  test("over a concatenation it is a composition", () => {
    const [middle, early] = scan(stepWith(w), h, slice(xs, [0, 0], [2, 3], [1, 1]))
    const [last, late] = scan(stepWith(w), middle, slice(xs, [2, 0], [5, 3], [1, 1]))
    expectSame([last, concatenate([early, late], 0)], scan(stepWith(w), h, xs), "the whole")
  })

  test("of no steps and of one", () => {
    const none = arrayFrom([0, 3], "float64", () => 0)
    const [last, ys] = scan(stepWith(w), h, none)
    expectSame([last], [h], "the carry")
    expect(ys.shape).toEqual([0, 3])
    const one = slice(xs, [0, 0], [1, 3], [1, 1])
    expectSame(scan(stepWith(w), h, one), looped(w, h, one), "one step")
  })

  test("over nothing, for a number of steps, with trees of nothing", () => {
    const [{ a, n }, ys] = scan(
      ({ a, n }: { a: NDArray; n: NDArray }) => [{ a: e.mul(a, 2), n }, null],
      { a: scalar(1), n: scalar(3) },
      null,
      { length: 4 },
    )
    expect([a.item(), n.item(), ys]).toEqual([16, 3, null])
  })
})

describe("a scan costs what it must", () => {
  test("its function is traced once", () => {
    let calls = 0
    scan(
      (c: NDArray, x: NDArray) => {
        calls++
        return [e.add(c, x), c]
      },
      scalar(0),
      arrayFrom([100], "float64", (i) => i),
    )
    expect(calls).toBe(1)
  })

  test("ten thousand steps neither overflow the stack nor take their gradient from it", () => {
    const slices = arrayFrom([10_000], "float64", (i) => 1 + Math.sin(i) * 1e-4)
    const product = (z: NDArray): NDArray => scan((c: NDArray, x: NDArray) => [e.mul(c, x), null], fullOne, z)[0]
    const value = product(slices).item()
    const slopes = numbers(grad(product)(slices))
    expect(slopes).toHaveLength(10_000)
    for (const i of [0, 4999, 9999]) expect(slopes[i]).toBeCloseTo(value / (slices.dataSync()[i] as number), 9)
  })

  const gradient = String(makeJaxpr(grad((a: NDArray) => total(scanned(a, h, xs))))(w))
  test("what is the same in every step is not stacked: no [steps, 3, 3] of a matrix used in each", () => {
    expect(gradient).toContain("scan")
    expect(gradient).not.toMatch(/\[5,3,3\]/)
  })
  test("results that nobody asks for are not computed, nor their residuals", () => {
    const lastOnly = String(
      makeJaxpr(grad((c: NDArray) => reduceSum(scan((s: NDArray, x: NDArray) => [e.mul(s, x), e.exp(s)], c, xs)[0], [0])))(h),
    )
    expect(lastOnly).not.toContain("exp")
  })
  test("slices that the backward pass needs are the ones there are", () => {
    const text = String(makeJaxpr(grad((c: NDArray) => reduceSum(scan((s: NDArray, x: NDArray) => [e.mul(s, x), null], c, xs)[0], [0])))(h))
    const [forward] = text.split("reverse=True") as [string]
    expect(text).toContain("reverse=True")
    expect(forward).not.toContain("f64[5,3] = scan")
  })
  test("linearize makes the steps once; applying the tangent map makes only the linear ones", () => {
    const [, push] = linearize((c: NDArray) => scan((s: NDArray, x: NDArray) => [e.sin(e.mul(s, x)), null], c, xs)[0], h)
    const text = String(makeJaxpr(push)(h))
    expect(text).toContain("scan")
    expect(text).not.toContain("sin")
    expect(text).not.toContain("cos")
  })
  test("a chunked scan keeps the carries between chunks: no residual of all steps", () => {
    const long = arrayFrom([36, 3], "float64", (i) => Math.cos(i))
    const loss = (options: object) => (c: NDArray) =>
      reduceSum(scan((s: NDArray, x: NDArray) => [e.sin(e.add(e.exp(s), x)), null], c, long, options)[0], [0])
    expect(String(makeJaxpr(grad(loss({})))(h))).toMatch(/f64\[36,3\] = scan|f64\[36,3\] \w+:f64\[36,3\] = scan/)
    const text = String(makeJaxpr(grad(loss({ checkpoint: "sqrt" })))(h))
    expect(text).not.toMatch(/f64\[36,3\] = scan/)
    expectSame([grad(loss({ checkpoint: "sqrt" }))(h)], [grad(loss({}))(h)], "the gradient")
  })
})

const fullOne = scalar(1)

describe("the carry of a scan", () => {
  const ints = arrayFrom([3], "int32", (i) => i + 1)
  test("a bare number takes the type that the body makes of it", () => {
    const [sum] = scan((c, x) => [c.add(x), null], 0, ints)
    expect([sum.dtype, sum.item()]).toEqual(["float32", 6])
    const [wide] = scan(
      (c: NDArray, x: NDArray) => [e.add(e.convertElementType(c, "float64"), x), null],
      0,
      xs.ndim === 2 ? arrayFrom([3], "float64", () => 0.5) : ints,
    )
    expect([wide.dtype, wide.item()]).toEqual(["float64", 1.5])
  })

  test("must keep its shape: the leaf is named, and both types", () => {
    const grow = (c: { a: NDArray; b: NDArray }): readonly [{ a: NDArray; b: NDArray }, null] => [
      { a: c.a, b: concatenate([c.b, c.b], 0) },
      null,
    ]
    const run = (): unknown => scan(grow, { a: scalar(1), b: h }, null, { length: 2 })
    expect(run).toThrow(ShapeError)
    expect(run).toThrow(
      "scan: at carry.b: grow's carry input and carry output must have equal types; got input f64[3] and output f64[6], so the shapes do not match.",
    )
  })
  test("must keep its dtype", () => {
    const run = (): unknown => scan((c: NDArray) => [e.convertElementType(c, "int32"), null], scalar(1), null, { length: 2 })
    expect(run).toThrow("input f64[] and output i32[], so the dtypes do not match")
  })
  test("must keep its structure", () => {
    const run = (): unknown => scan((c: readonly NDArray[]) => [[...c, ...c], null] as const, [h], null, { length: 2 })
    expect(run).toThrow(TreeError)
    expect(run).toThrow(/at carry.*must return a carry of the structure that it takes, TreeDef\(\[\*\]\); got TreeDef\(\[\*, \*\]\)/)
  })
  test("comes first in a pair", () => {
    expect(() => scan(((c: NDArray) => c) as never, h, xs)).toThrow("must return [carry, y]")
  })
})

describe("what a scan runs over", () => {
  test("must have one leading size", () => {
    const run = (): unknown => scan((c: NDArray) => [c, null], h, { a: xs, b: h })
    expect(run).toThrow("scan: at xs.b: all arrays to scan over must have one leading size; got xs.a: 5, xs.b: 3.")
  })
  test("must have an axis, or a length must be given", () => {
    expect(() => scan((c: NDArray) => [c, null], h, scalar(1))).toThrow("an array to scan over must have a leading axis")
    expect(() => scan((c: NDArray) => [c, null], h, null)).toThrow("the number of steps must be given by xs or by length")
    expect(() => scan((c: NDArray) => [c, null], h, xs, { length: 4 })).toThrow("got length 4 and xs: 5")
  })
  test("values cannot be read in its body", () => {
    expect(() => scan((c: NDArray) => [c.item() > 0 ? c : c, null], scalar(1), null, { length: 1 })).toThrow(/lax\.cond/)
  })
})

describe("map", () => {
  const f = (x: NDArray): NDArray => e.mul(e.sin(x), times(w, x))
  const expected = vmap(f)(xs)
  test.each([undefined, 1, 2, 5, 7])("with batches of %s is vmap", (batchSize) => {
    const options = batchSize === undefined ? {} : { batchSize }
    expectSame([map(f, xs, options)], [expected], "map")
    expectSame([grad((z: NDArray) => total([map(f, z, options)]))(xs)], [grad((z: NDArray) => total([vmap(f)(z)]))(xs)], "its gradient")
  })
  test("batches must be of a positive size", () => {
    expect(() => map(f, xs, { batchSize: 0 })).toThrow("batchSize must be a positive whole number")
  })
  test("literals in a body are as good as arrays", () => {
    expectSame([map((x: NDArray) => e.mul(x, literal(2, "float64")), xs)], [e.mul(xs, 2)], "twice")
  })
})
