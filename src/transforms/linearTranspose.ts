// Transposition of linear functions: the backward pass alone, without ever running the forward one.
//   linearTranspose f : ȳ ↦ fᵀ·ȳ
import type { NDArray } from "../core/array.js"
import { eliminateDeadCode, usedInputs } from "../core/dce.js"
import { isInexact } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { constantsAsInputs, type Jaxpr, outAvals, type Var } from "../core/jaxpr.js"
import { callJaxpr } from "../core/trace.js"
import { asStrongAs } from "../primitives/vector.js"
import { unflatten } from "../tree/unflatten.js"
import { avalsOf, flattenArguments, nameOf, requireFunction, traceTree } from "./arguments.js"
import { zeroTangent } from "./jvp.js"
import { recurse } from "./recurse.js"
import { vjpJaxpr } from "./reverse.js"
import type { Arrays, Liftable, LiftableArgs } from "./types.js"
import { matchCotangent } from "./vjp.js"

/**
 * The transpose of a linear function of float arguments like `primals`, of which only shapes and dtypes matter. (`jax.linear_transpose`)
 * @throws ArgumentError if the function is not linear: if its derivative depends on where it is taken
 * @example
 * const [x] = linearTranspose((x: NDArray) => A.matmul(x), np.zeros([3]))(y) // x = Aᵀ·y
 */
export const linearTranspose = <A extends unknown[], R>(
  f: (...args: A) => R,
  ...primals: LiftableArgs<A>
): ((cotangent: Liftable<R>) => { [I in keyof A]: Arrays<A[I]> }) => {
  requireFunction(f, "linearTranspose")
  const flat = flattenArguments(primals, "linearTranspose", "primals")
  const traced = traceTree((args) => f(...(args as A)), flat.treedef, avalsOf(flat.leaves), {
    transform: "linearTranspose",
    name: nameOf(f),
  })
  const constants = traced.consts.length
  const active = [...traced.consts.map(() => false), ...flat.leaves.map((x) => isInexact(x.dtype))]
  const split = vjpJaxpr(constantsAsInputs(traced.jaxpr), active, recurse)
  const residuals = residualsOf(split.forward, traced.jaxpr.outvars.length)
  requireLinear(residuals, constants, nameOf(f))
  return (cotangent) => {
    const cts = matchCotangent(cotangent, traced.outTree, outAvals(traced.jaxpr), "linearTranspose")
    const fixed = callJaxpr({ ...residuals, invars: residuals.invars.slice(0, constants) }, traced.consts)
    const found = [...callJaxpr(split.backward.jaxpr, [...fixed, ...cts.filter((_, i) => split.backward.wants[i])])]
    return unflatten(
      flat.treedef,
      flat.leaves.map((x, i) => (split.nonzero[constants + i] ? asStrongAs(x.aval, found.shift() as NDArray) : zeroTangent(x))),
    )
  }
}

/** The part of the forward program that makes what the backward one needs. */
const residualsOf = (forward: Jaxpr, outputs: number): Jaxpr => eliminateDeadCode({ ...forward, outvars: forward.outvars.slice(outputs) })

const requireLinear = (residuals: Jaxpr, constants: number, name: string): void => {
  const used = usedInputs(residuals)
  const bad = used.findIndex((u, i) => u && i >= constants)
  if (bad < 0) return
  const eqn = residuals.eqns.find((e) => e.inputs.includes(residuals.invars[bad] as Var))
  raise({
    code: "argument/not-linear",
    op: "linearTranspose",
    need: `${name} must be linear: its derivative may not depend on its arguments`,
    got: eqn ? `${eqn.primitive.name} of argument leaf ${bad - constants}` : `a product with argument leaf ${bad - constants}`,
    hint: "for the derivative of a function that is not linear use vjp",
  })
}
