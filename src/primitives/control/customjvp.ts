// `custom_jvp_call`: a sub-program that comes with its derivative, a program of values and tangents that the user wrote.
//   rule : (x, ẋ) ↦ (f(x), f′(x)·ẋ), linear in ẋ; reverse mode is its transpose
import type { NDArray } from "../../core/array.js"
import { isInexact } from "../../core/dtype.js"
import { raise } from "../../core/errors.js"
import { type Jaxpr, outAvals } from "../../core/jaxpr.js"
import { type BatchContext, custom, definePrimitive, type Maybe, type Primitive } from "../../core/primitive.js"
import { bind, inlineJaxpr } from "../../core/trace.js"
import { zerosOf } from "../vector.js"
import { all, chosen, cut, either, type Flags, filled, isArray, place, returning } from "./lists.js"

export interface CustomJvpParams {
  readonly name: string
  /** `(closed-over…, x…) ↦ y…` */
  readonly jaxpr: Jaxpr
  /** `(closed-over…, x…, ẋ of float x…) ↦ (y…, ẏ of float y…)` */
  readonly rule: Jaxpr
  /** How many arrays the function and the rule close over; inputs are the function's, the rule's, and x. */
  readonly numConsts: number
  readonly ruleConsts: number
  /** Which rule that asks for zeros: a number given out by this process. */
  readonly symbolicZeros?: number
}

const threeParts = <T>(xs: readonly T[], { numConsts, ruleConsts }: CustomJvpParams) => cut(xs, numConsts, ruleConsts)

/** A derivative that the user wrote knows nothing of what the function closed over. */
export const requireStill = (consts: Flags, name: string, transform: string): void => {
  if (!consts.includes(true)) return
  raise({
    code: "argument/custom-closure",
    op: transform,
    need: `${name} cannot be differentiated with respect to a value that it closes over: its rule speaks of its arguments only`,
    hint: "pass the value as an argument, and let the rule say what its derivative is",
  })
}

const isMoving = ({ aval }: { readonly aval: NDArray["aval"] }): boolean => isInexact(aval.dtype)

/** The rule for one pattern of zeros. */
export interface JvpRuleProgram {
  /** `(closed-over…, x…, ẋ of the active x…) ↦ (y…, ẏ of the nonzero y…)` */
  readonly jaxpr: Jaxpr
  readonly nonzero: Flags
}

/** The rule where these x have a tangent and the others are known not to move. */
export type JvpRuleFor = (active: Flags) => JvpRuleProgram

/** `ruleFor` over a batch. All results are batched: in another pattern of zeros others might depend on the batch. */
const ruleOverBatch =
  (ruleFor: JvpRuleFor, ruleB: Flags, xsB: Flags, context: BatchContext): JvpRuleFor =>
  (active) => {
    const { jaxpr, nonzero } = ruleFor(active)
    const rule = context.recurse.batch(jaxpr, [...ruleB, ...xsB, ...chosen(xsB, active)], context)
    return { jaxpr: returning(rule, all(rule.batched, true), context.size), nonzero }
  }

/**
 * A function with a derivative of the user's. (`jax.custom_jvp`; printed `custom_jvp_call[jaxpr={…} name=… rule={…}]`)
 * With `ruleFor`, the rule asks which tangents are zero, and is known only when the function is differentiated; the rule among the parameters
 * is the one where none is.
 */
