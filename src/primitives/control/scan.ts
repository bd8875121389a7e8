// `scan`: a loop of known length. A carry goes through the steps; slices of arrays go in, slices of arrays come out.
//   c₀ = init;   (cₜ₊₁, yₜ) = body(consts, cₜ, xₜ)   for t = 0 … length − 1, or backwards
import type { NDArray } from "../../core/array.js"
import type { Aval } from "../../core/aval.js"
import { eliminateDeadCode, inputsOf, usedInputs } from "../../core/dce.js"
import type { Issue } from "../../core/issue.js"
import { inAvals, outAvals } from "../../core/jaxpr.js"
import { custom, definePrimitive, type OutAval, type Primitive, type Pruned } from "../../core/primitive.js"
import { type Tensor, workingArray } from "../../core/tensor.js"
import { bind } from "../../core/trace.js"
import { alike, chosen, type Flags, fixpoint, withLeading } from "./lists.js"
import { batchScan } from "./scanbatch.js"
import { forwardScan } from "./scanforward.js"
import { type ScanParams, threeParts, twoParts } from "./scanparams.js"
import { reverseScan } from "./scanreverse.js"
import { splitScan } from "./scansplit.js"

const fault = (need: string, got: string): Issue => ({ code: "jaxpr/scan", need, got })

const scanFits = (avals: readonly Aval[], { jaxpr, length, numConsts, numCarry }: ScanParams): Issue | undefined => {
  const given = inAvals(jaxpr)
  if (avals.length !== given.length) return fault(`${given.length} operands are needed`, `${avals.length}`)
  const wanted = given.map((a, i) => (i < numConsts + numCarry ? a : withLeading(length, a)))
  if (!wanted.every((a, i) => alike(a, avals[i] as Aval)))
    return {
      code: "jaxpr/scan",
      need: "operands must have the avals that the body was traced for, scanned ones with the length in front",
      avals,
    }
  const carry = given.slice(numConsts, numConsts + numCarry)
  return carry.every((a, i) => jaxpr.outvars[i] !== undefined && alike(a, (jaxpr.outvars[i] as { aval: Aval }).aval))
    ? undefined
    : fault("the body must return a carry of the avals that it takes", `${jaxpr.outvars.length} results`)
}

const scanOutputs = ({ jaxpr, length, numConsts, numCarry }: ScanParams): readonly OutAval[] =>
  outAvals(jaxpr).map((a, i) => {
    if (i >= numCarry) return withLeading(length, a)
    return { ...a, weakType: a.weakType && inAvals(jaxpr)[numConsts + i]!.weakType }
  })

/** Slice `t` of an array along its first axis. */
const sliceAt = (x: Tensor, t: number): Tensor => {
  const shape = x.shape.slice(1)
  const size = x.data.length / x.shape[0]!
  return { shape, dtype: x.dtype, data: x.data.slice(t * size, (t + 1) * size) }
}

const evaluate: Primitive<ScanParams>["evaluate"] = (inputs, params, run) => {
  const { jaxpr, length, reverse, numCarry } = params
  const [consts, init, xs] = threeParts(inputs, params)
  const ys = scanOutputs(params)
    .slice(numCarry)
    .map(({ shape, dtype }): Tensor => ({ shape, dtype, data: workingArray(shape, dtype) }))
  let carry: readonly Tensor[] = init
  for (let step = 0; step < length; step++) {
    const t = reverse ? length - 1 - step : step
    const results = run(jaxpr, [...consts, ...carry, ...xs.map((x) => sliceAt(x, t))])
    carry = results.slice(0, numCarry)
    results.slice(numCarry).forEach(({ data }, k) => {
      ys[k]!.data.set(data, t * data.length)
    })
  }
  return [...carry, ...ys]
}

/** Which carries a live output needs, through any number of steps. */
const liveCarry = (params: ScanParams, live: Flags): Flags => {
  const [last, ys] = twoParts(live, params)
  const needs = (carry: Flags): Flags =>
    threeParts(usedInputs({ ...params.jaxpr, outvars: chosen(params.jaxpr.outvars, [...carry, ...ys]) }), params)[1]
  return fixpoint(last, needs)
}

const prune = (params: ScanParams, live: Flags): Pruned<ScanParams> => {
  const { jaxpr, numConsts, numCarry } = params
  const carry = liveCarry(params, live)
  const outputs = [...carry, ...live.slice(numCarry)]
  const rest = eliminateDeadCode({ ...jaxpr, outvars: chosen(jaxpr.outvars, outputs) })
  const inputs = inputsOf(rest).map((used, i) => (i >= numConsts && i < numConsts + numCarry ? carry[i - numConsts]! : used))
  return {
    params: {
      ...params,
      jaxpr: { ...rest, invars: chosen(rest.invars, inputs) },
      numConsts: inputs.slice(0, numConsts).filter(Boolean).length,
      numCarry: carry.filter(Boolean).length,
    },
    inputs,
    outputs,
  }
}

/** A loop. (`lax.scan`; printed `scan[jaxpr={…} length=… numCarry=… numConsts=… reverse=… unroll=…]`) */
export const scanP: Primitive<ScanParams> = definePrimitive<ScanParams>({
  name: "scan",
  shape: (avals, params) => scanFits(avals, params) ?? scanOutputs(params),
  derivative: custom({ jvp: forwardScan(scan), vjp: reverseScan(scan) }),
  batch: batchScan(scan),
  evaluate,
  lower: (inputs, params, to) => {
    const { jaxpr: body, length, reverse, unroll } = params
    return to.scan({ body, length, reverse, unroll }, ...threeParts(inputs, params))
  },
  prune,
  split: splitScan(scan),
})

/** Runs a loop; see `ScanParams`. */
export function scan(inputs: readonly NDArray[], params: ScanParams): readonly NDArray[] {
  return bind(scanP, inputs, params)
}
