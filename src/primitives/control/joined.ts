// Residuals of branches, of which one runs: they share one list of slots, filled with zeros by branches that leave less.
// What a branch leaves of its own arguments takes no slot.
import type { NDArray } from "../../core/array.js"
import type { Aval } from "../../core/aval.js"
import { inAvals, isLiteral, type Jaxpr, type Var } from "../../core/jaxpr.js"
import { inlineJaxpr } from "../../core/trace.js"
import { zerosOf } from "../vector.js"
import { alike, cut, program } from "./lists.js"

export interface JoinedResiduals {
  /** `arguments ↦ (outputs, slots)`, alike for all branches */
  readonly forwards: readonly Jaxpr[]
  readonly slots: readonly Aval[]
  /** Picks the residuals of branch `i` out of the slots and the arguments. */
  readonly read: (i: number, slots: readonly NDArray[], operands: readonly NDArray[]) => readonly NDArray[]
}

type Place = { readonly slot: number } | { readonly operand: number }

/** Gives each residual the first free slot of its type. */
const placesIn = (forward: Jaxpr, outputs: number, slots: Aval[]): readonly Place[] => {
  const taken = new Set<number>()
  return forward.outvars.slice(outputs).map((a) => {
    const operand = isLiteral(a) ? -1 : forward.invars.indexOf(a as Var)
    if (operand >= 0) return { operand }
    const free = slots.findIndex((s, k) => !taken.has(k) && alike(s, a.aval))
    const slot = free < 0 ? slots.push(a.aval) - 1 : free
    taken.add(slot)
    return { slot }
  })
}

/** Joins forward programs `arguments ↦ (outputs, residuals)` of branches. */
export const joinResiduals = (branches: readonly Jaxpr[], outputs: number): JoinedResiduals => {
  const slots: Aval[] = []
  const places = branches.map((b) => placesIn(b, outputs, slots))
  const forwards = branches.map((branch, i) =>
    program(inAvals(branch), (ins) => {
      const [outs, residuals] = cut(inlineJaxpr(branch, ins), outputs)
      return [
        ...outs,
        ...slots.map((s, k) => residuals[(places[i] as readonly Place[]).findIndex((p) => "slot" in p && p.slot === k)] ?? zerosOf(s)),
      ]
    }),
  )
  const read: JoinedResiduals["read"] = (i, filled, operands) =>
    (places[i] as readonly Place[]).map((p) => ("slot" in p ? filled[p.slot] : operands[p.operand]) as NDArray)
  return { forwards, slots, read }
}
