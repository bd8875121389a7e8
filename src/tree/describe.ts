// Values and structures in words, for the middle of an error's sentence: "a Promise", "an object { a, b }", "the string \"a\"".
import { showKey, showType } from "./show.js"
import type { TreeDef } from "./treedef.js"

const longest = 40

const clip = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest)}…`)

const withArticle = (noun: string): string => `${/^[AEIO]/.test(noun) ? "an" : "a"} ${noun}`

const withKeys = (keys: readonly string[]): string =>
  keys.length === 0 ? "an empty object" : `an object { ${clip(keys.map(showKey).join(", "))} }`

const describeFunction = (f: (...args: never) => unknown): string => {
  const noun = /^class\b/.test(Function.prototype.toString.call(f)) ? "class" : "function"
  return f.name === "" ? `a ${noun}` : `the ${noun} ${f.name}`
}

// JavaScript's own classes are known by name; a user's class is not, so it is "an instance of".
const isBuiltIn = (name: string, maker: unknown): boolean => (globalThis as Record<string, unknown>)[name] === maker

const describeInstance = (x: object): string => {
  const maker: unknown = x.constructor
  const name = typeof maker === "function" ? maker.name : ""
  if (name === "") return "an instance of an unnamed class"
  if (!isBuiltIn(name, maker)) return `an instance of ${name}`
  return ArrayBuffer.isView(x) && "length" in x ? `${withArticle(name)} of ${x.length}` : withArticle(name)
}

const describeObject = (x: object): string => {
  if (Array.isArray(x)) return `an array of ${x.length}`
  const proto: unknown = Object.getPrototypeOf(x)
  return proto === null || proto === Object.prototype ? withKeys(Object.keys(x)) : describeInstance(x)
}

/**
 * A value that stands where an array or a subtree should, in words: "undefined", "a Promise", "a Float32Array of 3", "the string \"a\"",
 * "an instance of Foo".
 */
export const describeLeaf = (x: unknown): string => {
  switch (typeof x) {
    case "object":
      return x === null ? "null" : describeObject(x)
    case "function":
      return describeFunction(x as (...args: never) => unknown)
    case "string":
      return `the string ${JSON.stringify(clip(x))}`
    case "undefined":
      return "undefined"
    case "bigint":
      return `the bigint ${clip(String(x))}n`
    default:
      return `the ${typeof x} ${String(x)}`
  }
}

/** The top of a structure in words; undefined is "nothing". */
export const describeDef = (def: TreeDef | undefined): string => {
  switch (def?.kind) {
    case undefined:
      return "nothing"
    case "list":
      return `an array of ${def.children.length}`
    case "dict":
      return withKeys(def.keys)
    case "custom":
      return clip(withArticle(showType(def)))
    case "null":
      return "null"
    default:
      return "a leaf"
  }
}
