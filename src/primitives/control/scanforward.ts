// Forward mode of a scan: one loop that carries values and tangents.
// Which carries have a tangent is found by going round the loop until nothing changes: at most once for each carry.
import { inAvals } from "../../core/jaxpr.js"
import type { CustomRules } from "../../core/primitive.js"
import { inlineJaxpr } from "../../core/trace.js"
import { chosen, count, cut, type Flags, filled, fixpoint, isArray, place, program } from "./lists.js"
import { type BindScan, type ScanParams, threeParts, twoParts } from "./scanparams.js"

export const forwardScan =
  (scan: BindScan): CustomRules<ScanParams>["jvp"] =>
  (inputs, tangents, params, recurse) => {
    const { jaxpr } = params
    const [constsA, initA, xsA] = threeParts(tangents.map(isArray), params)
    const differentiate = (flags: Flags) => recurse.jvp(jaxpr, [...constsA, ...flags, ...xsA])
    const carryA = fixpoint(initA, (flags) => twoParts(differentiate(flags).nonzero, params)[0])
    const { jaxpr: dual, nonzero } = differentiate(carryA)
    const ysA = twoParts(nonzero, params)[1]

    const [constsIn, carryIn, xsIn] = threeParts(inAvals(jaxpr), params)
    const parts = [constsIn, chosen(constsIn, constsA), carryIn, chosen(carryIn, carryA), xsIn, chosen(xsIn, xsA)]
    const sizes = [constsIn.length, count(constsA), carryIn.length, count(carryA), xsIn.length] as const
    const body = program(parts.flat(), (ins) => {
      const [consts, dconsts, carry, dcarry, xs, dxs] = cut(ins, ...sizes)
      const [results, found] = cut(inlineJaxpr(dual, [...consts, ...carry, ...xs, ...dconsts, ...dcarry, ...dxs]), jaxpr.outvars.length)
      const [next, ys] = twoParts(results, params)
      const [dnext, dys] = twoParts(place(nonzero, found), params)
      return [...next, ...chosen(filled(dnext, carryIn), carryA), ...ys, ...dys.filter(isArray)]
    })

    const [consts, init, xs] = threeParts(inputs, params)
    const [dconsts, dinit, dxs] = threeParts(tangents, params)
    const moving = chosen(filled(dinit, carryIn), carryA)
    const operands = [...consts, ...dconsts.filter(isArray), ...init, ...moving, ...xs, ...dxs.filter(isArray)]
    const results = scan(operands, { ...params, jaxpr: body, numConsts: sizes[0] + sizes[1], numCarry: sizes[2] + sizes[3] })
    const [next, dnext, ys, dys] = cut(results, sizes[2], sizes[3], ysA.length)
    return { outputs: [...next, ...ys], tangents: place([...carryA, ...ysA], [...dnext, ...dys]) }
  }
