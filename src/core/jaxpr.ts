// The IR: a small, typed, first-order program as plain data. Nothing here is ever mutated.
//   Jaxpr = { lambda constvars ; invars. let eqns in outvars }
import type { Aval } from "./aval.js"
import type { Primitive } from "./primitive.js"
import type { Source } from "./source.js"

/** A variable: bound once, known by identity. Names appear only when a program is printed. */
export interface Var {
  readonly aval: Aval
}

/** A rank-0 constant written in the program. Booleans are 0 and 1. */
export interface Literal {
  readonly aval: Aval
  readonly value: number
}

export type Atom = Var | Literal

/** What an equation may carry beside its inputs: static data that prints, parses, hashes and compares, or a sub-program. */
export type Param = number | boolean | string | null | readonly Param[] | { readonly [key: string]: Param } | Jaxpr

export type Params = { readonly [key: string]: Param }

export interface Eqn {
  readonly primitive: Primitive
  readonly inputs: readonly Atom[]
  readonly params: Params
  readonly outputs: readonly Var[]
  /** The user's line that made the equation. Not part of the program's meaning: ignored by equality and hash. */
  readonly source?: Source
}

export interface Jaxpr {
  /** Arrays captured from outside; sub-programs in params have none, theirs are explicit inputs. */
  readonly constvars: readonly Var[]
  readonly invars: readonly Var[]
  readonly eqns: readonly Eqn[]
  readonly outvars: readonly Atom[]
}

export const newVar = (aval: Aval): Var => ({ aval })

export const isLiteral = (a: Atom): a is Literal => "value" in a

export const isJaxpr = (p: unknown): p is Jaxpr => typeof p === "object" && p !== null && "eqns" in p && "outvars" in p

/** The sub-programs that an equation carries in its params, in the order of the params. */
export const subJaxprs = (params: Params): readonly Jaxpr[] =>
  Object.values(params).flatMap((p) => (isJaxpr(p) ? [p] : Array.isArray(p) ? p.filter(isJaxpr) : []))

/** The same program with its captured constants as leading arguments. */
export const constantsAsInputs = (jaxpr: Jaxpr): Jaxpr =>
  jaxpr.constvars.length === 0 ? jaxpr : { ...jaxpr, constvars: [], invars: [...jaxpr.constvars, ...jaxpr.invars] }

export const inAvals = (jaxpr: Jaxpr): readonly Aval[] => jaxpr.invars.map((v) => v.aval)
export const outAvals = (jaxpr: Jaxpr): readonly Aval[] => jaxpr.outvars.map((a) => a.aval)
