// Setting a printed program in lines: what fits into one line stands in one, the rest is broken and indented as JAX does it.
// Every part knows its one-line form if that is short enough, from the inside out, so that the whole takes linear time.

const lineWidth = 100

/** A part of a printed program: a text that is never broken, or one of the shapes that can be. */
export type Doc = string | Group | Program

/** Items between brackets: on one line, or each on its own. */
interface Group {
  readonly kind: "group"
  readonly open: string
  readonly items: readonly Item[]
  readonly close: string
  readonly separator: string
  readonly flat: string | undefined
}

interface Item {
  readonly label: string
  readonly value: Doc
}

interface Program {
  readonly kind: "program"
  readonly constants: readonly string[]
  readonly inputs: readonly string[]
  readonly eqns: readonly Equation[]
  readonly outputs: readonly string[]
  readonly flat: string | undefined
}

interface EquationParts {
  readonly outputs: readonly string[]
  readonly primitive: string
  readonly params: Doc
  readonly inputs: readonly string[]
  readonly comment?: string
}

export interface Equation extends EquationParts {
  readonly flat: string | undefined
}

const flatOf = (d: Doc): string | undefined => (typeof d === "string" ? d : d.flat)

/** Texts in one line, or undefined where they are too long for one. */
const joined = (parts: readonly (string | undefined)[], separator: string): string | undefined => {
  let length = 0
  for (const part of parts) {
    if (part === undefined) return undefined
    length += part.length + separator.length
    if (length > lineWidth + separator.length) return undefined
  }
  return parts.join(separator)
}

const short = (text: string | undefined): string | undefined => (text === undefined || text.length > lineWidth ? undefined : text)

export const group = (open: string, items: readonly Item[], close: string, separator: string): Doc => {
  const flatItem = ({ label, value }: Item): string | undefined => {
    const flat = flatOf(value)
    return flat === undefined ? undefined : label + flat
  }
  const inside = joined(items.map(flatItem), separator)
  return { kind: "group", open, items, close, separator, flat: inside === undefined ? undefined : short(open + inside + close) }
}

export const docOfEqn = (parts: EquationParts): Equation => {
  const { outputs, primitive, params, inputs, comment } = parts
  const head = joined([...outputs, ...(outputs.length > 0 ? ["="] : []), primitive], " ")
  const operation = head === undefined ? undefined : joined([head, flatOf(params)], "")
  return { ...parts, flat: comment === undefined ? joined([operation, ...inputs], " ") : undefined }
}

/** `(a,)`, `(a, b)`, `()`. */
const tupleParts = (atoms: readonly string[]): readonly string[] =>
  atoms.length === 0
    ? ["()"]
    : atoms.map((a, i) => (i === 0 ? "(" : "") + a + (i < atoms.length - 1 ? "," : atoms.length === 1 ? ",)" : ")"))

/** `{ lambda a:f32[3] ; b:f32[3]. let` */
const headParts = (constants: readonly string[], inputs: readonly string[]): readonly string[] => {
  const last = inputs.length - 1
  return ["{ lambda", ...constants, ";", ...(last < 0 ? ["."] : inputs.map((v, i) => (i === last ? `${v}.` : v))), "let"]
}

export const docOfProgram = (
  constants: readonly string[],
  inputs: readonly string[],
  eqns: readonly Equation[],
  outputs: readonly string[],
): Doc => {
  const head = joined(headParts(constants, inputs), " ")
  const body = joined(
    eqns.map((e) => e.flat),
    "; ",
  )
  const tail = joined(tupleParts(outputs), " ")
  return { kind: "program", constants, inputs, eqns, outputs, flat: joined([head, ...(body === "" ? [] : [body]), "in", tail, "}"], " ") }
}

const newline = (indent: number): string => `\n${" ".repeat(indent)}`

const columnAfter = (column: number, text: string): number => {
  const at = text.lastIndexOf("\n")
  return at < 0 ? column + text.length : text.length - at - 1
}

/** Words with spaces between, from `column` on; a word that does not fit starts a line. */
const fill = (words: readonly string[], column: number, indent: number): string => {
  const parts: string[] = []
  let at = column
  words.forEach((word, i) => {
    const fits = i === 0 || at + 1 + word.length <= lineWidth
    parts.push(i === 0 ? word : fits ? ` ${word}` : newline(indent) + word)
    at = i === 0 ? at + word.length : fits ? at + 1 + word.length : indent + word.length
  })
  return parts.join("")
}

/** The one-line form, where it fits behind `column`. */
const fitting = (d: Doc, column: number): string | undefined => {
  if (typeof d === "string") return d
  return d.flat !== undefined && column + d.flat.length <= lineWidth ? d.flat : undefined
}

const set = (d: Doc, indent: number, column: number): string =>
  fitting(d, column) ?? (typeof d === "string" ? d : d.kind === "program" ? setProgram(d, indent, column) : setGroup(d, indent))

// Grown piece by piece: a join at every level would copy the innermost program once for each level around it.
const concat = (parts: readonly string[], separator = ""): string =>
  parts.reduce((text, part, i) => (i === 0 ? part : text + separator + part), "")

const setGroup = ({ open, items, close, separator }: Group, indent: number): string => {
  const start = newline(indent + 2)
  const texts = items.map(({ label, value }) => start + label + set(value, indent + 2, indent + 2 + label.length))
  return open + concat(texts, separator.trimEnd()) + newline(indent) + close
}

const setProgram = ({ constants, inputs, eqns, outputs }: Program, indent: number, column: number): string => {
  const start = newline(indent + 4)
  return concat([
    fill(headParts(constants, inputs), column, indent + 4),
    ...eqns.map((e) => start + setEqn(e, indent + 4)),
    `${newline(indent + 2)}in `,
    fill([...tupleParts(outputs), "}"], indent + 5, indent + 4),
  ])
}

const setEqn = ({ outputs, primitive, params, inputs, comment, flat }: Equation, indent: number): string => {
  if (flat !== undefined && indent + flat.length <= lineWidth) return flat
  const head = fill([...outputs, ...(outputs.length > 0 ? ["="] : []), primitive], indent, indent + 2)
  const column = columnAfter(indent, head)
  const oneLine = fitting(params, column)
  const operation = oneLine ?? set(params, indent, column)
  // broken parameters end with a bracket on a line of its own; looking for it would search the sub-programs again at every depth
  const end = oneLine === undefined ? indent + 1 : column + oneLine.length
  const operands = inputs.length === 0 ? "" : fill(["", ...inputs], end, indent + 2)
  return head + operation + operands + (comment === undefined ? "" : `  # ${comment}`)
}

export const render = (d: Doc): string => set(d, 0, 0)

export const renderEqn = (e: Equation): string => setEqn(e, 0)
