// A scan over a batch: one loop whose steps work on all lanes. A carry is batched if it starts so or becomes so in some step.
import type { Primitive } from "../../core/primitive.js"
import { moveAxis } from "../vector.js"
import { asBatch, type Flags, fixpoint, returning } from "./lists.js"
import { type BindScan, type ScanParams, threeParts, twoParts } from "./scanparams.js"

export const batchScan =
  (scan: BindScan): Primitive<ScanParams>["batch"] =>
  (lanes, params, context) => {
    const { jaxpr, numCarry } = params
    const { size, recurse } = context
    const [consts, init, xs] = threeParts(lanes, params)
    const flagsOf = (some: typeof lanes): Flags => some.map((l) => l.batched)
    const batchWith = (flags: Flags) => recurse.batch(jaxpr, [...flagsOf(consts), ...flags, ...flagsOf(xs)], context)
    const carryB = fixpoint(flagsOf(init), (flags) => twoParts(batchWith(flags).batched, params)[0])
    const body = batchWith(carryB)
    const outB = [...carryB, ...twoParts(body.batched, params)[1]]
    const full = returning(body, outB, size)
    const operands = [
      ...consts.map((l) => l.value),
      ...init.map((l, i) => (carryB[i] ? asBatch(l.value, l.batched, size) : l.value)),
      // steps come first, lanes second
      ...xs.map((l) => (l.batched ? moveAxis(l.value, 0, 1) : l.value)),
    ]
    return scan(operands, { ...params, jaxpr: full }).map((y, i) => ({
      value: i >= numCarry && outB[i] ? moveAxis(y, 1, 0) : y,
      batched: outB[i] === true,
    }))
  }
