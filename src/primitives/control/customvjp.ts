// `custom_vjp_call`: a sub-program that comes with its own reverse mode, two programs that the user wrote.
//   fwd : x ↦ (f(x), residuals)        bwd : (residuals, ȳ) ↦ x̄
import type { NDArray } from "../../core/array.js"
import type { Aval } from "../../core/aval.js"
import { usedInputs } from "../../core/dce.js"
import { isInexact } from "../../core/dtype.js"
import { raise } from "../../core/errors.js"
import { inAvals, type Jaxpr, outAvals } from "../../core/jaxpr.js"
import { type BatchContext, custom, definePrimitive, type Maybe, type Primitive, type SplitVjp } from "../../core/primitive.js"
import { bind, inlineJaxpr } from "../../core/trace.js"
import { reduceSum } from "../sum.js"
import { zerosOf } from "../vector.js"
import { requireStill } from "./customjvp.js"
import { all, asBatch, chosen, cut, either, type Flags, filled, isArray, place, program, returning } from "./lists.js"

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
  /** Which rules that ask for zeros: a number given out by this process. */
  readonly symbolicZeros?: number
}

const fourParts = <T>(xs: readonly T[], { numConsts, fwdConsts, bwdConsts }: CustomVjpParams) => cut(xs, numConsts, fwdConsts, bwdConsts)

/** The forward rule for one pattern of what is differentiated, and the backward rule to it. */
export interface VjpRules {
  /** `(closed-over…, x…) ↦ (y…, residuals…)` */
  readonly fwd: Jaxpr
  /** The backward rule where these y have a cotangent. */
  readonly bwd: (wanted: Flags) => BackwardRuleProgram
}

export interface BackwardRuleProgram {
  /** `(closed-over…, residuals…, ȳ of the wanted y…) ↦ x̄ of the given x…` */
  readonly jaxpr: Jaxpr
  readonly given: Flags
}

/** The rules where these x are differentiated. */
export type VjpRulesFor = (active: Flags) => VjpRules

const isMoving = ({ aval }: { readonly aval: Aval }): boolean => isInexact(aval.dtype)

