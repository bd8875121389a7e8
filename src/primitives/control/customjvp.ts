// `custom_jvp_call`: a sub-program that comes with its derivative, a program of values and tangents that the user wrote.
//   rule : (x, ẋ) ↦ (f(x), f′(x)·ẋ), linear in ẋ; reverse mode is its transpose
import type { NDArray } from "../../core/array.js"
import { isFloat } from "../../core/dtype.js"
import { raise } from "../../core/errors.js"
import { type Jaxpr, outAvals } from "../../core/jaxpr.js"
import { custom, definePrimitive, type Maybe, type Primitive } from "../../core/primitive.js"
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

const isMoving = ({ aval }: { readonly aval: NDArray["aval"] }): boolean => isFloat(aval.dtype)

/** A function with a derivative of the user's. (`jax.custom_jvp`; printed `custom_jvp_call[jaxpr={…} name=… rule={…}]`) */
export const customJvpP: Primitive<CustomJvpParams> = definePrimitive<CustomJvpParams>({
  name: "custom_jvp_call",
  shape: (_, { jaxpr }) => outAvals(jaxpr),
  derivative: custom({
    jvp: (inputs, tangents, params) => {
      requireStill(tangents.slice(0, params.numConsts).map(isArray), params.name, "customJvp")
      const [, consts, xs] = threeParts(inputs, params)
      const [, , dxs] = threeParts(tangents, params)
      const moving = xs.map(isMoving)
      const given = chosen(
        filled(
          dxs,
          xs.map((x) => x.aval),
        ),
        moving,
      )
      const [outputs, found] = cut(inlineJaxpr(params.rule, [...consts, ...xs, ...given]), params.jaxpr.outvars.length)
      return { outputs, tangents: place(outputs.map(isMoving), found) }
    },
    // the rule is linear in the tangents, so its pullback at tangents of zero is the transpose
    vjp: (inputs, active, params, recurse) => {
      requireStill(active.slice(0, params.numConsts), params.name, "customJvp")
      const [, consts, xs] = threeParts(inputs, params)
      const [, , xsA] = threeParts(active, params)
      const moving = xs.map(isMoving)
      const n = params.jaxpr.outvars.length
      const directions = chosen(xs, moving).map((x) => zerosOf(x.aval))
      const split = recurse.vjp(params.rule, [...all(consts, false), ...all(xs, false), ...chosen(xsA, moving)])
      const [results, residuals] = cut(inlineJaxpr(split.forward, [...consts, ...xs, ...directions]), params.rule.outvars.length)
      const outputs = results.slice(0, n)
      const outs = outAvals(params.jaxpr)
      const pullback = (cts: readonly Maybe[]): readonly Maybe[] => {
        const ctTangents = chosen(filled(cts, outs), outputs.map(isMoving))
        const given = chosen([...outs.map(zerosOf), ...ctTangents], split.backward.wants)
        const found = place(split.nonzero, inlineJaxpr(split.backward.jaxpr, [...residuals, ...given]))
        const back = found.slice(consts.length + xs.length)
        const before = inputs.slice(0, params.numConsts + consts.length).map(() => undefined)
        return [...before, ...(place(moving, back) as readonly Maybe[])]
      }
      return { outputs, pullback }
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
    const float = outAvals(params.jaxpr).map((a) => isFloat(a.dtype))
    const [valueB, tangentB] = cut(rule.batched, float.length)
    // values and tangents of one result are batched together
    const outB = [valueB, place(float, tangentB).map((b) => b === true)].reduce(either, body.batched)
    const values = lanes.map((l) => l.value)
    const full = {
      ...params,
      jaxpr: returning(body, outB, context.size),
      rule: returning(rule, [...outB, ...chosen(outB, float)], context.size),
    }
    return bind(customJvpP, values, full).map((value, i) => ({ value, batched: outB[i]! }))
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
