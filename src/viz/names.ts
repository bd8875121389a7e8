// Names for the inputs of a picture: the function's own parameter names, and below them the paths of the leaves.
import { type KeyPath, keystr } from "../tree/path.js"

/** The parameter names in a function's source, as far as they are plain: `(x, { w }, ...rest) =>` gives `x`, nothing, nothing. */
export const parameterNames = (f: (...args: never[]) => unknown): readonly (string | undefined)[] => {
  const source = f.toString()
  const single = /^(?:async\s+)?([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*=>/u.exec(source)
  if (single) return [single[1]]
  return topLevelParts(source.slice(source.indexOf("(") + 1)).map(
    (part) => /^\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*(?:=|$)/u.exec(part)?.[1],
  )
}

/** The text up to the closing parenthesis, split at commas that stand in no brackets. */
const topLevelParts = (text: string): readonly string[] => {
  const parts = [""]
  let depth = 0
  for (const c of text) {
    if (")]}".includes(c) && depth-- === 0) break
    if ("([{".includes(c)) depth++
    if (c === "," && depth === 0) parts.push("")
    else parts[parts.length - 1] += c
  }
  return parts
}

/** A name for every leaf of the arguments: `x`, `params.layers[0].w`. */
export const leafNames = (
  f: (...args: never[]) => unknown,
  leaves: readonly (readonly [path: KeyPath, leaf: unknown])[],
  given: readonly string[] | undefined,
): readonly string[] => {
  const own = given ?? parameterNames(f)
  return leaves.map(([[first, ...rest]]) => keystr(rest, own[Number(first)] ?? `arg${String(first)}`))
}
