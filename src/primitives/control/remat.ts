// Rematerialization: a forward pass that keeps only what a policy lets it keep, and the program that makes the rest again.
import { hasEffects } from "../../core/dce.js"
import { type Atom, type Eqn, isLiteral, type Jaxpr, type Var } from "../../core/jaxpr.js"
import { type CheckpointPolicy, saves } from "./policy.js"

export interface Rematerialized {
  /** `x ↦ (outputs, saved)` */
  readonly first: Jaxpr
  /** `(some of x, saved) ↦ residuals` */
  readonly again: Jaxpr
  /** Which of x that is. */
  readonly used: readonly boolean[]
}

/** Splits a forward program `x ↦ (outputs, residuals)`. Effects happen again with what is made again. */
export const rematerialize = (forward: Jaxpr, outputs: number, policy: CheckpointPolicy): Rematerialized => {
  const residuals = forward.outvars.slice(outputs)
  const needed = new Set<Atom>(residuals.filter((a) => !isLiteral(a)))
  const saved: Var[] = []
  const again: Eqn[] = []
  for (let i = forward.eqns.length - 1; i >= 0; i--) {
    const eqn = forward.eqns[i] as Eqn
    const wanted = eqn.outputs.filter((v) => needed.has(v))
    if (wanted.length === 0 && !hasEffects(eqn)) continue
    if (wanted.length > 0 && saves(policy, eqn)) saved.push(...wanted)
    else {
      again.push(eqn)
      for (const a of eqn.inputs) if (!isLiteral(a)) needed.add(a)
    }
  }
  const used = forward.invars.map((v) => needed.has(v))
  return {
    first: { ...forward, outvars: [...forward.outvars.slice(0, outputs), ...saved] },
    again: { constvars: [], invars: [...forward.invars.filter((_, i) => used[i]), ...saved], eqns: again.reverse(), outvars: residuals },
    used,
  }
}
