// Parameters from text: Python's tuples, dicts and constants, bare words, and sub-programs.
import type { Jaxpr, Param, Params } from "./jaxpr.js"
import type { Scanner } from "./scan.js"
import { toCamel } from "./words.js"

/** Reads the bracketed parameters of an equation; none where no bracket opens. */
export type ParamReader = (s: Scanner) => Params

const quotedString = /'(?:[^'\\\n]|\\.)*'/y
const unquote = (text: string): string =>
  text
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_, code?: string, c?: string) =>
      code ? String.fromCharCode(Number.parseInt(code, 16)) : c === "n" ? "\n" : (c ?? ""),
    )

/** A name between quotes as it stands, or a bare one. */
export const quotedOr = (s: Scanner, bare: RegExp, what: string): string => {
  const text = s.accept(quotedString)
  return text === undefined ? s.expect(bare, what) : unquote(text)
}

const readKey = (s: Scanner): string => {
  const text = s.accept(quotedString)
  return text === undefined ? toCamel(s.expect(/[A-Za-z_$][\w$]*/y, "a parameter's name")) : unquote(text)
}

const constants: ReadonlyMap<string, Param> = new Map<string, Param>([
  ["None", null],
  ["True", true],
  ["False", false],
  ["nan", NaN],
  ["inf", Infinity],
])

/** A constant, or a string without quotes: `float32`, `jvp(f)`. */
const readWord = (s: Scanner): Param | undefined => {
  const word = s.accept(/(?:[A-Za-z_$][\w$]*\()*[A-Za-z_$][\w$]*/y)
  if (word === undefined) return undefined
  if (constants.has(word)) return constants.get(word) as Param
  const calls = word.split("(").length - 1
  return word + (s.acceptHere(new RegExp(`\\){${calls}}`, "y")) ?? s.fail("a closing parenthesis was expected", `close ${word}`))
}

const readNumber = (s: Scanner): number | undefined => {
  if (s.accept(/-inf\b/y) !== undefined) return -Infinity
  const text = s.accept(/-?\d+(?:\.\d*)?(?:e[+-]?\d+)?/y)
  return text === undefined ? undefined : Number(text)
}

const sequence = <T>(s: Scanner, close: RegExp, item: () => T): readonly T[] => {
  const items: T[] = []
  while (s.accept(close) === undefined) {
    items.push(item())
    s.accept(/,/y)
  }
  return items
}

/** The reader of parameters whose sub-programs `readProgram` reads. */
export const paramReader = (readProgram: () => Jaxpr): ParamReader => {
  const read = (s: Scanner): Param => {
    if (s.sees(/\{\s*lambda\b(?!\s*:\s*\S)/y)) return readProgram()
    if (s.accept(/\(/y)) return sequence(s, /\)/y, () => read(s))
    if (s.accept(/\[/y)) return sequence(s, /\]/y, () => read(s))
    if (s.accept(/\{/y)) return Object.fromEntries(sequence(s, /\}/y, () => entry(s, /:/y, "a colon")))
    const text = s.accept(quotedString)
    if (text !== undefined) return unquote(text)
    return readNumber(s) ?? readWordOr(s)
  }
  const readWordOr = (s: Scanner): Param => {
    const word = readWord(s)
    return word === undefined ? s.fail("the value of a parameter was expected", "write a number, a word, a tuple or a program") : word
  }
  const entry = (s: Scanner, sign: RegExp, what: string): readonly [string, Param] => {
    const key = readKey(s)
    s.expect(sign, what)
    return [key, read(s)]
  }
  return (s) => (s.accept(/\[/y) === undefined ? {} : Object.fromEntries(sequence(s, /\]/y, () => entry(s, /=/y, "an equals sign"))))
}
