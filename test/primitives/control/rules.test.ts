// What the rules of sub-programs promise beyond the laws: programs split in time do nothing twice, and carry no more than they need.
import { describe, expect, test } from "vitest"
import type { NDArray } from "../../../src/core/array.js"
import { checkJaxpr } from "../../../src/core/check.js"
import { eliminateDeadCode, hasEffects } from "../../../src/core/dce.js"
import { type Eqn, subJaxprs } from "../../../src/core/jaxpr.js"
import { callback } from "../../../src/debug/callback.js"
import "../../../src/install.js"
import { cond, scan } from "../../../src/lax/control/index.js"
import { cut, fixpoint, merge, place } from "../../../src/primitives/control/lists.js"
import * as e from "../../../src/primitives/elementwise/index.js"
import { reduceSum } from "../../../src/primitives/sum.js"
import { grad } from "../../../src/transforms/grad.js"
import { linearize } from "../../../src/transforms/linearize.js"
import { makeJaxpr } from "../../../src/transforms/makeJaxpr.js"
import { arrayFrom, scalar } from "../../laws/arrays.js"

const row = arrayFrom([3], "float64", (i) => i + 1)

describe("lists in step with flags", () => {
  test("merging undoes placing and choosing", () => {
    const flags = [true, false, true]
    expect(place(flags, ["a", "b"])).toEqual(["a", undefined, "b"])
    expect(merge(flags, ["a", "c"], ["b"])).toEqual(["a", "b", "c"])
    expect(cut([1, 2, 3, 4], 1, 2)).toEqual([[1], [2, 3], [4]])
  })
  test("a fixpoint grows until nothing changes", () => {
    const next = (flags: readonly boolean[]): readonly boolean[] => flags.map((f, i) => f || flags[i - 1] === true)
    expect(fixpoint([false, true, false, false], next)).toEqual([false, true, true, true])
  })
})

describe("dead code in sub-programs", () => {
  test("goes where no live result needs it, with the inputs that only it used", () => {
    const { jaxpr } = makeJaxpr(
      (x: NDArray, y: NDArray) =>
        scan((c: readonly [NDArray, NDArray]) => [[e.sin(c[0]), e.exp(c[1])] as const, e.cos(c[1])] as const, [x, y] as const, null, {
          length: 2,
        })[0][0],
    )(row, row)
    const [loop] = eliminateDeadCode(jaxpr).eqns as readonly [Eqn]
    expect([loop.inputs.length, loop.outputs.length, loop.params.numCarry]).toEqual([1, 1, 1])
    expect(subJaxprs(loop.params)[0]?.eqns.map((eqn) => eqn.primitive.name)).toEqual(["sin"])
    checkJaxpr(eliminateDeadCode(jaxpr))
  })
  test("stays where it has effects, and what the effects look at", () => {
    const { jaxpr } = makeJaxpr((x: NDArray) => {
      scan(
        (c: NDArray) => {
          callback((_: NDArray) => undefined, c)
          return [e.sin(c), e.cos(c)] as const
        },
        x,
        null,
        { length: 2 },
      )
      return x
    })(row)
    const [loop] = eliminateDeadCode(jaxpr).eqns as readonly [Eqn]
    expect(hasEffects(loop)).toBe(true)
    expect(subJaxprs(loop.params)[0]?.eqns.map((eqn) => eqn.primitive.name)).toEqual(["debug_callback", "sin"])
  })
})

describe("programs split in time", () => {
  test("a choice is made once: what is applied later is linear", () => {
    const [, push] = linearize(
      (x: NDArray) =>
        cond(
          e.gt(reduceSum(x, [0]), 0),
          (z) => e.sin(z),
          (z) => e.exp(z),
          x,
        ),
      row,
    )
    const text = String(makeJaxpr(push)(row))
    expect(text).toContain("cond")
    expect(text).not.toMatch(/= (sin|cos|exp)/)
  })
  test("branches share the room for what they leave: one slot where one of two residuals is made", () => {
    const f = (x: NDArray): NDArray =>
      reduceSum(
        cond(
          e.gt(reduceSum(x, [0]), 0),
          (z) => e.sin(z),
          (z) => e.exp(z),
          x,
        ),
        [0],
      )
    const jaxpr = eliminateDeadCode(makeJaxpr(grad(f))(row).jaxpr)
    const [forward] = jaxpr.eqns.filter((eqn) => eqn.primitive.name === "cond") as unknown as readonly [Eqn]
    expect(forward.outputs.filter((v) => v.aval.shape.length === 1)).toHaveLength(1)
    checkJaxpr(jaxpr)
  })
  test("a carry that nothing differentiates brings no tangent along", () => {
    const f = (x: NDArray): NDArray =>
      scan(([c, n]: readonly [NDArray, NDArray]) => [[e.mul(c, x), e.add(n, 1)] as const, null], [scalar(1), scalar(0)] as const, null, {
        length: 3,
      })[0][0]
    const loops = makeJaxpr(grad(f))(scalar(2)).jaxpr.eqns.filter((eqn) => eqn.primitive.name === "scan")
    expect(loops.map((eqn) => eqn.params.numCarry)).toEqual([1, 2]) // the value; then its cotangent and the sum for x
    expect(grad(f)(scalar(2)).item()).toBe(12)
  })
})
