// Rematerialization: a forward pass that keeps only what a policy lets it keep, and the program that makes the rest again.
import { eliminateDeadCode, hasEffects } from "../../core/dce.js"
import { type Atom, type Eqn, isLiteral, type Jaxpr, type Var } from "../../core/jaxpr.js"
import { type CheckpointPolicy, looksInside, saves } from "./policy.js"
import { rematerializeInside } from "./rematinside.js"

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
  const first: Eqn[] = []
  const makeAgain = (eqn: Eqn): void => {
    again.push(eqn)
    for (const a of eqn.inputs) if (!isLiteral(a)) needed.add(a)
  }
  const inside = {
    rematerialize: (body: Jaxpr, n: number) => rematerialize(body, n, policy),
    saves: (eqn: Eqn) => saves(policy, eqn),
  }
  for (let i = forward.eqns.length - 1; i >= 0; i--) {
    const eqn = forward.eqns[i] as Eqn
    const wanted = eqn.outputs.map((v) => needed.has(v))
    const parts = looksInside(policy) && wanted.includes(true) && !hasEffects(eqn) ? rematerializeInside(eqn, wanted, inside) : undefined
    first.push(parts?.first ?? eqn)
    if (parts) {
      saved.push(...parts.saved)
      if (parts.again) makeAgain(parts.again)
    } else if (wanted.includes(true) && saves(policy, eqn)) saved.push(...eqn.outputs.filter((_, k) => wanted[k]))
    else if (wanted.includes(true) || hasEffects(eqn)) makeAgain(eqn)
  }
  const kept = [...new Set(saved)]
  const used = forward.invars.map((v) => needed.has(v))
  return {
    first: eliminateDeadCode({ ...forward, eqns: first.reverse(), outvars: [...forward.outvars.slice(0, outputs), ...kept] }),
    again: { constvars: [], invars: [...forward.invars.filter((_, i) => used[i]), ...kept], eqns: again.reverse(), outvars: residuals },
    used,
  }
}
