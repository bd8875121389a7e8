// Structures as text, in JavaScript's own notation with a star for every leaf.
import { auxText } from "./aux.js"
import { isIdentifier } from "./path.js"
import { traverse } from "./traverse.js"
import type { CustomDef, TreeDef } from "./treedef.js"

/** A key as it stands in an object literal. */
export const showKey = (key: string): string => (isIdentifier(key) ? key : JSON.stringify(key))

// Grown piece by piece, as the keys of structures are: a join at every level would make deep trees cost the square of their depth.
const commas = (parts: readonly string[]): string => parts.reduce((text, part, i) => (i === 0 ? part : `${text}, ${part}`), "")

const showList = (parts: readonly string[]): string => `[${commas(parts)}]`

const showDict = (keys: readonly string[], parts: readonly string[]): string =>
  keys.length === 0 ? "{}" : `{ ${commas(parts.map((part, i) => `${showKey(keys[i] ?? "")}: ${part}`))} }`

/** The class's name, with its aux data in angle brackets where there are any. */
export const showType = ({ type, aux }: CustomDef): string => (aux === undefined ? type.name : `${type.name}<${auxText(type, aux)}>`)

const showNode = (def: TreeDef, parts: readonly string[]): string => {
  switch (def.kind) {
    case "list":
      return showList(parts)
    case "dict":
      return showDict(def.keys, parts)
    case "custom":
      return `${showType(def)}(${def.keys === undefined ? showList(parts) : showDict(def.keys, parts)})`
    default:
      return "null"
  }
}

const showBare = (def: TreeDef): string =>
  traverse(def, { open: (d: TreeDef) => (d.kind === "leaf" ? undefined : d), leaf: () => "*", close: showNode })

/** A structure as text: `TreeDef({ a: *, b: [*, null] })`; a registered class is `Name<aux>({ … })`. JAX: `str(treedef)`. */
export const showTreedef = (def: TreeDef): string => `TreeDef(${showBare(def)})`

const shortLimit = 160

/** A structure for an error's sentence: its end is left out where it is long. */
export const showShort = (def: TreeDef): string => {
  const text = showBare(def)
  return text.length <= shortLimit ? text : `${text.slice(0, shortLimit)}…`
}

/** Structures as an fp-ts `Show`. */
export const treedefShow = { show: showTreedef }
