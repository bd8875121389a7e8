// Samples of control flow and of functions with rules of their own: loops that carry, stack and count, choices with and without an index that moves,
// rules that are true, and callbacks that say what their derivative is.
import type { NDArray } from "../../../src/core/array.js"
import { callback } from "../../../src/debug/callback.js"
import * as lax from "../../../src/lax/control/index.js"
import { dotGeneral } from "../../../src/primitives/contraction/dot.js"
import type { controlPrimitives } from "../../../src/primitives/control/index.js"
import { literal } from "../../../src/primitives/elementwise/define.js"
import * as e from "../../../src/primitives/elementwise/index.js"
import type { PrimitiveName } from "../../../src/primitives/index.js"
import { dynamicSlice } from "../../../src/primitives/indexing/dynamicslice.js"
import { reduceMax } from "../../../src/primitives/reductions.js"
import { reshape } from "../../../src/primitives/shape/reshape.js"
import { reduceSum, restoreAxes } from "../../../src/primitives/sum.js"
import { fill } from "../../../src/primitives/vector.js"
import { checkpoint, checkpointName, checkpointPolicies } from "../../../src/transforms/checkpoint.js"
import { customGradient } from "../../../src/transforms/customGradient.js"
import { customJvp } from "../../../src/transforms/customJvp.js"
import { customVjp } from "../../../src/transforms/customVjp.js"
import { pureCallback } from "../../../src/transforms/pureCallback.js"
import { arrayFrom, numbers } from "../arrays.js"
import type { Domain, Sample } from "../sample.js"

type ControlName = Exclude<keyof typeof controlPrimitives, "jit"> & PrimitiveName

const cube: Domain = { shape: [2, 3, 5], low: -1, high: 1 }
const plane: Domain = { shape: [3, 5], low: -1, high: 1 }
const row: Domain = { shape: [3], low: -1, high: 1 }
const positive: Domain = { shape: [3], low: 0.5, high: 2 }
const counter: Domain = { shape: [], dtype: "int32", low: 0, high: 2 }
const counts: Domain = { shape: [2], dtype: "int32", low: 0, high: 4 }

/** A recurrence with a constant, a carry of two, slices that are used, and results that are stacked. */
const recurrence =
  (options: lax.ScanOptions) =>
  (w: NDArray, h: NDArray, xs: NDArray): NDArray[] => {
    const start = literal(0, "int32")
    const [[last, count], ys] = lax.scan(
      ([state, n]: readonly [NDArray, NDArray], x: NDArray) => {
        const next = e.tanh(e.add(e.mul(w, state), x))
        return [[next, e.add(n, 1)] as const, { out: e.mul(next, state), n }] as const
      },
      [h, start] as const,
      xs,
      options,
    )
    return [last, count, ys.out, ys.n]
  }

const steps =
  (options: lax.ScanOptions): Sample["apply"] =>
  (...xs) =>
    recurrence(options)(xs[0] as NDArray, xs[1] as NDArray, xs[2] as NDArray)

/** √a by Newton's iteration, of which nothing is differentiated. */
const newton = (a: NDArray): NDArray =>
  lax.customRoot(
    (x: NDArray) => e.sub(e.square(x), a),
    a,
    (f, guess) =>
      lax.whileLoop(
        (x) => e.gt(reduceMax(e.abs(f(x)), [0]), literal(1e-13, "float64")),
        (x) => e.mul(e.add(x, e.div(a, x)), 0.5),
        guess,
      ),
    (g, y) => e.div(y, g(fill(1, y))),
  )

const matvec = (a: NDArray, x: NDArray): NDArray =>
  e.add(
    e.mul(x, 4),
    dotGeneral(a, x, [
      [[1], [0]],
      [[], []],
    ]),
  )

/** Jacobi's iteration for `(4 + A)·x = b`. */
const jacobi = (f: (x: NDArray) => NDArray, b: NDArray): NDArray =>
  lax.foriLoop(0, 60, (_, x) => e.add(x, e.mul(e.sub(b, f(x)), 0.25)), e.mul(b, 0.25))

const swish = customJvp((x: NDArray) => e.mul(x, e.logistic(x)))
swish.defjvp(([x], [dx]) => {
  const s = e.logistic(x)
  return [swish(x), e.mul(dx, e.add(s, e.mul(swish(x), e.sub(e.add(e.mul(s, 0), 1), s))))]
})
const product = customJvp((x: NDArray, y: { readonly w: NDArray }) => [e.mul(x, y.w), reduceSum(x, [0])] as const).defjvps(
  (dx, _, __, y) => [e.mul(dx, y.w), reduceSum(dx, [0])],
  (dy, _, x, y) => [e.mul(x, dy.w), e.mul(reduceSum(y.w, [0]), 0)],
)
const sine = customVjp((x: NDArray) => e.sin(x)).defvjp(
  (x) => [e.sin(x), { x }],
  ({ x }, ct) => [e.mul(ct, e.cos(x))],
)
const scaled = customVjp((x: NDArray, n: NDArray) => e.mul(x, e.convertElementType(n, "float64")), {}).defvjp(
  (x, n) => [e.mul(x, e.convertElementType(n, "float64")), n],
  (n, ct) => [e.mul(ct, e.convertElementType(n, "float64")), null],
)
const squared = customGradient((x: NDArray) => [e.square(x), (ct: NDArray) => e.mul(e.mul(ct, x), 2)] as const)

