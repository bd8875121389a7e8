// Key paths: where in a tree a leaf is, and how that is written in JavaScript.
import type { KeyEntry } from "./treedef.js"

/** The steps from the root to a place in a tree. JAX: `KeyPath`. */
export type KeyPath = readonly KeyEntry[]

/** A path that shares its beginning with its siblings': walking down costs one link per node, and only a path that is asked for is spelled out. */
export interface Trail {
  readonly up: Trail | undefined
  readonly entry: KeyEntry
}

/** The steps of a trail from the root down. */
export const pathOf = (trail: Trail | undefined): KeyPath => {
  const path: KeyEntry[] = []
  for (let t = trail; t !== undefined; t = t.up) path.push(t.entry)
  return path.reverse()
}

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u

/** Whether a key may follow a dot. */
export const isIdentifier = (key: string): boolean => identifier.test(key)

const step = (entry: KeyEntry): string =>
  typeof entry === "number" ? `[${entry}]` : isIdentifier(entry) ? `.${entry}` : `[${JSON.stringify(entry)}]`

/**
 * A path as the expression that reads it, `params.layers[2].w` or `["odd key"][0]`; `root` names the tree. JAX: `keystr`.
 * @example
 * keystr(["layers", 2, "w"], "params") // "params.layers[2].w"
 */
export const keystr = (path: KeyPath, root = ""): string => {
  const text = path.map(step).join("")
  return root === "" && text.startsWith(".") ? text.slice(1) : `${root}${text}`
}
