// One level of a tree, for code that walks trees by itself.
import { raise } from "../core/errors.js"
import { describeLeaf } from "./describe.js"
import { open } from "./node.js"
import type { KeyEntry } from "./treedef.js"

/** Whether a value comes apart: an array, a plain object, null or an instance of a registered class. JAX: `is_tree_node`. */
export const isTreeNode = (x: unknown): boolean => open(x) !== undefined

/** Whether none of the values comes apart. JAX: `all_leaves`. */
export const allLeaves = (xs: Iterable<unknown>): boolean => ![...xs].some(isTreeNode)

/**
 * The children of a node with their keys, in order. JAX: `flatten_one_level_with_keys`.
 * @throws TreeError for a leaf
 */
export const flattenOneLevelWithKeys = (x: unknown): readonly (readonly [key: KeyEntry, child: unknown])[] => {
  const node = open(x)
  if (node === undefined)
    return raise({ code: "tree/node", op: "tree.flattenOneLevel", need: "a leaf has no children", got: describeLeaf(x) })
  return node.children.map((child, i) => [node.set?.keys[i] ?? i, child])
}

/**
 * The children of a node, in order. JAX: `flatten_one_level`.
 * @throws TreeError for a leaf
 */
export const flattenOneLevel = (x: unknown): readonly unknown[] => flattenOneLevelWithKeys(x).map(([, child]) => child)
