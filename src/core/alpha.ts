// Equality of programs up to the names of variables, and a key that equal programs share.
import { showAval } from "./aval.js"
import { type Atom, isJaxpr, isLiteral, type Jaxpr, type Param, type Params, type Var } from "./jaxpr.js"

const showNumber = (x: number): string => (Object.is(x, -0) ? "-0" : String(x))

/** The parameters of an equation as a text that equal parameters share. */
export const hashParams = (params: Params): string => keyOfParam(params)

const keyOfParam = (p: Param): string => {
  if (isJaxpr(p)) return `{${hashJaxpr(p)}}`
  if (typeof p === "number") return showNumber(p)
  if (typeof p !== "object" || p === null) return JSON.stringify(p)
  if (Array.isArray(p)) return `[${p.map(keyOfParam).join()}]`
  return `(${Object.entries(p as { readonly [key: string]: Param })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}:${keyOfParam(value)}`)
    .join()})`
}

/**
 * The program as a text in which variables are numbers in the order of their binding: equal for programs that are equal up to names, and
 * different for others. Source lines do not count.
 */
export const hashJaxpr = (jaxpr: Jaxpr): string => {
  const numbers = new Map<Var, number>()
  const declare = (v: Var): string => {
    numbers.set(v, numbers.size)
    return showAval(v.aval)
  }
  const show = (a: Atom): string => (isLiteral(a) ? `${showNumber(a.value)}:${showAval(a.aval)}` : `%${numbers.get(a) ?? "?"}`)
  const lines = [`${jaxpr.constvars.map(declare).join()};${jaxpr.invars.map(declare).join()}`]
  for (const { primitive, inputs, params, outputs } of jaxpr.eqns) {
    const used = inputs.map(show).join()
    lines.push(`${primitive.name}${keyOfParam(params)}${used}>${outputs.map(declare).join()}`)
  }
  lines.push(jaxpr.outvars.map(show).join())
  return lines.join("\n")
}

/** Whether two programs differ at most in the names of their variables and in their source lines. */
export const alphaEquals = (a: Jaxpr, b: Jaxpr): boolean => hashJaxpr(a) === hashJaxpr(b)

/** Equality of programs as an `Eq`. */
export const eqJaxpr = { equals: alphaEquals } as const
