// Policies decide for values inside loops, branches and calls: what they keep is not computed again, and the rest is.
import { describe, expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { constantsAsInputs, type Eqn, isLiteral, type Jaxpr, subJaxprs } from "../../src/core/jaxpr.js"
import {
  type CheckpointPolicy,
  checkpoint,
  checkpointName,
  grad,
  hessian,
  jit,
  jvp,
  lax,
  linearize,
  numpy as np,
  checkpointPolicies as policies,
  vmap,
} from "../../src/index.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"
import { recurse } from "../../src/transforms/recurse.js"
import { arrayFrom, expectSame } from "../laws/arrays.js"

type Binary = (x: NDArray, w: NDArray) => NDArray

const wave = (shape: readonly number[], shift = 0): NDArray => arrayFrom(shape, "float64", (i) => Math.sin(1.3 * i + shift))
const [x, w] = [wave([3]), wave([3, 3], 1)]
const rows = wave([4, 3], 2)

const layer: Binary = (a, b) => np.exp(checkpointName(np.sin(np.matmul(b, np.cos(a))), "hidden")).mul(0.3)

const loop: Binary = (a, b) => {
  const [last, ys] = lax.scan(
    (c: NDArray, z: NDArray) => {
      const next = layer(c.add(z), b)
      return [next, next.sum()]
    },
    a,
    rows,
  )
  return last.mul(ys.sum())
}
const branch: Binary = (a, b) =>
  lax.cond(
    a.sum().greater(-9),
    (v: NDArray) => layer(layer(v, b), b),
    (v: NDArray) => np.sin(v),
    a,
  )
const call: Binary = (a, b) => jit(layer)(jit(layer)(a, b), b)
const nested: Binary = (a, b) =>
  lax.scan((c: NDArray, z: NDArray) => [lax.foriLoop(0, 2, (_, v: NDArray) => branch(jit(layer)(v, b), b), c.add(z)), null], a, rows)[0]
const still: Binary = (a, b) => lax.scan((c: NDArray) => [c.mul(np.exp(np.matmul(b, b)).sum(0)), null], a, null, { length: 3 })[0]

const programs: readonly (readonly [string, Binary])[] = [
  ["a scan", loop],
  ["a cond", branch],
  ["a call", call],
  ["a loop of loops, branches and calls", nested],
  ["a scan with a part that stays", still],
]
const kinds: readonly (readonly [string, CheckpointPolicy])[] = [
  ["everythingSaveable", policies.everythingSaveable],
  ["nothingSaveable", policies.nothingSaveable],
  ["dotsSaveable", policies.dotsSaveable],
  ["saveOnlyTheseNames", policies.saveOnlyTheseNames("hidden")],
  ["saveAnythingExceptTheseNames", policies.saveAnythingExceptTheseNames("hidden")],
  ["saveFromBothPolicies", policies.saveFromBothPolicies(policies.dotsSaveable, policies.saveOnlyTheseNames("hidden"))],
]

describe.each(programs)("%s", (_, f) => {
  test.each(kinds)("with %s is itself, with all derivatives", (_, policy) => {
    const g: Binary = checkpoint(f, { policy })
    const loss = (h: Binary) => (a: NDArray, b: NDArray) => np.square(h(a, b)).sum()
    const argnums = [0, 1]
    const expected = grad(loss(f), { argnums })(x, w)
    expectSame(grad(loss(g), { argnums })(x, w), expected, "the gradient")
    expectSame(jit(grad(loss(g), { argnums }))(x, w), expected, "the gradient under jit")
    expectSame([linearize(g, x, w)[1](x, w)], [jvp(f, [x, w], [x, w])[1]], "linearize")
    expectSame([hessian(loss(g))(x, w)], [hessian(loss(f))(x, w)], "the Hessian")
    const each = (h: Binary) => vmap(grad(loss(h)), { inAxes: [0, null] })(rows, w)
    expectSame([each(g)], [each(f)], "vmap")
  })
})

const equations = (jaxpr: Jaxpr): readonly Eqn[] => jaxpr.eqns.flatMap((eqn) => [eqn, ...subJaxprs(eqn.params).flatMap(equations)])

describe("what is kept of the inside", () => {
  const gradient = (f: Binary, policy: CheckpointPolicy): Jaxpr =>
    makeJaxpr(grad((a: NDArray, b: NDArray) => checkpoint(f, { policy })(a, b).sum(), { argnums: [0, 1] }))(x, w).jaxpr
  const times = (f: Binary, policy: CheckpointPolicy, name: string): number =>
    equations(gradient(f, policy)).filter((eqn) => eqn.primitive.name === name).length
  /** The shapes of what waits for the backward pass, besides the arguments. */
  const kept = (f: Binary, policy: CheckpointPolicy): readonly string[] => {
    const { jaxpr } = makeJaxpr(checkpoint(f, { policy }))(x, w)
    const { forward } = recurse.vjp(constantsAsInputs(jaxpr), [...jaxpr.constvars.map(() => false), true, true])
    return forward.outvars
      .slice(1)
      .filter((a) => isLiteral(a) || !forward.invars.includes(a))
      .map((a) => a.aval.shape.join("×"))
  }
  test.each([
    ["a scan", loop, 1, ["4×3×1"]],
    ["a call", call, 2, ["3×1", "3×1"]],
    ["a cond", branch, 2, ["3×1", "3×1"]],
  ] as const)("%s: products are kept once for each step, and not made again", (_, f, products, shapes) => {
    // forward, and for each two in the backward pass
    expect(times(f, policies.everythingSaveable, "dot_general")).toBe(3 * products)
    expect(times(f, policies.dotsSaveable, "dot_general")).toBe(3 * products)
    expect(times(f, policies.nothingSaveable, "dot_general")).toBe(4 * products)
    expect(kept(f, policies.dotsSaveable).filter((s) => s !== "")).toEqual(expect.arrayContaining([...shapes]))
    expect(kept(f, policies.dotsSaveable)).toHaveLength(kept(f, policies.nothingSaveable).length + shapes.length)
  })
  test("names inside a scan: kept, or all but them", () => {
    expect(kept(loop, policies.saveOnlyTheseNames("hidden"))).toEqual(["4×3"])
    expect(kept(loop, policies.saveOnlyTheseNames("other"))).toEqual([])
    // with the sine kept it is computed once, beside the slope of the cosine
    expect(times(loop, policies.saveOnlyTheseNames("hidden"), "sin")).toBe(times(loop, policies.everythingSaveable, "sin"))
    expect(times(loop, policies.nothingSaveable, "sin")).toBeGreaterThan(times(loop, policies.saveOnlyTheseNames("hidden"), "sin"))
  })
  test("the loop that makes the rest again is given what was kept", () => {
    const scans = equations(gradient(loop, policies.dotsSaveable)).filter((eqn) => eqn.primitive.name === "scan")
    const bodies = scans.map((eqn) => equations(subJaxprs(eqn.params)[0] as Jaxpr).filter((e) => e.primitive.name === "dot_general").length)
    expect(bodies).toEqual([1, 0, 2])
  })
})
