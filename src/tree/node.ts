// What is a node and what is a leaf: arrays, plain objects, null and registered classes come apart, everything else is a leaf.
import { raise } from "../core/errors.js"
import type { Issue } from "../core/issue.js"
import { type KeySet, keySetOf } from "./keys.js"
import { makesLeaves, type NodeType, nodeTypeOf, noteLeaf } from "./registry.js"
import type { Opened } from "./traverse.js"

/** A value that has come apart. */
export interface Node extends Opened<unknown> {
  readonly kind: "null" | "list" | "dict" | "custom"
  readonly value: unknown
  /** Names of the children, where they have names. */
  readonly set: KeySet | undefined
  readonly type: NodeType | undefined
  readonly aux: unknown
}

const nullNode: Node = { kind: "null", value: null, children: [], set: undefined, type: undefined, aux: undefined }

// Holes of a sparse array read as undefined, which is a leaf that no array operation takes.
const openList = (value: readonly unknown[]): Node => ({
  kind: "list",
  value,
  children: value,
  set: undefined,
  type: undefined,
  aux: undefined,
})

const valuesAt = (x: object, keys: readonly string[]): readonly unknown[] => {
  const values: unknown[] = []
  for (const key of keys) values.push((x as Record<string, unknown>)[key])
  return values
}

const openDict = (value: object): Node => {
  const set = keySetOf(value)
  return { kind: "dict", value, children: valuesAt(value, set.keys), set, type: undefined, aux: undefined }
}

const notChildren = ({ name }: NodeType, got: unknown): Issue => ({
  code: "tree/register",
  op: "tree.flatten",
  need: `the flatten rule of ${name} must return { children: an array or an object }`,
  got: String(got),
})

const openCustom = (value: object, type: NodeType): Node => {
  const { children, aux } = type.flatten(value)
  if (Array.isArray(children)) return { kind: "custom", value, children, set: undefined, type, aux }
  if (typeof children !== "object" || children === null) raise(notChildren(type, children))
  const set = keySetOf(children)
  return { kind: "custom", value, children: valuesAt(children, set.keys), set, type, aux }
}

// Plain objects of another realm (a frame, a vm context) have an Object.prototype of their own.
const isForeignPlain = (proto: object): boolean => Object.getPrototypeOf(proto) === null && Object.hasOwn(proto, "isPrototypeOf")

const openOther = (x: object, proto: object | null): Node | undefined => {
  const type = proto === null ? undefined : nodeTypeOf(proto)
  if (type !== undefined) return openCustom(x, type)
  if (typeof x === "function") return undefined
  if (Array.isArray(x)) return openList(x)
  if (proto === null || isForeignPlain(proto)) return openDict(x)
  noteLeaf(proto)
  return undefined
}

/** One level of a tree, or undefined for a leaf. */
export const open = (x: unknown): Node | undefined => {
  if (typeof x !== "object" && typeof x !== "function") return undefined
  if (x === null) return nullNode
  const proto = Object.getPrototypeOf(x)
  if (makesLeaves(proto)) return undefined
  if (proto === Object.prototype) return openDict(x)
  if (proto === Array.prototype) return openList(x as readonly unknown[])
  return openOther(x, proto)
}
