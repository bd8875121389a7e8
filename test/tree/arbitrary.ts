// Random trees of integers, with odd keys, empty nodes and null; and the same tree with its keys inserted in another order.
import fc from "fast-check"

/** A tree of integers. */
export type IntTree = number | null | readonly IntTree[] | { readonly [key: string]: IntTree }

const key = fc.oneof(
  fc.constantFrom("w", "b", "layers", "10", "9", "odd key", "__proto__", "constructor", "é", "\ud83d\ude00", ""),
  fc.string(),
)

const { node } = fc.letrec<{ node: IntTree; leaf: number; list: IntTree[]; dict: Record<string, IntTree> }>((tie) => ({
  node: fc.oneof({ maxDepth: 4, withCrossShrink: true }, tie("leaf"), fc.constant(null), tie("list"), tie("dict")),
  leaf: fc.integer(),
  list: fc.array(tie("node"), { maxLength: 4 }),
  dict: fc.uniqueArray(fc.tuple(key, tie("node")), { maxLength: 5, selector: ([k]) => k }).map((pairs) => Object.fromEntries(pairs)),
}))

export const trees: fc.Arbitrary<IntTree> = node

/** The same tree, every object's keys inserted backwards. */
export const reversed = (tree: IntTree): IntTree => {
  if (tree === null || typeof tree === "number") return tree
  if (Array.isArray(tree)) return tree.map(reversed)
  return Object.fromEntries(
    Object.entries(tree as Record<string, IntTree>)
      .reverse()
      .map(([k, v]) => [k, reversed(v)]),
  )
}