const runForward = (inputs: readonly NDArray[], params: CustomVjpParams, { fwd }: VjpRules) => {
  const [, fwdConsts, bwdConsts, xs] = fourParts(inputs, params)
  const [outputs, residuals] = cut(inlineJaxpr(fwd, [...fwdConsts, ...xs]), params.jaxpr.outvars.length)
  return { outputs, bwdConsts, residuals, moving: outputs.map(isMoving) }
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

/** `fwd` over a batch; `outB` says from what it came to be which results shall be batched. Residuals stay what they are. */
const forwardOverBatch = (fwd: Jaxpr, flags: Flags, outB: (found: Flags) => Flags, context: BatchContext) => {
  const forward = context.recurse.batch(fwd, flags, context)
  const wanted = outB(forward.batched)
  const residualB = forward.batched.slice(wanted.length)
  return { fwd: returning(forward, [...wanted, ...residualB], context.size), outB: wanted, residualB }
}

/** `bwd` over a batch. The cotangent of what all lanes share is the sum over the lanes. */
const backwardOverBatch = (bwd: Jaxpr, flags: Flags, wanted: Flags, context: BatchContext): Jaxpr => {
  const back = context.recurse.batch(bwd, flags, context)
  return program(inAvals(back.jaxpr), (ins) =>
    inlineJaxpr(back.jaxpr, ins).map((ct, i) => {
      const whole = asBatch(ct, back.batched[i]!, context.size)
      return wanted[i] ? whole : reduceSum(whole, [0])
    }),
  )
}

/** `rulesFor` over a batch. All results are batched: in another pattern others might depend on the batch. */
const rulesOverBatch =
  (rulesFor: VjpRulesFor, [fwdB, bwdB, xsB]: readonly [Flags, Flags, Flags], outs: readonly Aval[], context: BatchContext): VjpRulesFor =>
  (active) => {
    const rules = rulesFor(active)
    const forward = forwardOverBatch(rules.fwd, [...fwdB, ...xsB], () => all(outs, true), context)
    const bwd: VjpRules["bwd"] = (wanted) => {
      const { jaxpr, given } = rules.bwd(wanted)
      const flags = [...bwdB, ...forward.residualB, ...chosen(all(outs, true), wanted)]
      return { jaxpr: backwardOverBatch(jaxpr, flags, chosen(xsB, given), context), given }
    }
    return { fwd: forward.fwd, bwd }
  }

/**
 * A function with a reverse mode of the user's. (`jax.custom_vjp`; printed `custom_vjp_call[bwd={…} fwd={…} jaxpr={…} name=…]`)
 * With `rulesFor`, the rules ask what is differentiated, and are known only when the function is; those among the parameters are the ones where
 * all is.
 */
export const customVjpWith = (rulesFor?: VjpRulesFor): Primitive<CustomVjpParams> => {
  const rulesOf = (params: CustomVjpParams, active: Flags): VjpRules =>
    rulesFor?.(active) ?? { fwd: params.fwd, bwd: () => ({ jaxpr: params.bwd, given: params.given }) }
  const self: Primitive<CustomVjpParams> = definePrimitive<CustomVjpParams>({
    name: "custom_vjp_call",
    shape: (_, { jaxpr }) => outAvals(jaxpr),
    derivative: custom({
      vjp: (inputs, active, params) => {
        requireStill(active.slice(0, params.numConsts), params.name, "customVjp")
        const [, , , xs] = fourParts(inputs, params)
        const [, , , xsA] = fourParts(active, params)
        const rules = rulesOf(
          params,
          xs.map((x, i) => isMoving(x) && xsA[i] === true),
        )
        const { outputs, bwdConsts, residuals, moving } = runForward(inputs, params, rules)
        const pullback = (cts: readonly Maybe[]): readonly Maybe[] => {
          const wanted = rulesFor ? cts.map(isArray) : moving
          const { jaxpr, given } = rules.bwd(wanted)
          const found = inlineJaxpr(jaxpr, [...bwdConsts, ...residuals, ...chosen(filled(cts, outAvals(params.jaxpr)), wanted)])
          const before = inputs.length - given.length
          return [...inputs.slice(0, before).map(() => undefined), ...place(given, found)]
        }
        return { outputs, pullback }
      },
      // bwd is f′(x)ᵀ; forward mode is its transpose
      jvp: (inputs, tangents, params, recurse) => {
        requireStill(tangents.slice(0, params.numConsts).map(isArray), params.name, "customVjp")
        const [, , , dxs] = fourParts(tangents, params)
        const [, , , xs] = fourParts(inputs, params)
        const rules = rulesOf(params, dxs.map(isArray))
        const { outputs, bwdConsts, residuals, moving } = runForward(inputs, params, rules)
        const bwd = rules.bwd(moving)
        const left = [...bwdConsts, ...residuals]
        const cts = chosen(outputs, moving)
        const split = recurse.vjp(bwd.jaxpr, [...all(left, false), ...all(cts, true)])
        requireLinear(split, bwd.jaxpr.outvars.length, left.length, params.name)
        const results = inlineJaxpr(split.forward, [...left, ...cts.map((y) => zerosOf(y.aval))])
        const directions = chosen(
          filled(
            dxs,
            xs.map((x) => x.aval),
          ),
          bwd.given,
        )
        const given = chosen(directions, split.backward.wants)
        const found = inlineJaxpr(split.backward.jaxpr, [...results.slice(bwd.jaxpr.outvars.length), ...given])
        return { outputs, tangents: place(moving, place(split.nonzero, found).slice(left.length)) }
      },
    }),
    batch: (lanes, params, context) => {
      const [constsB, fwdB, bwdB, xsB] = fourParts(
        lanes.map((l) => l.batched),
        params,
      )
      const outs = outAvals(params.jaxpr)
      const body = context.recurse.batch(params.jaxpr, [...constsB, ...xsB], context)
      const outsB = (found: Flags): Flags => (rulesFor ? all(outs, true) : either(body.batched, found))
      const { fwd, outB, residualB } = forwardOverBatch(params.fwd, [...fwdB, ...xsB], outsB, context)
      const ctB = chosen(
        outB,
        outs.map((aval) => isMoving({ aval })),
      )
      const bwd = backwardOverBatch(params.bwd, [...bwdB, ...residualB, ...ctB], chosen(xsB, params.given), context)
      const batched = rulesFor ? customVjpWith(rulesOverBatch(rulesFor, [fwdB, bwdB, xsB], outs, context)) : self
      const full = { ...params, jaxpr: returning(body, outB, context.size), fwd, bwd }
      return bind(
        batched,
        lanes.map((l) => l.value),
        full,
      ).map((value, i) => ({ value, batched: outB[i]! }))
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
  return self
}

/** The function whose rules do not ask. */
export const customVjpP: Primitive<CustomVjpParams> = customVjpWith()
