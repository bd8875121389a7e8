// Bodies of loops and branches: a user's function of trees, traced once into a sub-program that takes what it closed over as inputs.
import type { NDArray } from "../../core/array.js"
import type { Aval } from "../../core/aval.js"
import { eliminateDeadCode } from "../../core/dce.js"
import { constantsAsInputs, type Jaxpr } from "../../core/jaxpr.js"
import { nameOf, traceTree } from "../../transforms/arguments.js"
import type { TreeDef } from "../../tree/treedef.js"

export interface Body {
  /** `(consts…, arguments…) ↦ results…` */
  readonly jaxpr: Jaxpr
  readonly consts: readonly NDArray[]
  readonly outTree: TreeDef
}

type AnyFunction = (...args: never[]) => unknown

/** Traces `f` on the arguments whose structure is `inTree`, a list. */
export const traceBody = (f: AnyFunction, inTree: TreeDef, avals: readonly Aval[], transform: string): Body => {
  const call = (args: readonly unknown[]): unknown => (f as (...args: readonly unknown[]) => unknown)(...args)
  const { jaxpr, consts, outTree } = traceTree(call, inTree, avals, { transform, name: nameOf(f) })
  const live = eliminateDeadCode(jaxpr)
  return { jaxpr: constantsAsInputs(live), consts, outTree }
}
