// Options stand last in a call, in an object, by name. A bare value in their place, or a name that no option has, would be ignored without a word:
// here it becomes an error that says what to write.
import { describeLeaf } from "../tree/describe.js"
import { raise } from "./errors.js"

type Kind = "boolean" | "string" | "number" | "list" | "function" | "array" | "object"

/** Every option of a function, and the kinds of value it takes; a bare value of that kind was meant for it. Exhaustive by type. */
export type OptionNames<O> = { readonly [K in keyof O]-?: Kind | `${Kind}|${Kind}` | `${Kind}|${Kind}|${Kind}` }

const none: object = Object.freeze({})

const isPlain = (x: unknown): boolean => {
  if (typeof x !== "object" || x === null) return false
  const prototype = Object.getPrototypeOf(x)
  // objects of another realm have an `Object.prototype` of their own
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null
}

const kindOf = (x: unknown): string => (Array.isArray(x) ? "list" : x === null ? "null" : typeof x === "object" ? "array" : typeof x)

const longest = 40

/** A value as one would write it, or dots where that would be long. */
export const written = (x: unknown): string => {
  const text = typeof x === "object" && !Array.isArray(x) ? undefined : JSON.stringify(x)
  return text === undefined || text.length > longest ? "…" : text.replaceAll(",", ", ")
}

/** Options as one would write them: `{ s: [4, 4] }`. Of what is no plain object, nothing. */
export const writtenOptions = (x: unknown): string | undefined =>
  isPlain(x)
    ? `{ ${Object.entries(x as object)
        .map(([name, value]) => `${name}: ${written(value)}`)
        .join(", ")} }`
    : undefined

const listed = (names: object): string => {
  const all = Object.keys(names)
  return all.length === 1 ? `the only option is ${all[0]}` : `the options are ${all.join(", ")}`
}

const notOptions = (op: string, given: unknown, names: Readonly<Record<string, string>>): never => {
  const meant = Object.keys(names).find((name) => names[name]?.split("|").includes(kindOf(given)))
  return raise({
    code: "argument/options",
    op,
    need: "options stand in an object, by name",
    got: describeLeaf(given),
    hint: meant === undefined ? listed(names) : `write ${op}(…, { ${meant}: ${written(given)} })`,
  })
}

const bare = (name: string): string => name.replaceAll("_", "").toLowerCase()

const unknownOption = (op: string, name: string, names: object): never => {
  const meant = Object.keys(names).find((known) => bare(known) === bare(name))
  return raise({
    code: "argument/option",
    op,
    need: "there is no such option",
    got: name,
    hint: meant === undefined ? listed(names) : `write ${meant}`,
  })
}

/** The options of a call, none if none were given. */
export const optionsOf = <O extends object>(op: string, given: O | undefined, names: OptionNames<O>): O => {
  if (given === undefined) return none as O
  if (!isPlain(given)) return notOptions(op, given, names as Readonly<Record<string, string>>)
  for (const name in given) if (!Object.hasOwn(names, name) && given[name] !== undefined) return unknownOption(op, name, names)
  return given
}

/** As `optionsOf`, of options some of which there is no default for. */
export const requireOptions = <O extends object>(op: string, given: O, names: OptionNames<O>, needed: readonly (keyof O & string)[]): O => {
  const options = optionsOf<O>(op, given, names)
  const missing = needed.find((name) => options[name] === undefined)
  return missing === undefined
    ? options
    : raise({ code: "argument/option-missing", op, need: `the option ${missing} is needed`, got: describeLeaf(given) })
}
