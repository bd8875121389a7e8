// Ways to run a part of a program apart from the rest: each computes what the part computes, or does it in a loop or a branch.
import type { NDArray } from "../../src/core/array.js"
import { cond, foriLoop, scan } from "../../src/lax/control/index.js"
import { literal } from "../../src/primitives/elementwise/define.js"
import * as e from "../../src/primitives/elementwise/index.js"
import { iota } from "../../src/primitives/shape/iota.js"
import { broadcastInDim, reduceSum } from "../../src/primitives/sum.js"
import { fill } from "../../src/primitives/vector.js"
import { checkpoint, checkpointPolicies } from "../../src/transforms/checkpoint.js"
import { customJvp } from "../../src/transforms/customJvp.js"
import { customVjp } from "../../src/transforms/customVjp.js"
import { jit } from "../../src/transforms/jit.js"
import { jvp } from "../../src/transforms/jvp.js"
import { vjp } from "../../src/transforms/vjp.js"
import { vmap } from "../../src/transforms/vmap.js"
import type { Flat } from "./arrays.js"

/** A number between −1 and 1 that depends on all float64 arrays of a list; narrower ones would bring their rounding along. */
const summary = (xs: readonly NDArray[]): NDArray =>
  xs.reduce<NDArray>(
    (total, x) => {
      if (x.dtype !== "float64") return total
      const sum = reduceSum(
        x,
        x.shape.map((_, axis) => axis),
      )
      return e.sin(e.add(total, sum))
    },
    fill(0.5, { shape: [], dtype: "float64" }),
  )

/** Float64 arrays times a number. */
const scaledBy = (s: NDArray, xs: readonly NDArray[]): NDArray[] =>
  xs.map((x) => (x.dtype === "float64" ? e.mul(x, x.ndim === 0 ? s : broadcastInDim(s, x.shape, [])) : x))

const strong = (x: NDArray): NDArray => e.convertElementType(x, x.dtype)

/** Each way by its name; a program names them by position. */
export const ways: { readonly [name: string]: (f: Flat) => Flat } = {
  jit: (f) => jit(f, { name: "subprogram" }),
  checkpoint: (f) => checkpoint(f),
  "checkpoint that keeps products": (f) => checkpoint(f, { policy: checkpointPolicies.dotsSaveable }),
  "its own jvp as a rule": (f) => {
    const g = customJvp((...xs: NDArray[]) => f(...xs))
    g.defjvp((xs, dxs) => jvp(f, xs as NDArray[], dxs as NDArray[]))
    return g as Flat
  },
  "its own vjp as a rule": (f) =>
    customVjp((...xs: NDArray[]) => f(...xs)).defvjp(
      (...xs: NDArray[]) => [f(...xs), xs],
      (xs: readonly NDArray[], cts: readonly NDArray[]) => vjp(f, ...xs)[1]([...cts]),
    ) as Flat,
  // the slices are not looked at, the carry scales the arguments
  scan:
    (f) =>
    (...xs) => {
      const step = (s: NDArray): readonly [NDArray, readonly NDArray[]] => {
        const ys = f(...scaledBy(s, xs))
        return [summary([s, ...ys]), ys]
      }
      const [s, ys] = scan(step, literal(0.5, "float64"), iota([2], 0, "int32"))
      return [...ys, s]
    },
  "scan in chunks, backwards":
    (f) =>
    (...xs) => {
      const step = (s: NDArray, n: NDArray): readonly [NDArray, NDArray] => [summary([s, ...f(...scaledBy(s, xs))]), e.add(n, 1)]
      return [...scan(step, strong(summary(xs)), iota([3], 0, "int32"), { reverse: true, checkpoint: 2 })]
    },
  "counted loop":
    (f) =>
    (...xs) => [foriLoop(0, 2, (_, s: NDArray) => summary([s, ...f(...scaledBy(s, xs))]), strong(summary(xs)))],
  cond:
    (f) =>
    (...xs) => {
      const other = (...zs: NDArray[]): NDArray[] => f(...scaledBy(literal(0.5, "float64"), zs))
      return [...cond(e.gt(summary(xs), 0.1), f as (...zs: NDArray[]) => NDArray[], other, ...xs)]
    },
  vmap:
    (f) =>
    (...xs) =>
      vmap(f, { inAxes: xs.map(() => null), axisSize: 2 })(...xs) as NDArray[],
}