export const customJvpWith = (ruleFor?: JvpRuleFor): Primitive<CustomJvpParams> => {
  const ruleOf = (params: CustomJvpParams, moving: Flags, active: Flags): JvpRuleProgram & { readonly active: Flags } =>
    ruleFor
      ? { ...ruleFor(active), active }
      : { jaxpr: params.rule, nonzero: outAvals(params.jaxpr).map((a) => isInexact(a.dtype)), active: moving }
  const self: Primitive<CustomJvpParams> = definePrimitive<CustomJvpParams>({
    name: "custom_jvp_call",
    shape: (_, { jaxpr }) => outAvals(jaxpr),
    derivative: custom({
      jvp: (inputs, tangents, params) => {
        requireStill(tangents.slice(0, params.numConsts).map(isArray), params.name, "customJvp")
        const [, consts, xs] = threeParts(inputs, params)
        const [, , dxs] = threeParts(tangents, params)
        const rule = ruleOf(params, xs.map(isMoving), dxs.map(isArray))
        const directions = filled(
          dxs,
          xs.map((x) => x.aval),
        )
        const given = [...consts, ...xs, ...chosen(directions, rule.active)]
        const [outputs, found] = cut(inlineJaxpr(rule.jaxpr, given), params.jaxpr.outvars.length)
        return { outputs, tangents: place(rule.nonzero, found) }
      },
      // the rule is linear in the tangents, so its pullback at tangents of zero is the transpose
      vjp: (inputs, active, params, recurse) => {
        requireStill(active.slice(0, params.numConsts), params.name, "customJvp")
        const [, consts, xs] = threeParts(inputs, params)
        const [, , xsA] = threeParts(active, params)
        const moving = xs.map(isMoving)
        const rule = ruleOf(
          params,
          moving,
          xsA.map((a, i) => a && moving[i] === true),
        )
        const still = [...consts, ...xs]
        const n = params.jaxpr.outvars.length
        const directions = chosen(xs, rule.active).map((x) => zerosOf(x.aval))
        const split = recurse.vjp(rule.jaxpr, [...all(still, false), ...chosen(xsA, rule.active)])
        const [results, residuals] = cut(inlineJaxpr(split.forward, [...still, ...directions]), rule.jaxpr.outvars.length)
        const outs = outAvals(params.jaxpr)
        const pullback = (cts: readonly Maybe[]): readonly Maybe[] => {
          const ctTangents = chosen(filled(cts, outs), rule.nonzero)
          const given = chosen([...outs.map(zerosOf), ...ctTangents], split.backward.wants)
          const found = place(split.nonzero, inlineJaxpr(split.backward.jaxpr, [...residuals, ...given]))
          const before = inputs.slice(0, params.numConsts + consts.length).map(() => undefined)
          return [...before, ...(place(rule.active, found.slice(still.length)) as readonly Maybe[])]
        }
        return { outputs: results.slice(0, n), pullback }
      },
    }),
    batch: (lanes, params, context) => {
      const [constsB, ruleB, xsB] = threeParts(
        lanes.map((l) => l.batched),
        params,
      )
      const [, , xs] = threeParts(lanes, params)
      const moving = xs.map((l) => isMoving(l.value))
      const body = context.recurse.batch(params.jaxpr, [...constsB, ...xsB], context)
      const rule = context.recurse.batch(params.rule, [...ruleB, ...xsB, ...chosen(xsB, moving)], context)
      const float = outAvals(params.jaxpr).map((a) => isInexact(a.dtype))
      const [valueB, tangentB] = cut(rule.batched, float.length)
      // values and tangents of one result are batched together
      const outB = ruleFor ? all(float, true) : [valueB, place(float, tangentB).map((b) => b === true)].reduce(either, body.batched)
      const values = lanes.map((l) => l.value)
      const full = {
        ...params,
        jaxpr: returning(body, outB, context.size),
        rule: returning(rule, [...outB, ...chosen(outB, float)], context.size),
      }
      const batched = ruleFor ? customJvpWith(ruleOverBatch(ruleFor, ruleB, xsB, context)) : self
      return bind(batched, values, full).map((value, i) => ({ value, batched: outB[i]! }))
    },
    evaluate: (inputs, params, run) => {
      const [consts, , xs] = threeParts(inputs, params)
      return run(params.jaxpr, [...consts, ...xs])
    },
    lower: (inputs, params, to) => {
      const [consts, , xs] = threeParts(inputs, params)
      return to.call(params.jaxpr, [...consts, ...xs])
    },
  })
  return self
}

/** The function whose rule knows nothing of zeros. */
export const customJvpP: Primitive<CustomJvpParams> = customJvpWith()
