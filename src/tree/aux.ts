// Aux data as text: equal texts mean equal aux, so that structures compare and hash as strings.
import { remember } from "./keys.js"
import { type Node, open } from "./node.js"
import type { NodeType } from "./registry.js"
import { traverse } from "./traverse.js"

const ids = new WeakMap<WeakKey, number>()
let count = 0

const idOf = (x: WeakKey): number => {
  const known = ids.get(x)
  if (known !== undefined) return known
  ids.set(x, count)
  return count++
}

const nameOf = (x: object): string => (typeof x === "function" ? x.name || "function" : (x.constructor?.name ?? "object"))

/** Primitives by value (−0 is not 0, NaN is NaN), functions and opaque objects by identity. */
const atom = (x: unknown): string => {
  if (typeof x === "string") return JSON.stringify(x)
  if (typeof x === "bigint") return `${x}n`
  if (typeof x === "symbol") return Symbol.keyFor(x) === undefined ? `symbol#${idOf(x)}` : `symbol(${JSON.stringify(Symbol.keyFor(x))})`
  if (typeof x === "function" || (typeof x === "object" && x !== null)) return `${nameOf(x)}#${idOf(x)}`
  return Object.is(x, -0) ? "-0" : String(x)
}

const enclose = (node: Node, texts: readonly string[]): string => {
  if (node.kind === "null") return "null"
  const parts = texts.map((t, i) => `${node.set?.labels[i] ?? ""}${t}`).join(",")
  const body = node.set === undefined ? `[${parts}]` : `{${parts}}`
  return node.type === undefined ? body : `${node.type.name}#${node.type.id}<${auxText(node.type, node.aux)}>${body}`
}

const structural = (aux: unknown): string => traverse(aux, { open, leaf: atom, close: enclose })

interface Representative {
  readonly aux: unknown
  readonly text: string
}

const representatives = new WeakMap<NodeType, Representative[]>()

// A class that brings its own equality: every class of equal values is known by a number, never given out twice.
const byEquality = (type: NodeType, equals: (a: unknown, b: unknown) => boolean, aux: unknown): string => {
  const bucket = representatives.get(type) ?? []
  representatives.set(type, bucket)
  const known = bucket.find((r) => equals(r.aux, aux))
  if (known !== undefined) return known.text
  const text = `#${count++}`
  remember(bucket, { aux, text })
  return text
}

/** The text of the aux data of a registered class; empty for undefined. */
export const auxText = (type: NodeType, aux: unknown): string => {
  if (type.auxEq !== undefined) return byEquality(type, type.auxEq.equals, aux)
  return aux === undefined ? "" : structural(aux)
}
