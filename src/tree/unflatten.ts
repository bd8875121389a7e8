// The inverse of flatten: a structure and as many leaves as it has places for.
import { raise } from "../core/errors.js"
import { showShort } from "./show.js"
import { traverse } from "./traverse.js"
import type { TreeDef } from "./treedef.js"

const openDef = (def: TreeDef): TreeDef | undefined => (def.kind === "leaf" ? undefined : def)

/** Folds a structure from its leaves up: `leaf` gives each place's value, `close` makes a node's of its children's. */
export const fold = <A>(def: TreeDef, leaf: () => A, close: (node: TreeDef, results: A[]) => A): A =>
  traverse(def, { open: openDef, leaf, close })

// Assigning "__proto__" would set the prototype: only that key needs the slow way.
const put = (into: Record<string, unknown>, key: string, value: unknown): void => {
  if (key === "__proto__") Object.defineProperty(into, key, { value, writable: true, enumerable: true, configurable: true })
  else into[key] = value
}

const named = (keys: readonly string[], values: readonly unknown[]): Record<string, unknown> => {
  const x: Record<string, unknown> = {}
  for (let i = 0; i < keys.length; i++) put(x, keys[i] as string, values[i])
  return x
}

const rebuild = (def: TreeDef, values: unknown[]): unknown => {
  switch (def.kind) {
    case "list":
      return values
    case "dict":
      return named(def.keys, values)
    case "custom":
      return def.type.unflatten(def.aux, def.keys === undefined ? values : named(def.keys, values))
    default:
      return null
  }
}

/**
 * The tree of a structure with the given leaves. Objects come back as plain objects with sorted keys, arrays as plain arrays.
 * JAX: `jax.tree.unflatten`.
 * @throws TreeError if there are too few leaves or too many
 */
export const unflatten = <T = unknown>(treedef: TreeDef, leaves: readonly unknown[]): T => {
  if (leaves.length !== treedef.numLeaves)
    raise({
      code: "tree/leaf-count",
      op: "tree.unflatten",
      need: `${showShort(treedef)} takes ${treedef.numLeaves} ${treedef.numLeaves === 1 ? "leaf" : "leaves"}`,
      got: `${leaves.length}`,
    })
  let next = 0
  return fold<unknown>(treedef, () => leaves[next++], rebuild) as T
}
