// Programs as text, in JAX's notation: `{ lambda a:f32[3] ; b:f32[3]. let c:f32[3] = mul a b in (c,) }`.
// First every variable gets its name, in the order in which they are written; then lines are laid out, broken only where they must be.
import type { Show } from "../fp.js"
import { showAval } from "./aval.js"
import { type Atom, type Eqn, isJaxpr, isLiteral, type Jaxpr, type Param, type Params, type Var } from "./jaxpr.js"
import { type Doc, docOfEqn, docOfProgram, group, render, renderEqn } from "./setting.js"
import { showFrame } from "./source.js"
import { nameSupply, showKey, showLiteral, showNumberParam, showPrimitive, showString } from "./words.js"

export interface ShowOptions {
  /** Writes the user's line behind every equation, as a comment. */
  readonly source?: boolean
}

interface Context {
  readonly nextName: () => string
  readonly source: boolean
}

type NameOf = (v: Var) => string

/** Names within one program, given when first asked for. */
const namesIn = ({ nextName }: Context): NameOf => {
  const names = new Map<Var, string>()
  return (v) => {
    const name = names.get(v) ?? nextName()
    names.set(v, name)
    return name
  }
}

const binder = (name: string, v: Var): string => `${name}:${showAval(v.aval)}`

const atom = (nameOf: NameOf, a: Atom): string => (isLiteral(a) ? showLiteral(a) : nameOf(a))

const usedVars = (jaxpr: Jaxpr): ReadonlySet<Atom> => {
  const used = new Set<Atom>(jaxpr.outvars)
  for (const eqn of jaxpr.eqns) for (const a of eqn.inputs) used.add(a)
  return used
}

const program = (jaxpr: Jaxpr, context: Context): Doc => {
  const nameOf = namesIn(context)
  const used = usedVars(jaxpr)
  const bind = (v: Var): string => binder(nameOf(v), v)
  const bindUsed = (v: Var): string => (used.has(v) ? bind(v) : binder("_", v))
  return docOfProgram(
    jaxpr.constvars.map(bind),
    jaxpr.invars.map(bind),
    jaxpr.eqns.map((eqn) => equation(eqn, eqn.outputs.map(bindUsed), nameOf, context)),
    jaxpr.outvars.map((a) => atom(nameOf, a)),
  )
}

const equation = (eqn: Eqn, outputs: readonly string[], nameOf: NameOf, context: Context): ReturnType<typeof docOfEqn> => {
  const params = parameters(eqn.params, context)
  const frame = context.source ? eqn.source?.frame() : undefined
  return docOfEqn({
    outputs,
    primitive: showPrimitive(eqn.primitive.name),
    params,
    inputs: eqn.inputs.map((a) => atom(nameOf, a)),
    ...(frame && { comment: showFrame(frame) }),
  })
}

/** Sorted by name, as JAX prints them, but a function's name comes before its body. */
const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a === b ? 0 : a === "name" ? -1 : b === "name" ? 1 : a < b ? -1 : 1

const fieldsOf = (params: { readonly [key: string]: Param }): readonly (readonly [key: string, value: Param])[] =>
  Object.entries(params)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [showKey(key), value] as const)
    .sort(byKey)

const parameters = (params: Params, context: Context): Doc => {
  const fields = fieldsOf(params)
  return fields.length === 0
    ? ""
    : group(
        "[",
        fields.map(([key, value]) => ({ label: `${key}=`, value: parameter(value, context) })),
        "]",
        " ",
      )
}

const parameter = (p: Param, context: Context): Doc => {
  if (p === null) return "None"
  if (typeof p === "boolean") return p ? "True" : "False"
  if (typeof p === "number") return showNumberParam(p)
  if (typeof p === "string") return showString(p)
  if (isJaxpr(p)) return program(p, context)
  return Array.isArray(p) ? tuple(p, context) : dict(p as { readonly [key: string]: Param }, context)
}

const isText = (d: Doc): d is string => typeof d === "string"

const tuple = (items: readonly Param[], context: Context): Doc => {
  const docs = items.map((p) => parameter(p, context))
  if (docs.every(isText)) return `(${docs.join(", ")}${docs.length === 1 ? "," : ""})`
  return group(
    "(",
    docs.map((value) => ({ label: "", value })),
    ")",
    items.every(isJaxpr) ? " " : ", ",
  )
}

const dict = (entries: { readonly [key: string]: Param }, context: Context): Doc =>
  group(
    "{",
    fieldsOf(entries).map(([key, value]) => ({ label: `${key}: `, value: parameter(value, context) })),
    "}",
    ", ",
  )

const contextOf = ({ source = false }: ShowOptions): Context => ({ nextName: nameSupply(), source })

/**
 * A program as text, which `parseJaxpr` reads back. JAX's notation, with two marks of its own: `~f32[]` is a weak type, and a `_` a result that
 * nobody uses. (`jax.core.Jaxpr.__str__`)
 * @example
 * showJaxpr(makeJaxpr((x: NDArray) => x.sin().mul(2))(np.ones([3])).jaxpr)
 * // { lambda ; a:f32[3]. let b:f32[3] = sin a; c:f32[3] = mul b 2.0:f32[] in (c,) }
 */
export const showJaxpr = (jaxpr: Jaxpr, options: ShowOptions = {}): string => render(program(jaxpr, contextOf(options)))

/** One equation as text, its variables named in the order of operands, then results: `c:f32[3] = mul a b`. */
export const showEqn = (eqn: Eqn): string => {
  const context = contextOf({})
  const nameOf = namesIn(context)
  for (const a of eqn.inputs) if (!isLiteral(a)) nameOf(a)
  const outputs = eqn.outputs.map((v) => binder(nameOf(v), v))
  return renderEqn(equation(eqn, outputs, nameOf, context))
}

/** Programs as an fp-ts `Show`. */
export const jaxprShow: Show<Jaxpr> = { show: (jaxpr) => showJaxpr(jaxpr) }

/** Equations as an fp-ts `Show`. */
export const eqnShow: Show<Eqn> = { show: showEqn }
