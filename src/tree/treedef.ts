// A TreeDef is the shape of a tree with its leaves taken out: plain immutable data.
// Every definition carries a text that says all of it, so equality and cache keys are string equality, at any depth.
import type { NodeType } from "./registry.js"

interface Shared {
  readonly children: readonly TreeDef[]
  readonly numLeaves: number
  /** Equal texts mean equal structures. See `treedefKey`. */
  readonly key: string
}

/** A place for a value. */
export interface LeafDef extends Shared {
  readonly kind: "leaf"
}
/** `null`: a node without children. */
export interface NullDef extends Shared {
  readonly kind: "null"
}
/** A JavaScript array: lists and tuples alike. */
export interface ListDef extends Shared {
  readonly kind: "list"
}
/** A plain object; `keys` are in UTF-16 code unit order, as are the children. */
export interface DictDef extends Shared {
  readonly kind: "dict"
  readonly keys: readonly string[]
}
/** An instance of a registered class; `keys` name the children, or are absent where they are numbered. */
export interface CustomDef extends Shared {
  readonly kind: "custom"
  readonly type: NodeType
  readonly aux: unknown
  readonly keys: readonly string[] | undefined
}

/** The structure of a tree. JAX: `PyTreeDef`. */
export type TreeDef = LeafDef | NullDef | ListDef | DictDef | CustomDef

/** One step from a node to a child: an object's key or a position. JAX: `KeyEntry`. */
export type KeyEntry = string | number

/** The step that leads from a node to its child number `i`. */
export const entryAt = (def: TreeDef, i: number): KeyEntry => ("keys" in def ? (def.keys?.[i] ?? i) : i)

/** Whether two structures are the same: same nodes, keys, classes, aux data and places for leaves. JAX: `PyTreeDef.__eq__`. */
export const treedefEquals = (a: TreeDef, b: TreeDef): boolean => a === b || a.key === b.key

/**
 * A text equal for equal structures and different for different ones; it costs nothing, so it can stand in a cache key.
 * Classes and opaque aux data appear as numbers given out by this process: do not store it.
 */
export const treedefKey = (def: TreeDef): string => def.key

/** How many leaves the structure has room for. JAX: `PyTreeDef.num_leaves`. */
export const numLeaves = (def: TreeDef): number => def.numLeaves

/** Whether the structure is a lone leaf. JAX: `treedef_is_leaf`. */
export const treedefIsLeaf = (def: TreeDef): def is LeafDef => def.kind === "leaf"

/** The structures one level down, in order. JAX: `treedef_children`. */
export const treedefChildren = (def: TreeDef): readonly TreeDef[] => def.children

/** Equality of structures as an fp-ts `Eq`. */
export const treedefEq = { equals: treedefEquals }
