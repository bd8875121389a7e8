// Steps written out in a turn are the same steps: every remainder, both directions, values and derivatives, eager and compiled.
import { describe, expect, test } from "vitest"
import type { NDArray } from "../../../src/core/array.js"
import { ArgumentError } from "../../../src/core/errors.js"
import { constantsAsInputs } from "../../../src/core/jaxpr.js"
import { grad, jit, jvp, lax, numpy as np, vmap } from "../../../src/index.js"
import { fuse } from "../../../src/lowering/fuse.js"
import type { Step } from "../../../src/lowering/kernel.js"
import { lowerJaxpr } from "../../../src/lowering/lower.js"
import { makeJaxpr } from "../../../src/transforms/makeJaxpr.js"
import { arrayFrom, expectSame } from "../../laws/arrays.js"

const wave = (shape: readonly number[], shift = 0): NDArray => arrayFrom(shape, "float64", (i) => Math.sin(1.3 * i + shift))
const w = wave([3, 3])
const h = wave([3], 1)
const rows = (length: number): NDArray => wave([length, 3], 2)

type Pair = readonly [NDArray, NDArray]

/** A carry of two arrays that change places, results of two kinds, a constant. */
const loop =
  (options: lax.ScanOptions) =>
  (a: NDArray, c: NDArray, xs: NDArray): readonly NDArray[] => {
    const step = ([p, q]: Pair, x: NDArray): readonly [Pair, Pair] => {
      const next = np.tanh(np.matmul(a, p).add(x))
      return [
        [q, next],
        [next.mul(q), p.sum()],
      ]
    }
    const [[p, q], [ys, sums]] = lax.scan(step, [c, c.mul(0.5)] as Pair, xs, options)
    return [p, q, ys, sums]
  }

const total = (xs: readonly NDArray[]): NDArray => xs.map((x) => np.sin(x).sum()).reduce((a, b) => a.add(b))

const stepsOf = (options: lax.ScanOptions, xs: NDArray): readonly Step[] =>
  fuse(lowerJaxpr(constantsAsInputs(makeJaxpr((...args: [NDArray, NDArray, NDArray]) => loop(options)(...args))(w, h, xs).jaxpr))).steps

/** How often the loops of a program turn. */
const turnsOf = (steps: readonly Step[]): readonly number[] =>
  steps.flatMap((s) => (s.kind === "repeat" && "count" in s.turns ? [s.turns.count] : []))

const lengths = [0, 1, 2, 3, 4, 5, 6, 7] as const

describe.each([2, 3, 4, true])("unroll %s", (unroll) => {
  test.each(lengths)("of %i steps: values, both ways", (length) => {
    for (const reverse of [false, true]) {
      const expected = loop({ reverse })(w, h, rows(length))
      expectSame(loop({ reverse, unroll })(w, h, rows(length)), expected, "step by step")
      expectSame(jit(loop({ reverse, unroll }))(w, h, rows(length)), expected, "compiled")
    }
  })

  test.each(lengths)("of %i steps: derivatives, both ways", (length) => {
    for (const reverse of [false, true]) {
      const args = [w, h, rows(length)] as const
      const slopes = (options: lax.ScanOptions) =>
        grad((...xs: [NDArray, NDArray, NDArray]) => total(loop(options)(...xs)), { argnums: [0, 1, 2] })
      const expected = slopes({ reverse })(...args)
      expectSame(jit(slopes({ reverse, unroll }))(...args), expected, "gradient")
      const moved = (options: lax.ScanOptions) => (x: NDArray) => jvp((y: NDArray) => total(loop(options)(w, y, args[2])), [x], [np.cos(x)])
      expectSame(jit(moved({ reverse, unroll }))(h), moved({ reverse })(h), "tangent")
      const curved = (options: lax.ScanOptions) => (x: NDArray) =>
        jvp(
          grad((y: NDArray) => total(loop(options)(w, y, args[2]))),
          [x],
          [x],
        )[1]
      expectSame([jit(curved({ reverse, unroll }))(h)], [curved({ reverse })(h)], "second derivative")
    }
  })
})

test("under vmap, in chunks and in another loop", () => {
  const many = np.stack([h, h.mul(2)])
  const lanes = (options: lax.ScanOptions) => vmap((c: NDArray) => loop(options)(w, c, rows(5)))
  expectSame(jit(lanes({ unroll: 2 }))(many), lanes({})(many), "vmap")
  const chunked = (unroll: number) => grad((c: NDArray) => total(loop({ unroll, checkpoint: 3 })(w, c, rows(8))))
  expectSame([jit(chunked(2))(h)], [chunked(1)(h)], "chunks")
  const nested = (outer: number, inner: number) => (c: NDArray) =>
    lax.foriLoop(
      0,
      5,
      (i, x: NDArray) => lax.scan((y: NDArray, z: NDArray) => [np.tanh(y.add(z).add(i)), null], x, rows(4), { unroll: inner })[0],
      c,
      {
        unroll: outer,
      },
    )
  for (const outer of [1, 2, 5])
    for (const inner of [1, 3, 4]) expectSame([jit(nested(outer, inner))(h)], [nested(1, 1)(h)], `${outer} by ${inner}`)
})

test("rows that are all the same, carries that are rows, and results that are inputs", () => {
  const f = (unroll: number) => (c: NDArray, xs: NDArray) => {
    const [last, ys] = lax.scan(
      (s: NDArray, [x, z]: readonly [NDArray, NDArray]) => [x, [s, z, np.flip(x)] as const] as const,
      c,
      [xs, np.ones([7, 3])] as const,
      { unroll },
    )
    return [last, ...ys]
  }
  for (const unroll of [2, 3, 4, 7]) expectSame(jit(f(unroll))(h, rows(7)), f(1)(h, rows(7)), `unroll ${unroll}`)
})

test("a turn of the compiled loop is that many steps; what is left over stands outside, and nothing loops when all are written out", () => {
  const turns = (unroll: number | boolean): readonly number[] => turnsOf(stepsOf({ unroll }, rows(7)))
  expect(turns(1)).toEqual([7])
  expect(turns(false)).toEqual([7])
  expect(turns(2)).toEqual([3])
  expect(turns(3)).toEqual([2])
  expect(turns(6)).toEqual([1])
  for (const all of [7, 9, 0, true]) expect(turns(all)).toEqual([])
})

test("it is printed, and goes with the loop into its derivative", () => {
  const printed = (unroll: number | boolean): readonly string[] =>
    makeJaxpr(grad((c: NDArray) => lax.scan((s: NDArray) => [s.mul(s), null], c, null, { length: 5, unroll })[0]))(np.array(1))
      .toString()
      .match(/unroll=\d+/g) ?? []
  expect(printed(2)).toEqual(["unroll=2", "unroll=2"])
  expect(printed(true)).toEqual(["unroll=5", "unroll=5"])
  expect(printed(false)).toEqual(["unroll=1", "unroll=1"])
})

test.each([-1, 1.5, Number.NaN])("unroll %s is refused", (unroll) => {
  expect(() => lax.scan((s: NDArray) => [s, null], np.array(1), null, { length: 5, unroll })).toThrow(ArgumentError)
  expect(() => lax.foriLoop(0, 5, (_, x: NDArray) => x, np.array(1), { unroll })).toThrow(
    `unroll must be a whole number of steps, true or false; got ${unroll}`,
  )
})
