// The keys of an object, sorted once per order of insertion: objects made by one piece of code come with one order,
// so the usual cost of sorting is comparing a few interned strings.
import type { DictDef } from "./treedef.js"

/** A set of keys in UTF-16 code unit order, with the objects' structures last seen over it. */
export interface KeySet {
  readonly keys: readonly string[]
  /** `"key":`, ready to be joined to a structure's text. */
  readonly labels: readonly string[]
  readonly seen: DictDef[]
}

interface Order {
  readonly order: readonly string[]
  readonly set: KeySet
}

/** Caches forget everything when they are full: they save time and decide nothing. */
const bucketLimit = 16
const tableLimit = 4096

// by first key, the orders that start with it
const table = new Map<string | undefined, Order[]>()

/** Whether two lists hold the same things in the same order. */
export const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean => {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Adds to a bounded bucket. */
export const remember = <A>(bucket: A[], item: A): void => {
  if (bucket.length >= bucketLimit) bucket.length = 0
  bucket.push(item)
}

const bucketOf = (first: string | undefined): Order[] => {
  const found = table.get(first)
  if (found !== undefined) return found
  if (table.size >= tableLimit) table.clear()
  const fresh: Order[] = []
  table.set(first, fresh)
  return fresh
}

const newKeySet = (order: readonly string[]): KeySet => {
  const keys = [...order].sort() // by UTF-16 code units, unlike localeCompare
  return sameItems(keys, order) ? { keys, labels: keys.map((k) => `${JSON.stringify(k)}:`), seen: [] } : keySetFor(keys)
}

/** The set of the keys listed, in whatever order. */
export const keySetFor = (order: readonly string[]): KeySet => {
  const bucket = bucketOf(order[0])
  for (const known of bucket) if (sameItems(known.order, order)) return known.set
  const set = newKeySet(order)
  remember(bucket, { order, set })
  return set
}

/**
 * The own enumerable string keys of `x`. Symbol keys and hidden properties are no part of a tree, as in JSON;
 * a getter counts as the value it returns.
 */
export const keySetOf = (x: object): KeySet => keySetFor(Object.keys(x))
