// What a loop's forward pass leaves for later, and at what price: values that are the same in every step are kept once,
// slices of arrays that the loop runs over are kept already, and only the rest is stacked.
import { eliminateDeadCode, hasEffects } from "../../core/dce.js"
import { type Atom, isLiteral, type Jaxpr } from "../../core/jaxpr.js"
import type { Flags } from "./lists.js"

export interface LoopResiduals {
  /** The forward body, whose residuals are only those that must be stacked. */
  readonly forward: Jaxpr
  /** `consts ↦ the residuals that are the same in every step` */
  readonly invariant: Jaxpr
  /** Which residuals those are. */
  readonly fixed: Flags
  /** For each of the others: the position among the scanned arrays where it is found, or undefined where it is stacked. */
  readonly found: readonly (number | undefined)[]
}

/** Sorts the residuals of a forward body `(consts, carry, xs) ↦ (outputs, residuals)`. */
export const sortResiduals = (body: Jaxpr, outputs: number, consts: number, carry: number): LoopResiduals => {
  const constants = body.invars.slice(0, consts)
  const scanned: readonly Atom[] = body.invars.slice(consts + carry)
  const still = new Set<Atom>(constants)
  const isStill = (a: Atom): boolean => isLiteral(a) || still.has(a)
  const steady = body.eqns.filter((eqn) => {
    const same = !hasEffects(eqn) && eqn.inputs.every(isStill)
    if (same) for (const v of eqn.outputs) still.add(v)
    return same
  })
  const residuals = body.outvars.slice(outputs)
  const moving = residuals.filter((a) => !isStill(a))
  const stacked = moving.filter((a) => !scanned.includes(a))
  return {
    forward: eliminateDeadCode({ ...body, outvars: [...body.outvars.slice(0, outputs), ...stacked] }),
    invariant: eliminateDeadCode({ constvars: [], invars: constants, eqns: steady, outvars: residuals.filter(isStill) }),
    fixed: residuals.map(isStill),
    found: moving.map((a) => (scanned.includes(a) ? scanned.indexOf(a) : undefined)),
  }
}

/** The residuals that a loop runs over: slices it had, and what it stacked. */
export const loopResiduals = <T>({ found }: LoopResiduals, xs: readonly T[], stacked: readonly T[]): readonly T[] => {
  let next = 0
  return found.map((at) => (at === undefined ? stacked[next++] : xs[at]) as T)
}
