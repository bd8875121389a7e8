// The makers of structures. They give back the object made last time where they can, so equal structures are usually identical
// and a hot call makes nothing; what a full cache has forgotten is made anew, with the same key.
import { auxText } from "./aux.js"
import { type KeySet, keySetFor, remember, sameItems } from "./keys.js"
import type { Node } from "./node.js"
import type { NodeType } from "./registry.js"
import type { CustomDef, DictDef, LeafDef, ListDef, NullDef, TreeDef } from "./treedef.js"

export const leafDef: LeafDef = { kind: "leaf", children: [], numLeaves: 1, key: "*" }
export const nullDef: NullDef = { kind: "null", children: [], numLeaves: 0, key: "null" }

const count = (children: readonly TreeDef[]): number => children.reduce((n, c) => n + c.numLeaves, 0)

// Grown by +, not by join: engines then share the texts of subtrees, and a chain of n nodes costs n and not n².
const joinKeys = (children: readonly TreeDef[], labels?: readonly string[]): string => {
  let text = ""
  for (const [i, child] of children.entries()) text = `${text}${i > 0 ? "," : ""}${labels?.[i] ?? ""}${child.key}`
  return text
}

const find = <D extends TreeDef>(bucket: readonly D[], children: readonly TreeDef[]): D | undefined => {
  for (const def of bucket) if (sameItems(def.children, children)) return def
  return undefined
}

const lists = new Map<number, ListDef[]>()
const customs = new WeakMap<NodeType, CustomDef[]>()

const bucketIn = <K, D>(table: { get(k: K): D[] | undefined; set(k: K, v: D[]): unknown }, key: K): D[] => {
  const known = table.get(key)
  if (known !== undefined) return known
  const fresh: D[] = []
  table.set(key, fresh)
  return fresh
}

/** The structure of an array of trees. JAX: `treedef_tuple`. */
export const listDef = (children: readonly TreeDef[]): ListDef => {
  const bucket = bucketIn(lists, children.length)
  const known = find(bucket, children)
  if (known !== undefined) return known
  const def: ListDef = { kind: "list", children, numLeaves: count(children), key: `[${joinKeys(children)}]` }
  remember(bucket, def)
  return def
}

/** The structure of a plain object over a set of keys, children in the set's order. */
export const dictDef = ({ keys, labels, seen }: KeySet, children: readonly TreeDef[]): DictDef => {
  const known = find(seen, children)
  if (known !== undefined) return known
  const def: DictDef = { kind: "dict", keys, children, numLeaves: count(children), key: `{${joinKeys(children, labels)}}` }
  remember(seen, def)
  return def
}

/** The structure of a registered instance. */
export const customDef = (type: NodeType, aux: unknown, set: KeySet | undefined, children: readonly TreeDef[]): CustomDef => {
  const bucket = bucketIn(customs, type)
  const text = auxText(type, aux)
  const body = joinKeys(children, set?.labels)
  const key = `${type.name}#${type.id}<${text}>${set === undefined ? `[${body}]` : `{${body}}`}`
  const known = bucket.find((d) => d.key === key)
  if (known !== undefined) return known
  const def: CustomDef = { kind: "custom", type, aux, keys: set?.keys, children, numLeaves: count(children), key }
  remember(bucket, def)
  return def
}

/** The structure of a node whose children's structures are known. */
export const defOf = ({ kind, set, type, aux }: Node, children: readonly TreeDef[]): TreeDef => {
  if (kind === "list") return listDef(children)
  if (type !== undefined) return customDef(type, aux, set, children)
  return set === undefined ? nullDef : dictDef(set, children)
}

/** The same node over other children, one for one. */
export const withChildren = (def: TreeDef, children: readonly TreeDef[]): TreeDef => {
  switch (def.kind) {
    case "list":
      return listDef(children)
    case "dict":
      return dictDef(keySetFor(def.keys), children)
    case "custom":
      return customDef(def.type, def.aux, def.keys && keySetFor(def.keys), children)
    default:
      return def
  }
}
