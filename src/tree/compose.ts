// Trees of trees: one structure at every leaf of another, and turning such a tree inside out.
import { raise } from "../core/errors.js"
import { flatten, structure } from "./flatten.js"
import { withChildren } from "./intern.js"
import { flattenUpTo } from "./map.js"
import { sameStructure } from "./mismatch.js"
import type { TreeDef } from "./treedef.js"
import { fold, unflatten } from "./unflatten.js"

/** The structure with `inner` at every leaf of `outer`. JAX: `PyTreeDef.compose`. */
export const compose = (outer: TreeDef, inner: TreeDef): TreeDef => fold(outer, () => inner, withChildren)

const firstInner = (outer: TreeDef, tree: unknown): TreeDef => {
  if (outer.numLeaves === 0)
    raise({ code: "tree/empty", op: "tree.transpose", need: "an outer structure without leaves needs an inner one" })
  return structure(flattenUpTo(outer, tree)[0])
}

/**
 * A tree of trees turned inside out: an array of `{ a, b }` becomes an `{ a, b }` of arrays. With `inner` null, it is that of the first inner tree.
 * Twice, with the structures exchanged, is the identity. JAX: `jax.tree.transpose`.
 * @throws TreeError naming the place where the tree is not `inner` at every leaf of `outer`
 * @example
 * transpose(structure([0, 0]), null, [{ a: 1, b: 2 }, { a: 3, b: 4 }]) // { a: [1, 3], b: [2, 4] }
 */
export const transpose = <T = unknown>(outer: TreeDef, inner: TreeDef | null, tree: unknown): T => {
  const below = inner ?? firstInner(outer, tree)
  const { leaves, treedef } = flatten(tree)
  const need = "the tree must be the inner structure at every leaf of the outer one"
  const issue = sameStructure(compose(outer, below), treedef, { op: "tree.transpose", name: "tree", need })
  if (issue !== undefined) raise(issue)
  const width = below.numLeaves
  const column = (j: number): unknown =>
    unflatten(
      outer,
      Array.from({ length: outer.numLeaves }, (_, i) => leaves[i * width + j]),
    )
  return unflatten<T>(
    below,
    Array.from({ length: width }, (_, j) => column(j)),
  )
}
