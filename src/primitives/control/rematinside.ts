// Rematerialization inside loops, branches and calls: their bodies keep what the policy lets them keep, beside their results, and what makes
// the rest again is a loop, a branch or a call that is given it.
import type { Atom, Eqn, Jaxpr, Params, Var } from "../../core/jaxpr.js"
import { newVar } from "../../core/jaxpr.js"
import type { Primitive } from "../../core/primitive.js"
import { inlineJaxpr } from "../../core/trace.js"
import { type CondParams, condP } from "./cond.js"
import { type JitParams, jitP } from "./jit.js"
import { joinResiduals } from "./joined.js"
import { chosen, count, cut, type Flags, program, withLeading } from "./lists.js"
import type { Rematerialized } from "./remat.js"
import { scanP } from "./scan.js"
import { type ScanParams, threeParts, twoParts } from "./scanparams.js"

/** An equation in two: what runs the first time, and what makes the wanted outputs again. */
export interface RematerializedEqn {
  readonly first: Eqn
  /** Outputs of `first` that are kept. */
  readonly saved: readonly Var[]
  /** None if all that is wanted is kept. */
  readonly again: Eqn | undefined
}

/** `rematerialize` under one policy, and whether that keeps an equation's results. */
export interface Inside {
  readonly rematerialize: (forward: Jaxpr, outputs: number) => Rematerialized
  readonly saves: (eqn: Eqn) => boolean
}

type Rule = (eqn: Eqn, wanted: Flags, inside: Inside) => RematerializedEqn

const eqnOf = (eqn: Eqn, params: object, inputs: readonly Atom[], outputs: readonly Var[]): Eqn => ({
  ...eqn,
  params: params as Params,
  inputs,
  outputs,
})

/** Which results of a body the policy keeps as they are. */
const keptResults = ({ eqns, outvars }: Jaxpr, wanted: Flags, { saves }: Inside): Flags => {
  const kept = new Set<Atom>(eqns.filter(saves).flatMap((e) => e.outputs))
  return outvars.map((a, i) => wanted[i] === true && kept.has(a))
}

/** A body made again for some of its results, and what it keeps for that. */
const partsOf = (body: Jaxpr, again: Flags, inside: Inside) => {
  const n = body.outvars.length
  const parts = inside.rematerialize({ ...body, outvars: [...body.outvars, ...chosen(body.outvars, again)] }, n)
  return { ...parts, saved: parts.first.outvars.slice(n) as readonly Var[] }
}

const scanInside: Rule = (eqn, wanted, inside) => {
  const params = eqn.params as unknown as ScanParams
  const { jaxpr: body, length, numCarry } = params
  const kept = keptResults(body, wanted, inside)
  const missing = wanted.map((w, i) => w && !kept[i])
  if (!missing.includes(true)) return { first: eqn, saved: chosen(eqn.outputs, kept), again: undefined }
  // what is missing may need carries that nobody else wants
  const live = scanP.prune?.(params, missing).outputs as Flags
  const { first, again, used, saved } = partsOf(body, live, inside)
  const stacked = saved.map((v) => {
    const k = body.outvars.indexOf(v, numCarry)
    return k < 0 ? newVar(withLeading(length, v.aval)) : (eqn.outputs[k] as Var)
  })
  const isNew = stacked.map((v) => !eqn.outputs.includes(v))
  const [constsU, , xsU] = threeParts(used, params)
  const [carryL] = twoParts(live, params)
  const taken = [...constsU, ...carryL, ...xsU]
  return {
    first: eqnOf(eqn, { ...params, jaxpr: { ...first, outvars: [...body.outvars, ...chosen(saved, isNew)] } }, eqn.inputs, [
      ...eqn.outputs,
      ...chosen(stacked, isNew),
    ]),
    saved: [...new Set([...chosen(eqn.outputs, kept), ...stacked])],
    again: eqnOf(
      eqn,
      {
        ...params,
        jaxpr: { ...again, invars: [...chosen(body.invars, taken), ...saved] },
        numConsts: count(constsU),
        numCarry: count(carryL),
      },
      [...chosen(eqn.inputs, taken), ...stacked],
      chosen(eqn.outputs, live).map((v, i) => (chosen(missing, live)[i] ? v : newVar(v.aval))),
    ),
  }
}

const callInside: Rule = (eqn, wanted, inside) => {
  const params = eqn.params as unknown as JitParams
  const kept = keptResults(params.jaxpr, wanted, inside)
  const missing = wanted.map((w, i) => w && !kept[i])
  const { first, again, used, saved } = partsOf(params.jaxpr, missing, inside)
  const extra = saved.map((v) => newVar(v.aval))
  return {
    first: eqnOf(eqn, { ...params, jaxpr: first }, eqn.inputs, [...eqn.outputs, ...extra]),
    saved: [...chosen(eqn.outputs, kept), ...extra],
    again: missing.includes(true)
      ? eqnOf(eqn, { ...params, jaxpr: again }, [...chosen(eqn.inputs, used), ...extra], chosen(eqn.outputs, missing))
      : undefined,
  }
}

const condInside: Rule = (eqn, wanted, inside) => {
  const { branches } = eqn.params as unknown as CondParams
  const [index, ...operands] = eqn.inputs as readonly [Atom, ...Atom[]]
  const n = eqn.outputs.length
  const parts = branches.map((b) => partsOf(b, wanted, inside))
  const joined = joinResiduals(
    parts.map((p) => p.first),
    n,
  )
  const extra = joined.slots.map(newVar)
  const again = parts.map((p, i) =>
    program([...operands.map((a) => a.aval), ...joined.slots], (ins) => {
      const [xs, slots] = cut(ins, operands.length)
      return inlineJaxpr(p.again, [...chosen(xs, p.used), ...joined.read(i, slots, xs)])
    }),
  )
  return {
    first: eqnOf(eqn, { branches: joined.forwards }, eqn.inputs, [...eqn.outputs, ...extra]),
    saved: extra,
    again: eqnOf(eqn, { branches: again }, [index, ...operands, ...extra], chosen(eqn.outputs, wanted)),
  }
}

const rules = new Map<Primitive, Rule>([
  [scanP as unknown as Primitive, scanInside],
  [jitP as unknown as Primitive, callInside],
  [condP as unknown as Primitive, condInside],
])

/** An equation with programs in it in two, where there is a rule for it. `wanted` says which of its outputs are needed later. */
export const rematerializeInside = (eqn: Eqn, wanted: Flags, inside: Inside): RematerializedEqn | undefined =>
  rules.get(eqn.primitive)?.(eqn, wanted, inside)
