// Solutions defined by equations: their derivatives are those of the solution, however it was found.
import { describe, expect, test } from "vitest"
import type { NDArray } from "../../../src/core/array.js"
import "../../../src/install.js"
import { customLinearSolve, customRoot, foriLoop, whileLoop } from "../../../src/lax/control/index.js"
import { dotGeneral } from "../../../src/primitives/contraction/dot.js"
import { literal } from "../../../src/primitives/elementwise/define.js"
import * as e from "../../../src/primitives/elementwise/index.js"
import { broadcastInDim, reduceSum } from "../../../src/primitives/sum.js"
import { fill } from "../../../src/primitives/vector.js"
import { grad } from "../../../src/transforms/grad.js"
import { hessian, jacfwd, jacrev } from "../../../src/transforms/jacobian.js"
import { jit } from "../../../src/transforms/jit.js"
import { jvp } from "../../../src/transforms/jvp.js"
import { vmap } from "../../../src/transforms/vmap.js"
import { arrayFrom, expectNear, numbers, scalar } from "../../laws/arrays.js"

const times = (a: NDArray, x: NDArray): NDArray =>
  dotGeneral(a, x, [
    [[1], [0]],
    [[], []],
  ])
const a = arrayFrom([2, 2], "float64", (i) => [4, 1, -1, 3][i] as number)
const b = arrayFrom([2], "float64", (i) => i + 1)

/** Richardson's iteration: slow, and sure for these matrices. */
const iterate = (matvec: (x: NDArray) => NDArray, y: NDArray): NDArray =>
  foriLoop(0, 90, (_, x) => e.add(x, e.mul(e.sub(y, matvec(x)), 0.25)), y)
const solve = (m: NDArray, y: NDArray): NDArray => customLinearSolve((x: NDArray) => times(m, x), y, iterate, { transposeSolve: iterate })

/** The same by the formula for two rows. */
const inverse = (m: readonly number[]): readonly number[] => {
  const [p, q, r, s] = m as readonly [number, number, number, number]
  const det = p * s - q * r
  return [s / det, -q / det, -r / det, p / det]
}

describe("customLinearSolve", () => {
  const inv = inverse(numbers(a))
  test("solves, and its derivative in b is the inverse, in both modes", () => {
    expectNear(numbers(times(a, solve(a, b))), numbers(b), 1e-10, "A·x")
    expectNear(numbers(jacfwd((y: NDArray) => solve(a, y))(b)), inv, 1e-9, "jacfwd")
    expectNear(numbers(jacrev((y: NDArray) => solve(a, y))(b)), inv, 1e-9, "jacrev")
    expectNear(numbers(jit(jacrev((y: NDArray) => solve(a, y)))(b)), inv, 1e-9, "jit of jacrev")
  })
  test("its derivative in the matrix, which the function closes over: Ā = −(A⁻ᵀ·x̄) xᵀ", () => {
    const x = numbers(solve(a, b))
    const back = [0, 1].map((i) => (inv[i] as number) + (inv[2 + i] as number))
    const expected = back.flatMap((u) => x.map((v) => -u * v))
    expectNear(numbers(grad((m: NDArray) => reduceSum(solve(m, b), [0]))(a)), expected, 1e-9, "the gradient")
    const tangent = jvp((m: NDArray) => reduceSum(solve(m, b), [0]), [a], [fill(1, a)])[1].item()
    expect(tangent).toBeCloseTo(
      expected.reduce((s, v) => s + v, 0),
      8,
    )
  })
  test("to second order, and over batches of matrices", () => {
    const spread = (t: NDArray): NDArray => broadcastInDim(t, [2, 2], [])
    const scale = (t: NDArray): NDArray => reduceSum(solve(e.mul(a, spread(t)), b), [0])
    const total = numbers(solve(a, b)).reduce((p, q) => p + q, 0)
    expect(grad(grad(scale))(scalar(1)).item()).toBeCloseTo(2 * total, 7)
    const batch = arrayFrom([2, 2, 2], "float64", (i) => [4, 1, -1, 3, 5, 0, 1, 4][i] as number)
    const rows = numbers(vmap((m: NDArray) => solve(m, b))(batch))
    expectNear(rows, [...numbers(solve(a, b)), ...[0.2, 0.45]], 1e-9, "x of each")
  })
  test("without a way to solve with the transpose there is no reverse mode; a symmetric matrix is its own", () => {
    const once = (y: NDArray): NDArray => customLinearSolve((x: NDArray) => times(a, x), y, iterate)
    expectNear(numbers(jacfwd(once)(b)), inv, 1e-9, "jacfwd")
    expect(() => jacrev(once)(b)).toThrow("reverse mode needs a way to solve with the transposed matrix")
    const even = arrayFrom([2, 2], "float64", (i) => [4, 1, 1, 3][i] as number)
    const symmetric = (y: NDArray): NDArray => customLinearSolve((x: NDArray) => times(even, x), y, iterate, { symmetric: true })
    expectNear(numbers(jacrev(symmetric)(b)), inverse([4, 1, 1, 3]), 1e-9, "jacrev")
  })
})

describe("customRoot", () => {
  const sqrt = (t: NDArray): NDArray =>
    customRoot(
      (x: NDArray) => e.sub(e.square(x), t),
      scalar(1),
      (f, guess) =>
        whileLoop(
          (x: NDArray) => e.gt(e.abs(f(x)), literal(1e-14, "float64")),
          (x: NDArray) => e.mul(e.add(x, e.div(t, x)), 0.5),
          guess,
        ),
      (g, y) => e.div(y, g(scalar(1))),
    )
  test("is found by a loop that is never differentiated, and has the derivatives of the root: √t", () => {
    expect(sqrt(scalar(2)).item()).toBeCloseTo(Math.SQRT2, 13)
    expect(grad(sqrt)(scalar(2)).item()).toBeCloseTo(0.5 / Math.SQRT2, 13)
    expect(jvp(sqrt, [scalar(2)], [scalar(3)])[1].item()).toBeCloseTo(1.5 / Math.SQRT2, 13)
    expect(hessian(sqrt)(scalar(2)).item()).toBeCloseTo(-0.25 * 2 ** -1.5, 12)
    expect(jit(grad(sqrt))(scalar(9)).item()).toBeCloseTo(1 / 6, 12)
  })
  test("over a batch, each lane by as many steps as it needs", () => {
    const ts = arrayFrom([3], "float64", (i) => [1, 4, 100][i] as number)
    expectNear(numbers(vmap(sqrt)(ts)), [1, 2, 10], 1e-13, "the roots")
    expectNear(numbers(vmap(grad(sqrt))(ts)), [0.5, 0.25, 0.05], 1e-13, "the slopes")
  })
})
