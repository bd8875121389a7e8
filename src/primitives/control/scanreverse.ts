// Reverse mode of a scan: the forward loop stacks its residuals, and a loop in the other direction carries the cotangents.
//   c̄ₜ = (∂cₜ₊₁/∂cₜ)ᵀ·c̄ₜ₊₁ + (∂yₜ/∂cₜ)ᵀ·ȳₜ;   the cotangent of a constant is a sum over the steps, that of xₜ comes out stacked
import type { NDArray } from "../../core/array.js"
import { inAvals, outAvals } from "../../core/jaxpr.js"
import type { CustomRules, Maybe } from "../../core/primitive.js"
import { inlineJaxpr } from "../../core/trace.js"
import { add, zerosOf } from "../vector.js"
import { chosen, count, cut, type Flags, filled, fixpoint, isArray, merge, place, program, withLeading } from "./lists.js"
import { loopResiduals, sortResiduals } from "./residuals.js"
import { type BindScan, type ScanParams, threeParts, twoParts } from "./scanparams.js"

export const reverseScan =
  (scan: BindScan): CustomRules<ScanParams>["vjp"] =>
  (inputs, active, params, recurse) => {
    const { jaxpr, length } = params
    const [constsA, initA, xsA] = threeParts(active, params)
    const differentiate = (flags: Flags) => recurse.vjp(jaxpr, [...constsA, ...flags, ...xsA])
    const carryA = fixpoint(initA, (flags) => twoParts(differentiate(flags).backward.wants, params)[0])
    const { forward, backward, nonzero } = differentiate(carryA)
    const [nextW, ysW] = twoParts(backward.wants, params)
    const [constsN, , xsN] = threeParts(nonzero, params)

    const residuals = sortResiduals(forward, jaxpr.outvars.length, params.numConsts, params.numCarry)
    const [consts, , xs] = threeParts(inputs, params)
    const [outputs, stacked] = cut(scan(inputs, { ...params, jaxpr: residuals.forward }), jaxpr.outvars.length)
    const fixed = inlineJaxpr(residuals.invariant, consts)
    const kept = loopResiduals(residuals, xs, stacked)

    const [constsIn, carryIn] = threeParts(inAvals(jaxpr), params)
    const [, ysOut] = twoParts(outAvals(jaxpr), params)
    const carryCt = chosen(carryIn, carryA)
    const sums = chosen(constsIn, constsN)
    const ysCt = chosen(ysOut, ysW)
    const sizes = [fixed.length, carryCt.length, sums.length, kept.length] as const
    const avals = [...fixed.map((x) => x.aval), ...carryCt, ...sums, ...kept.map((x) => ({ ...x.aval, shape: x.shape.slice(1) })), ...ysCt]

    const body = program(avals, (ins) => {
      const [still, ct, totals, moving, cty] = cut(ins, ...sizes)
      const ctNext = chosen(place(carryA, ct), nextW).filter(isArray)
      const found = inlineJaxpr(backward.jaxpr, [...merge(residuals.fixed, still, moving), ...ctNext, ...cty])
      const [dconsts, dcarry, dxs] = threeParts(place(nonzero, found), params)
      const grown = dconsts.filter(isArray).map((d, i) => add(totals[i] as NDArray, d))
      return [...chosen(filled(dcarry, carryIn), carryA), ...grown, ...dxs.filter(isArray)]
    })

    const pullback = (cts: readonly Maybe[]): readonly Maybe[] => {
      const [ctLast, ctYs] = twoParts(cts, params)
      const start = [...chosen(filled(ctLast, carryIn), carryA), ...sums.map(zerosOf)]
      const given = chosen(
        filled(
          ctYs,
          ysOut.map((a) => withLeading(length, a)),
        ),
        ysW,
      )
      const results = scan([...fixed, ...start, ...kept, ...given], {
        ...params,
        jaxpr: body,
        reverse: !params.reverse,
        numConsts: fixed.length,
        numCarry: start.length,
      })
      const [dinit, dconsts, dxs] = cut(results, count(carryA), count(constsN))
      return [...place(constsN, dconsts), ...place(carryA, dinit), ...place(xsN, dxs)]
    }
    return { outputs, pullback }
  }
