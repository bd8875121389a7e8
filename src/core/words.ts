// The words of printed programs: names of variables, keys of parameters, constants. What is written here reads back in `parse.ts`.
import { showAval } from "./aval.js"
import { isInexact } from "./dtype.js"
import { formatNumber } from "./format.js"
import type { Literal } from "./jaxpr.js"

/** Words that mean something else where a variable may stand. */
const reserved: ReadonlySet<string> = new Set(["in", "inf", "nan"])

/** The letters of number `n`: a … z, aa, ab, … */
const lettersOf = (n: number): string => (n < 26 ? "" : lettersOf(Math.floor(n / 26) - 1)) + String.fromCharCode(97 + (n % 26))

/** A supply of names in their order; words that the notation itself uses are passed over. */
export const nameSupply = (): (() => string) => {
  let n = 0
  return () => {
    let name = lettersOf(n++)
    while (reserved.has(name)) name = lettersOf(n++)
    return name
  }
}

/** Python's notation of a number: floats have a point or an exponent. */
const showFloat = (text: string): string => (/^-?\d+$/.test(text) ? `${text}.0` : text)

/**
 * A constant with its type, `2.0:f32[]`. Constants are weak without saying so, for they come from bare numbers; the rare strong one says so with
 * an exclamation mark, `2.0:!f32[]`.
 */
export const showLiteral = ({ value, aval }: Literal): string => {
  const text = formatNumber(value, aval.dtype)
  return `${isInexact(aval.dtype) ? showFloat(text) : text}:${aval.weakType ? "" : "!"}${showAval({ ...aval, weakType: false })}`
}

/** A number in a parameter; JavaScript does not tell 2 from 2.0, so whole ones have no point. */
export const showNumberParam = (x: number): string => (Object.is(x, -0) ? "-0.0" : formatNumber(x, "float64"))

const toSnake = (key: string): string => key.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)
export const toCamel = (key: string): string => key.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase())

const escapes: Readonly<Record<string, string>> = { "\n": "\\n", "\\": "\\\\", "'": "\\'" }

const quoted = (s: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not stand in a line of text
  `'${s.replace(/[\\'\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (c) => escapes[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)}'`

/** A parameter's name as JAX spells it, `new_dtype` for `newDtype`; in quotes where that could not be undone. */
export const showKey = (key: string): string => {
  const snake = toSnake(key)
  return /^[A-Za-z_$][\w$]*$/.test(snake) && toCamel(snake) === key ? snake : quoted(key)
}

const constants: ReadonlySet<string> = new Set(["None", "True", "False", "nan", "inf", ""])

/** `f`, `jvp(f)`: words, and calls of words on words. */
const isWord = (s: string): boolean =>
  /^(?:[A-Za-z_$][\w$]*\()*[A-Za-z_$][\w$]*\)*$/.test(s) && s.split("(").length === s.split(")").length && !constants.has(s)

/** A string in a parameter: bare where it is a word, as JAX prints dtypes and names of functions; else in quotes. */
export const showString = (s: string): string => (isWord(s) ? s : quoted(s))

/** A primitive's name stands bare unless the notation could take it for something else. */
export const showPrimitive = (name: string): string => (/^[A-Za-z_$][\w$.+*/<>-]*$/.test(name) && !reserved.has(name) ? name : quoted(name))
