// Programs from text: the inverse of `print.ts`, by recursive descent. Blanks and line ends are alike, `#` begins a comment; an equation ends
// at a semicolon, or with its line unless the next line is indented further.
import { E, type Either } from "../fp.js"
import type { Aval } from "./aval.js"
import { type DType, dtypeInfo, dtypeOfShort, dtypes, isInexact } from "./dtype.js"
import { JaxprError } from "./errors.js"
import { type Atom, type Eqn, type Jaxpr, newVar, type Params, type Var } from "./jaxpr.js"
import { type ParamReader, paramReader, quotedOr } from "./parseparams.js"
import type { Primitive } from "./primitive.js"
import { type Place, type Scanner, scanner } from "./scan.js"
import { roundTo } from "./tensor.js"

/** Finds a primitive by the name that programs print. */
export type PrimitiveLookup = (name: string) => Primitive | undefined

const anyName = /[A-Za-z_$][\w$]*/y
const binderAhead = /(?!(?:nan|inf|True|False)\b)[A-Za-z_$][\w$]*(?=\s*:)/y
const literalAhead = /(?:True|False|nan|-?inf|-?\d+(?:\.\d*)?(?:e[+-]?\d+)?)(?=:)/y
const operandName = /(?!in\s*\()[A-Za-z_$][\w$]*/y

const constants: Readonly<Record<string, number>> = { True: 1, False: 0, nan: NaN, inf: Infinity, "-inf": -Infinity }

/** The variables of one program by name. */
type Scope = Map<string, Var>

const readDType = (s: Scanner): DType => {
  const place = s.place()
  const short = s.expect(/[a-z]+\d*(?=\[)/y, "a dtype and a shape such as f32[2,3]")
  const known = `the dtypes are ${dtypes.map((d) => dtypeInfo[d].short).join(", ")}`
  return dtypeOfShort(short) ?? s.fail("a dtype was expected", known, short, place)
}

const readAval = (s: Scanner): Aval => {
  const weakType = s.accept(/~/y) !== undefined
  const dtype = readDType(s)
  const shape = s.expect(/\[(?:\d+(?:,\s*\d+)*)?\]/y, "a shape such as [2,3]")
  return { shape: (shape.match(/\d+/g) ?? []).map(Number), dtype, weakType }
}

/** A variable with its type; `bound` are the names that are taken. */
const readBinder = (s: Scanner, bound: Scope, own: Scope): Var => {
  const place = s.place()
  const name = s.expect(anyName, "a variable")
  s.expect(/:/y, "a colon and the type of the variable")
  const v = newVar(readAval(s))
  if (bound.has(name) || own.has(name))
    s.fail("a variable may be bound only once", "give one of the two another name, or write _ for an unused result", name, place)
  if (name !== "_") own.set(name, v)
  return v
}

const readLiteral = (s: Scanner, text: string, place: Place): Atom => {
  s.expect(/:/y, "a colon and the type of the constant")
  const strong = s.accept(/!/y) !== undefined
  const { shape, dtype, weakType } = readAval(s)
  if (shape.length > 0) s.fail("a constant in a program is a scalar", "write its type with empty brackets", text, place)
  const given = constants[text] ?? Number(text)
  const value = roundTo(dtype, given)
  if (!isInexact(dtype) && value !== given) s.fail(`the constant must be a number that ${dtype} holds`, "choose a wider dtype", text, place)
  return { aval: { shape, dtype, weakType: weakType || !strong }, value }
}

const boundLast = (scope: Scope): string => `bound last: ${[...scope.keys()].slice(-8).join(", ") || "nothing"}`

const readAtom = (s: Scanner, scope: Scope): Atom | undefined => {
  const place = s.place()
  const literal = s.accept(literalAhead)
  if (literal !== undefined) return readLiteral(s, literal, place)
  const name = s.accept(operandName)
  if (name === undefined) return undefined
  return scope.get(name) ?? s.fail("every variable must be bound before it is used", boundLast(scope), name, place)
}

const readBinders = (s: Scanner, bound: Scope, own: Scope): readonly Var[] => {
  const vars: Var[] = []
  while (s.sees(binderAhead)) vars.push(readBinder(s, bound, own))
  return vars
}

const readPrimitive = (s: Scanner, lookup: PrimitiveLookup): Primitive => {
  const place = s.place()
  const name = quotedOr(s, /[A-Za-z_$][\w$.+*/<>-]*/y, "a primitive")
  if (s.sees(/=/y)) s.fail("a result must say its type", `write ${name}:f32[] = … with the type it has`, name, place)
  return lookup(name) ?? s.fail("a known primitive was expected", "give a lookup that knows it, or mend its spelling", name, place)
}

/** The operands of an equation that began in `column`. */
const readAtoms = (s: Scanner, scope: Scope, column: number): readonly Atom[] => {
  const atoms: Atom[] = []
  while ((!s.startsLine() || s.place().column > column) && !s.sees(binderAhead)) {
    const atom = readAtom(s, scope)
    if (atom === undefined) break
    atoms.push(atom)
  }
  return atoms
}

const readEqn = (s: Scanner, scope: Scope, lookup: PrimitiveLookup, readParams: ParamReader): Eqn => {
  const { column } = s.place()
  const results: Scope = new Map() // in scope only behind the equation
  const outputs = readBinders(s, scope, results)
  if (outputs.length > 0) s.expect(/=/y, "an equals sign")
  const primitive = readPrimitive(s, lookup)
  const params: Params = readParams(s)
  const inputs = readAtoms(s, scope, column)
  for (const [name, v] of results) scope.set(name, v)
  return { primitive, inputs, params, outputs }
}

const readOutputs = (s: Scanner, scope: Scope): readonly Atom[] => {
  s.expect(/in\b/y, "an equation, or the word in with the outputs")
  s.expect(/\(/y, "an opening parenthesis before the outputs")
  const outputs: Atom[] = []
  while (!s.accept(/\)/y)) {
    outputs.push(readAtom(s, scope) ?? s.fail("a variable or a constant was expected", "outputs read (a,) or (a, b)"))
    s.accept(/,/y)
  }
  return outputs
}

const skipSemicolons = (s: Scanner): void => {
  while (s.accept(/;/y) !== undefined);
}

const readProgram = (s: Scanner, lookup: PrimitiveLookup): Jaxpr => {
  const scope: Scope = new Map()
  s.expect(/\{/y, "an opening brace")
  s.expect(/lambda\b/y, "the word lambda")
  const constvars = readBinders(s, scope, scope)
  s.expect(/;/y, "a variable with its type, or a semicolon behind the constants,")
  const invars = readBinders(s, scope, scope)
  s.expect(/\./y, "a variable with its type, or a point behind the inputs,")
  s.expect(/let\b/y, "the word let")
  const readParams = paramReader(() => readProgram(s, lookup))
  const eqns: Eqn[] = []
  for (skipSemicolons(s); !s.sees(/in\b(?!\s*:)/y); skipSemicolons(s)) eqns.push(readEqn(s, scope, lookup, readParams))
  const outvars = readOutputs(s, scope)
  s.expect(/\}/y, "a closing brace")
  return { constvars, invars, eqns, outvars }
}

/**
 * The program that a text in the notation of `showJaxpr` says. It differs from the one printed in the identity of its variables and has no
 * source lines: `alphaEquals(parseJaxpr(showJaxpr(j), lookup), j)`.
 * @throws JaxprError that names the line and column, what was expected and what came
 */
export const parseJaxpr = (text: string, lookup: PrimitiveLookup): Jaxpr => {
  const s = scanner(text, "parseJaxpr")
  const jaxpr = readProgram(s, lookup)
  return s.sees(/\S/y) ? s.fail("the end of the text was expected", "a text holds one program") : jaxpr
}

/** `parseJaxpr` as an `Either`: the program, or why the text is none. */
export const readJaxpr = (text: string, lookup: PrimitiveLookup): Either<JaxprError, Jaxpr> => {
  try {
    return E.right(parseJaxpr(text, lookup))
  } catch (error) {
    if (error instanceof JaxprError) return E.left(error)
    throw error
  }
}
