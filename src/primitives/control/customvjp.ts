// `custom_vjp_call`: a sub-program that comes with its own reverse mode, two programs that the user wrote.
//   fwd : x ↦ (f(x), residuals)        bwd : (residuals, ȳ) ↦ x̄
import type { NDArray } from "../../core/array.js"
import { usedInputs } from "../../core/dce.js"
import { isFloat } from "../../core/dtype.js"
import { raise } from "../../core/errors.js"
import { inAvals, type Jaxpr, outAvals } from "../../core/jaxpr.js"
import { custom, definePrimitive, type Maybe, type Primitive, type SplitVjp } from "../../core/primitive.js"
import { bind, inlineJaxpr } from "../../core/trace.js"
import { reduceSum } from "../sum.js"
import { zerosOf } from "../vector.js"
import { requireStill } from "./customjvp.js"
import { all, asBatch, chosen, cut, either, filled, isArray, place, program, returning } from "./lists.js"

export interface CustomVjpParams {
  readonly name: string
  /** `(closed-over…, x…) ↦ y…` */
  readonly jaxpr: Jaxpr
  /** `(closed-over…, x…) ↦ (y…, residuals…)` */
  readonly fwd: Jaxpr
  /** `(closed-over…, residuals…, ȳ of float y…) ↦ x̄ of some x…` */
  readonly bwd: Jaxpr
  /** Which x have a cotangent; the others' are zero. */
  readonly given: readonly boolean[]
  /** How many arrays the function, `fwd` and `bwd` close over; inputs are those, in this order, and x. */
  readonly numConsts: number
  readonly fwdConsts: number
  readonly bwdConsts: number
}

const fourParts = <T>(xs: readonly T[], { numConsts, fwdConsts, bwdConsts }: CustomVjpParams) => cut(xs, numConsts, fwdConsts, bwdConsts)

const runForward = (inputs: readonly NDArray[], params: CustomVjpParams) => {
  const [, fwdConsts, bwdConsts, xs] = fourParts(inputs, params)
  const [outputs, residuals] = cut(inlineJaxpr(params.fwd, [...fwdConsts, ...xs]), params.jaxpr.outvars.length)
  return { outputs, left: [...bwdConsts, ...residuals], moving: outputs.map((y) => isFloat(y.dtype)) }
}

/** The transpose of `bwd` can only be had if it is linear: if nothing that it would keep depends on the cotangents. */
const requireLinear = ({ forward }: SplitVjp, outputs: number, left: number, name: string): void => {
  const used = usedInputs({ ...forward, outvars: forward.outvars.slice(outputs) })
  if (used.slice(left).includes(true))
    raise({
      code: "argument/custom-forward",
      op: "customVjp",
      need: `can't apply forward-mode differentiation (jvp) to ${name}, a customVjp function whose backward rule is not linear in the cotangent`,
      hint: "use reverse mode (grad, vjp, jacrev), or customJvp, from which both modes follow",
    })
}

/** A function with a reverse mode of the user's. (`jax.custom_vjp`; printed `custom_vjp_call[bwd={…} fwd={…} jaxpr={…} name=…]`) */
export const customVjpP: Primitive<CustomVjpParams> = definePrimitive<CustomVjpParams>({
  name: "custom_vjp_call",
  shape: (_, { jaxpr }) => outAvals(jaxpr),
  derivative: custom({
    vjp: (inputs, active, params) => {
      requireStill(active.slice(0, params.numConsts), params.name, "customVjp")
      const { outputs, left, moving } = runForward(inputs, params)
      const pullback = (cts: readonly Maybe[]): readonly Maybe[] => {
        const given = chosen(filled(cts, outAvals(params.jaxpr)), moving)
        const found = inlineJaxpr(params.bwd, [...left, ...given])
        const before = inputs.length - params.given.length
        return [...inputs.slice(0, before).map(() => undefined), ...place(params.given, found)]
      }
      return { outputs, pullback }
    },
    // bwd is f′(x)ᵀ; forward mode is its transpose
    jvp: (inputs, tangents, params, recurse) => {
      requireStill(tangents.slice(0, params.numConsts).map(isArray), params.name, "customVjp")
      const { outputs, left, moving } = runForward(inputs, params)
      const [, , , dxs] = fourParts(tangents, params)
      const [, , , xs] = fourParts(inputs, params)
      const cts = chosen(outputs, moving)
      const split = recurse.vjp(params.bwd, [...all(left, false), ...all(cts, true)])
      requireLinear(split, params.bwd.outvars.length, left.length, params.name)
      const results = inlineJaxpr(split.forward, [...left, ...cts.map((y) => zerosOf(y.aval))])
      const directions = chosen(
        filled(
          dxs,
          xs.map((x) => x.aval),
        ),
        params.given,
      )
      const given = chosen(directions, split.backward.wants)
      const found = inlineJaxpr(split.backward.jaxpr, [...results.slice(params.bwd.outvars.length), ...given])
      return { outputs, tangents: place(moving, place(split.nonzero, found).slice(left.length)) }
    },
  }),
  batch: (lanes, params, context) => {
    const { size } = context
    const [constsB, fwdB, bwdB, xsB] = fourParts(
      lanes.map((l) => l.batched),
      params,
    )
    const n = params.jaxpr.outvars.length
    const body = context.recurse.batch(params.jaxpr, [...constsB, ...xsB], context)
    const forward = context.recurse.batch(params.fwd, [...fwdB, ...xsB], context)
    const [valueB, residualB] = cut(forward.batched, n)
    const outB = either(body.batched, valueB)
    const jaxpr = returning(body, outB, size)
    const fwd = returning(forward, [...outB, ...residualB], size)
    const ctB = chosen(
      outB,
      outAvals(params.jaxpr).map((a) => isFloat(a.dtype)),
    )
    const back = context.recurse.batch(params.bwd, [...bwdB, ...residualB, ...ctB], context)
    const wanted = chosen(xsB, params.given)
    // the cotangent of what all lanes share is the sum over the lanes
    const bwd = program(inAvals(back.jaxpr), (ins) =>
      inlineJaxpr(back.jaxpr, ins).map((ct, i) => {
        const batched = back.batched[i]!
        if (wanted[i]) return asBatch(ct, batched, size)
        return reduceSum(asBatch(ct, batched, size), [0])
      }),
    )
    const values = lanes.map((l) => l.value)
    return bind(customVjpP, values, { ...params, jaxpr, fwd, bwd }).map((value, i) => ({ value, batched: outB[i]! }))
  },
  evaluate: (inputs, params, run) => {
    const [consts, , , xs] = fourParts(inputs, params)
    return run(params.jaxpr, [...consts, ...xs])
  },
  lower: (inputs, params, to) => {
    const [consts, , , xs] = fourParts(inputs, params)
    return to.call(params.jaxpr, [...consts, ...xs])
  },
})
