// Law 13: checkpoint(f) = f with all its derivatives; what it keeps is what the policy says, and the rest is computed again.
import { describe, expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { type Eqn, type Jaxpr, subJaxprs } from "../../src/core/jaxpr.js"
import { callback } from "../../src/debug/callback.js"
import "../../src/install.js"
import { scan } from "../../src/lax/control/index.js"
import { dotGeneral } from "../../src/primitives/contraction/dot.js"
import * as e from "../../src/primitives/elementwise/index.js"
import { reduceSum } from "../../src/primitives/sum.js"
import {
  type CheckpointPolicy,
  checkpoint,
  checkpointName,
  checkpointPolicies as policies,
  remat,
} from "../../src/transforms/checkpoint.js"
import { grad } from "../../src/transforms/grad.js"
import { hessian } from "../../src/transforms/jacobian.js"
import { jit } from "../../src/transforms/jit.js"
import { jvp } from "../../src/transforms/jvp.js"
import { linearize } from "../../src/transforms/linearize.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"
import { recurse } from "../../src/transforms/recurse.js"
import { vmap } from "../../src/transforms/vmap.js"
import { arrayFrom, expectSame, scalar } from "../laws/arrays.js"

const wave = (shape: readonly number[], shift = 0): NDArray => arrayFrom(shape, "float64", (i) => Math.sin(1.3 * i + shift))
const times = (a: NDArray, b: NDArray): NDArray =>
  dotGeneral(a, b, [
    [[1], [0]],
    [[], []],
  ])
const batched = (a: NDArray, b: NDArray): NDArray =>
  dotGeneral(a, b, [
    [[2], [1]],
    [[0], [0]],
  ])

const layer = (x: NDArray, w: NDArray): NDArray => {
  const hidden = checkpointName(e.sin(times(x, w)), "hidden")
  return e.exp(checkpointName(times(e.cos(hidden), w), "logits"))
}
const total = (x: NDArray): NDArray =>
  reduceSum(
    x,
    x.shape.map((_, axis) => axis),
  )
const [x, w] = [wave([3, 3]), wave([3, 3], 1)]
const loss = (f: typeof layer) => (a: NDArray, b: NDArray) => total(e.square(f(a, b)))

const all: readonly (readonly [string, CheckpointPolicy | undefined])[] = [
  ["no policy", undefined],
  ["everythingSaveable", policies.everythingSaveable],
  ["nothingSaveable", policies.nothingSaveable],
  ["dotsSaveable", policies.dotsSaveable],
  ["dotsWithNoBatchDimsSaveable", policies.dotsWithNoBatchDimsSaveable],
  ["saveOnlyTheseNames", policies.saveOnlyTheseNames("hidden")],
  ["saveAnyNamesButThese", policies.saveAnyNamesButThese("hidden")],
  ["saveAnythingExceptTheseNames", policies.saveAnythingExceptTheseNames("hidden")],
  ["saveFromBothPolicies", policies.saveFromBothPolicies(policies.dotsSaveable, policies.saveOnlyTheseNames("hidden"))],
]

describe.each(all)("with %s, checkpoint(f) is f", (_, policy) => {
  const f = checkpoint(layer, policy ? { policy } : {})
  const argnums = [0, 1] as const
  test("for values, gradients, tangents and curvature", () => {
    expectSame([f(x, w), jit(f)(x, w)], [layer(x, w), layer(x, w)], "the value")
    expectSame(grad(loss(f), { argnums })(x, w), grad(loss(layer), { argnums })(x, w), "the gradient")
    expectSame(jit(grad(loss(jit(f)), { argnums }))(x, w), grad(loss(layer), { argnums })(x, w), "the gradient under jit")
    expectSame(jvp(f, [x, w], [w, x]), jvp(layer, [x, w], [w, x]), "jvp")
    const [y, push] = linearize(f, x, w)
    expectSame([y, push(w, x)], jvp(layer, [x, w], [w, x]), "linearize")
    expectSame([hessian(loss(f))(x, w)], [hessian(loss(layer))(x, w)], "the Hessian")
  })
  test("over batches, in loops, in itself", () => {
    const xs = wave([2, 3, 3], 2)
    const slopes = (g: typeof layer) => vmap(grad(loss(g)), { inAxes: [0, null] })(xs, w)
    expectSame([slopes(f)], [slopes(layer)], "vmap of grad")
    const loop = (g: typeof layer) =>
      grad((b: NDArray) => total(scan((c: NDArray, z: NDArray) => [e.tanh(g(c, e.mul(b, z))), null], x, wave([4, 3, 3]))[0]))(w)
    expectSame([loop(f)], [loop(layer)], "grad of scan")
    const twice =
      (g: typeof layer): typeof layer =>
      (a, b) =>
        g(e.tanh(g(a, b)), b)
    expectSame([grad(loss(checkpoint(twice(f))))(x, w)], [grad(loss(twice(layer)))(x, w)], "nested")
  })
})

/** Every equation of a program and of those in it. */
const equations = (jaxpr: Jaxpr): readonly Eqn[] => jaxpr.eqns.flatMap((eqn) => [eqn, ...subJaxprs(eqn.params).flatMap(equations)])
const countOf = (jaxpr: Jaxpr, name: string): number => equations(jaxpr).filter((eqn) => eqn.primitive.name === name).length

describe("what a checkpoint keeps", () => {
  const kept = (f: typeof layer, policy?: CheckpointPolicy): readonly string[] => {
    const { jaxpr } = makeJaxpr(checkpoint(f, policy ? { policy } : {}))(x, w)
    const { forward } = recurse.vjp(jaxpr, [true, true])
    // what comes out after the result: arguments, and whatever is saved
    return forward.outvars.slice(1).map((a) => {
      if (jaxpr.invars.length === 2 && forward.invars.includes(a as never)) return "an argument"
      const checkpointed = forward.eqns.find((eqn) => eqn.outputs.includes(a as never)) as Eqn
      const body = subJaxprs(checkpointed.params)[0] as Jaxpr
      const inner = body.outvars[checkpointed.outputs.indexOf(a as never)]
      const eqn = body.eqns.find((one) => one.outputs.includes(inner as never)) as Eqn
      return eqn.primitive.name === "name" ? String(eqn.params.name) : eqn.primitive.name
    })
  }
  const args = ["an argument", "an argument"]
  test("its arguments, by default", () => expect(kept(layer)).toEqual(args))
  test("matrix products", () => expect(kept(layer, policies.dotsSaveable)).toEqual([...args, "dot_general", "dot_general"]))
  test("matrix products without batch dimensions, not others", () => {
    const mixed = (a: NDArray, b: NDArray): NDArray => {
      const y = e.sin(times(a, b))
      const cube = (z: NDArray): NDArray => vmap((_: NDArray) => z)(wave([2]))
      return e.exp(reduceSum(e.exp(batched(cube(y), cube(b))), [0]))
    }
    expect(kept(mixed, policies.dotsWithNoBatchDimsSaveable)).toEqual([...args, "dot_general"])
    expect(kept(mixed, policies.dotsSaveable)).toEqual([...args, "dot_general", "dot_general"])
  })
  test("names", () => {
    expect(kept(layer, policies.saveOnlyTheseNames("hidden"))).toEqual([...args, "hidden"])
    expect(kept(layer, policies.saveOnlyTheseNames("hidden", "logits"))).toEqual([...args, "logits", "hidden"])
    expect(kept(layer, policies.saveAnyNamesButThese("hidden"))).toEqual([...args, "logits"])
    const both = policies.saveFromBothPolicies(policies.saveOnlyTheseNames("hidden"), policies.saveOnlyTheseNames("logits"))
    expect(kept(layer, both)).toEqual([...args, "logits", "hidden"])
  })
  test("the backward pass computes again what is not kept, behind a barrier", () => {
    const gradOf = (f: typeof layer) => makeJaxpr(grad(loss(f)))(x, w).jaxpr
    expect(countOf(gradOf(layer), "sin")).toBe(2) // sin, and the slope of cos
    expect(countOf(gradOf(checkpoint(layer)), "sin")).toBe(3)
    expect(countOf(gradOf(checkpoint(layer)), "optimization_barrier")).toBe(1)
    expect(countOf(gradOf(checkpoint(layer, { preventCse: false })), "optimization_barrier")).toBe(0)
    expect(countOf(gradOf(checkpoint(layer, { policy: policies.everythingSaveable })), "sin")).toBe(2)
  })
})

describe("effects in a checkpoint", () => {
  const watched =
    (calls: number[]): ((z: NDArray) => NDArray) =>
    (z) => {
      const y = e.sin(z)
      callback((v: NDArray) => calls.push(v.item()), y)
      return e.mul(y, y)
    }
  test("happen once for a value, and again when it is computed again", () => {
    const calls: number[] = []
    const f = checkpoint(watched(calls))
    f(scalar(1))
    expect(calls).toHaveLength(1)
    grad(f)(scalar(1))
    expect(calls).toHaveLength(3)
    expect(new Set(calls)).toEqual(new Set([Math.sin(1)]))
  })
})

test("remat is checkpoint, and static arguments are part of the program", () => {
  expect(remat).toBe(checkpoint)
  const f = checkpoint((n: number, z: NDArray) => (n === 2 ? e.square(z) : z), { staticArgnums: 0 })
  expect(grad((z: NDArray) => f(2 as never, z))(scalar(3)).item()).toBe(6)
})
