// What lax composes from primitives obeys the laws of primitives: vmap is the stack of the examples, both modes are adjoint,
// and the slope is that of finite differences. In float64, at sizes that are all different.
import { describe, expect, it } from "vitest"
import "../../src/install.js"
import type { NDArray } from "../../src/core/array.js"
import * as lax from "../../src/lax/index.js"
import * as np from "../../src/numpy/index.js"
import { jit } from "../../src/transforms/jit.js"
import { jvp } from "../../src/transforms/jvp.js"
import { vjp } from "../../src/transforms/vjp.js"
import { vmap } from "../../src/transforms/vmap.js"
import { close } from "../support/close.js"

/** Numbers in (−2, 2), no two equal, none near 0 or ±1. */
const numbers = (shape: readonly number[], seed: number): NDArray => {
  const size = shape.reduce((a, b) => a * b, 1)
  const values = Array.from({ length: size }, (_, i) => 1.9 * Math.sin(seed + 1.7 * i + 0.01 * i * i))
  return np.array(values, { dtype: "float64" }).reshape([...shape])
}

const whole = (xs: readonly (number | readonly number[])[]): NDArray => np.array(xs as readonly number[], { dtype: "int32" })
const logAddExp = (a: NDArray, b: NDArray): NDArray => lax.add(lax.max(a, b), lax.log1p(lax.exp(lax.neg(lax.abs(lax.sub(a, b))))))
const points: lax.ScatterDimensionNumbers = { updateWindowDims: [], insertedWindowDims: [0], scatterDimsToOperandDims: [0] }
const kernel = numbers([4, 2, 2, 3], 5)
const named = { axisName: "i" } as const

const table: readonly (readonly [string, readonly number[], (x: NDArray) => NDArray])[] = [
  ["reduce by a computation of its own", [2, 3, 5], (x) => lax.reduce(x, -50, logAddExp, [0, 2])],
  ["reduceWindow by a computation of its own", [3, 5], (x) => lax.reduceWindow(x, -50, logAddExp, [2, 3], [1, 2], "SAME")],
  ["reduceWindow of products, dilated", [3, 5], (x) => lax.reduceWindow(x, 1, lax.mul, [2, 2], null, "VALID", { windowDilation: [1, 3] })],
  ["scatterApply", [5], (x) => lax.scatterApply(x, whole([[1], [3], [3]]), lax.sin, points)],
  ["scatterSub", [5], (x) => lax.scatterSub(x, whole([[1], [3], [3]]), lax.square(lax.slice(x, [1], [4])), points)],
  ["indexTake", [3, 5], (x) => lax.indexTake(x, [whole([2, 0, -1]), whole([4, 4, 1])], [0, 1])],
  ["raggedDot", [5, 3], (x) => lax.raggedDot(x, numbers([2, 3, 4], 3), whole([2, 1]))],
  ["raggedDot in its matrices", [2, 3, 4], (y) => lax.raggedDot(numbers([5, 3], 2), y, whole([1, 3]))],
  ["batchMatmul", [2, 3, 5], (x) => lax.batchMatmul(x, lax.transpose(x, [0, 2, 1]))],
  ["convTranspose", [2, 4, 3], (x) => lax.convTranspose(x, numbers([3, 3, 2], 1), [2], "SAME")],
  ["convTranspose in its kernel", [3, 3, 2], (k) => lax.convTranspose(numbers([2, 4, 3], 1), k, [2], "VALID", { transposeKernel: false })],
  ["convGeneralDilatedPatches", [1, 2, 3, 5], (x) => lax.convGeneralDilatedPatches(x, [2, 3], [1, 2], "SAME")],
  [
    "convGeneralDilatedLocal",
    [1, 2, 3, 5],
    (x) => lax.convGeneralDilatedLocal(x, lax.broadcastInDim(lax.reshape(kernel, [4, 12]), [4, 12, 2, 3], [0, 1]), 1, "VALID", [2, 3]),
  ],
  [
    "dynamicUpdateIndexInDim",
    [3, 5],
    (x) => lax.dynamicUpdateIndexInDim(x, lax.sin(lax.reduceSum(x, [1])), np.array(2, { dtype: "int32" }), 1),
  ],
  ["approxMinK", [3, 5], (x) => lax.approxMinK(x, 2)[0]],
  ["tile", [2, 3], (x) => lax.tile(x, [2, 3])],
  ["pmax", [3, 2], (x) => vmap((v: NDArray) => lax.mul(v, lax.pmax(v, "i")), named)(x)],
  ["pmean", [3, 2], (x) => vmap((v: NDArray) => lax.mul(v, lax.pmean(v, "i")), named)(x)],
  ["allToAll", [3, 3, 2], (x) => vmap((v: NDArray) => lax.square(lax.allToAll(v, "i", 0, 1)), named)(x)],
  ["allToAll, tiled", [3, 6, 2], (x) => vmap((v: NDArray) => lax.square(lax.allToAll(v, "i", 0, 1, { tiled: true })), named)(x)],
  ["psumScatter, tiled", [3, 6, 2], (x) => vmap((v: NDArray) => lax.psumScatter(lax.square(v), "i", { tiled: true }), named)(x)],
  ["allGather, tiled", [3, 2], (x) => vmap((v: NDArray) => lax.allGather(lax.square(v), "i", { tiled: true }), named)(x)],
  ["pow to an integer array", [5], (x) => lax.pow(x, whole([0, 1, 2, 3, -1]))],
  ["clamp between arrays", [5], (x) => lax.clamp(lax.mul(x, 0.5), numbers([5], 9), lax.add(lax.abs(x), 1))],
]

const dot = (a: NDArray, b: NDArray): number => lax.reduceSum(lax.mul(a, b)).item()

describe.each(table)("%s", (_, shape, f) => {
  const x = numbers(shape, 0.3)
  const v = numbers(shape, 2.1)

  it("stays in float64", () => expect(f(x).dtype).toBe("float64"))
  it("is itself under jit", () => close(jit(f)(x), f(x).js(), 1e-12))
  it("under vmap is the stack of the examples", () => {
    const last = vmap(f, { inAxes: -1 })(lax.stack([x, v], -1))
    close(last, lax.stack([f(x), f(v)]).js(), 1e-12)
  })
  it("has adjoint modes, and the slope of finite differences", () => {
    const [y, tangent] = jvp(f, [x], [v])
    const w = numbers(y.shape, 4.4)
    const [, pullback] = vjp(f, x)
    const [back] = [pullback(w)].flat() as unknown as readonly NDArray[]
    const forward = dot(w, tangent)
    expect(Math.abs(dot(back as NDArray, v) - forward)).toBeLessThan(1e-10 * (1 + Math.abs(forward)))
    const h = 1e-6
    const ahead = f(lax.add(x, lax.mul(v, h)))
    const behind = f(lax.sub(x, lax.mul(v, h)))
    close(tangent, lax.div(lax.sub(ahead, behind), 2 * h).js(), 1e-6)
  })
})