const called = (x: NDArray): NDArray => pureCallback(sines, x, [x], { vmapMethod: "sequential" })
const sineCalled = customJvp((x: NDArray) => called(x))
sineCalled.defjvp(([x], [dx]) => [sineCalled(x), e.mul(dx, e.cos(x))])

const layer = (x: NDArray): NDArray => {
  const y = checkpointName(
    e.sin(
      dotGeneral(x, x, [
        [[1], [1]],
        [[], []],
      ]),
    ),
    "product",
  )
  return e.mul(e.exp(y), e.cos(y))
}

const index = (n: NDArray, i: number): NDArray => reshape(dynamicSlice(n, [literal(i, "int32")], [1]), [])

const look = (_: NDArray): void => undefined
const sines = (z: NDArray): NDArray => arrayFrom(z.shape, z.dtype, (i) => Math.sin(numbers(z)[i] as number))

export const controlSamples: { readonly [N in ControlName]: readonly Sample[] } = {
  scan: [
    { apply: steps({}), inputs: [row, row, { ...plane, shape: [5, 3] }] },
    { note: "backwards", apply: steps({ reverse: true, unroll: 2 }), inputs: [row, row, { ...plane, shape: [4, 3] }] },
    { note: "in chunks", apply: steps({ checkpoint: 2 }), inputs: [row, row, { ...plane, shape: [5, 3] }] },
    { note: "of no steps", apply: steps({}), inputs: [row, row, { ...plane, shape: [0, 3] }] },
    {
      note: "in a scan, over nothing",
      apply: (x, y) =>
        lax.scan(
          (c: NDArray, z: NDArray) => [lax.foriLoop(0, 3, (_, d) => e.mul(e.sin(e.add(d, z)), y as NDArray), c), c],
          y as NDArray,
          x as NDArray,
        ),
      inputs: [{ ...plane, shape: [5, 3] }, row],
    },
  ],
  while: [
    {
      note: "whose length depends on the data",
      apply: (n) =>
        lax.whileLoop(
          (m) => e.lt(m, literal(40, "int32")),
          (m) => e.add(e.mul(m, m), 2),
          index(n as NDArray, 0),
        ),
      inputs: [counts],
    },
    { note: "that finds a root", apply: (a) => newton(a as NDArray), inputs: [positive] },
  ],
  cond: [
    {
      apply: (n, x) => lax.switch_(n as NDArray, [(z) => e.sin(z), (z) => e.mul(z, z), (z) => e.add(z, x as NDArray)], x as NDArray),
      inputs: [counter, cube],
    },
    {
      note: "whose branches leave different things",
      apply: (n, x, y) =>
        lax.cond(
          e.gt(n as NDArray, 0),
          (a, b) => [e.mul(e.exp(a), b), e.sin(e.mul(a, b))],
          (a, b) => [b, e.mul(e.add(a, b), 0)],
          x as NDArray,
          y as NDArray,
        ),
      inputs: [counter, cube, cube],
    },
    {
      note: "in a scan",
      apply: (n, x) =>
        lax.scan(
          (c: NDArray, m: NDArray) => [
            lax.cond(
              e.gt(m, 1),
              (z) => e.sin(z),
              (z) => e.mul(z, z),
              c,
            ),
            c,
          ],
          x as NDArray,
          n as NDArray,
        ),
      inputs: [counts, row],
    },
  ],
  custom_jvp_call: [
    { apply: (x) => swish(x as NDArray), inputs: [cube] },
    { note: "of a tree, with a sum of terms", apply: (x, y) => product(x as NDArray, { w: y as NDArray }), inputs: [cube, cube] },
  ],
  custom_vjp_call: [
    { apply: (x) => sine(x as NDArray), inputs: [cube] },
    {
      note: "with an integer",
      apply: (n, x) => scaled(x as NDArray, restoreAxes(n as NDArray, [2, 3, 5], [0, 1, 2])),
      inputs: [counter, cube],
    },
    { note: "as a pair", apply: (x) => squared(x as NDArray), inputs: [cube] },
  ],
  custom_linear_solve: [
    {
      apply: (a, b) => lax.customLinearSolve((x: NDArray) => matvec(a as NDArray, x), b as NDArray, jacobi, { transposeSolve: jacobi }),
      inputs: [{ shape: [3, 3], low: -0.5, high: 0.5 }, row],
    },
  ],
  checkpoint: [
    { apply: (x) => checkpoint(layer)(x as NDArray), inputs: [plane] },
    {
      note: "that keeps names",
      apply: (x) => checkpoint(layer, { policy: checkpointPolicies.saveOnlyTheseNames("product") })(x as NDArray),
      inputs: [plane],
    },
    {
      note: "that keeps products",
      apply: (x) => checkpoint(layer, { policy: checkpointPolicies.dotsSaveable })(x as NDArray),
      inputs: [plane],
    },
  ],
  name: [{ apply: (x) => checkpointName(e.sin(x as NDArray), "sine"), inputs: [cube] }],
  debug_callback: [
    {
      apply: (x) => {
        callback(look, x as NDArray)
        return e.sin(x as NDArray)
      },
      inputs: [cube],
    },
  ],
  pure_callback: [{ apply: (x) => sineCalled(x as NDArray), inputs: [cube] }],
}
