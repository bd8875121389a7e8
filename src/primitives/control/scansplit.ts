// A scan split in time: the steps that can be made now leave residuals for a second loop, which makes the others.
import type { NDArray } from "../../core/array.js"
import type { Aval } from "../../core/aval.js"
import { outAvals } from "../../core/jaxpr.js"
import type { Primitive } from "../../core/primitive.js"
import { inlineJaxpr } from "../../core/trace.js"
import { chosen, count, cut, type Flags, fixpoint, merge, not, program } from "./lists.js"
import { loopResiduals, sortResiduals } from "./residuals.js"
import { type BindScan, type ScanParams, threeParts, twoParts } from "./scanparams.js"

export const splitScan =
  (scan: BindScan): NonNullable<Primitive<ScanParams>["split"]> =>
  (avals, params, unknown, recurse) => {
    const { jaxpr } = params
    const [constsU, initU, xsU] = threeParts(unknown, params)
    const splitWith = (flags: Flags) => recurse.split(jaxpr, [...constsU, ...flags, ...xsU], flags)
    const carryU = fixpoint(initU, (flags) => twoParts(splitWith(flags).outUnknown, params)[0])
    const parts = splitWith(carryU)
    const { outUnknown } = parts
    const [constsK, carryK] = [count(not(constsU)), count(not(carryU))]
    const knownOuts = parts.known.outvars.length - parts.residuals
    const residuals = sortResiduals(parts.known, knownOuts, constsK, carryK)
    const loops = residuals.found.length

    // a carry that starts known may become unknown on its way: then its start waits with the rest
    const late = initU.map((u, i) => !u && carryU[i] === true)
    const [constsIn, initIn, xsIn] = threeParts(avals, params)
    const knownIn = [...chosen(constsIn, not(constsU)), ...chosen(initIn, not(initU)), ...chosen(xsIn, not(xsU))]
    const known = program(knownIn, (ins) => {
      const [consts, init, xs] = cut(ins, constsK, count(not(initU)))
      const lateHere = chosen(late, not(initU))
      const start = chosen(init, not(lateHere))
      const results = scan([...consts, ...start, ...xs], { ...params, jaxpr: residuals.forward, numConsts: constsK, numCarry: carryK })
      const [outs, stacked] = cut(results, knownOuts)
      return [...outs, ...chosen(init, lateHere), ...inlineJaxpr(residuals.invariant, consts), ...loopResiduals(residuals, xs, stacked)]
    })
    const left = outAvals(known).slice(knownOuts)
    const unknownIn = [...chosen(constsIn, constsU), ...chosen(initIn, initU), ...chosen(xsIn, xsU)]
    const later = program([...left, ...unknownIn], (ins) => {
      const [started, fixed, moving, consts, init, xs] = cut(
        ins,
        count(late),
        left.length - count(late) - loops,
        loops,
        count(constsU),
        count(initU),
      )
      const start = merge(chosen(initU, carryU), init, started)
      const body = program(
        [...fixed.map((x) => x.aval), ...consts.map((x) => x.aval), ...start.map((x) => x.aval), ...[...moving, ...xs].map(sliceOf)],
        (now) => {
          const [still, own, carry, stacked, slices] = cut(now, fixed.length, consts.length, start.length, loops)
          return inlineJaxpr(parts.unknown, [...merge(residuals.fixed, still, stacked), ...own, ...carry, ...slices])
        },
      )
      return scan([...fixed, ...consts, ...start, ...moving, ...xs], {
        ...params,
        jaxpr: body,
        numConsts: fixed.length + consts.length,
        numCarry: start.length,
      })
    })
    return { known, unknown: later, residuals: left.length, outUnknown }
  }

const sliceOf = (x: NDArray): Aval => ({ ...x.aval, shape: x.shape.slice(1) })
