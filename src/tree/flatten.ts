// A tree is its leaves and its structure: flatten takes them apart, unflatten is its inverse.
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { cycleIssue } from "./cycle.js"
import { defOf, leafDef } from "./intern.js"
import { type Node, open } from "./node.js"
import { type Level, type Steps, traverse } from "./traverse.js"
import type { TreeDef } from "./treedef.js"
import type { Leaf } from "./types.js"

/** `isLeaf` stops the descent: a value it accepts is a leaf, whatever it is. */
export interface FlattenOptions {
  readonly isLeaf?: ((x: unknown) => boolean) | undefined
}

export const flattenOptions: OptionNames<FlattenOptions> = { isLeaf: "function" }

/** The leaves in order, and the structure they came from. */
export interface Flat<L = unknown> {
  readonly leaves: readonly L[]
  readonly treedef: TreeDef
}

const refuseCycle = (nodes: readonly Level<unknown, Node, unknown>[]): void => {
  const issue = cycleIssue(nodes)
  if (issue !== undefined) raise(issue)
}

const stepsInto = (leaves: unknown[], isLeaf: FlattenOptions["isLeaf"]): Steps<unknown, Node, TreeDef> => ({
  open: isLeaf === undefined ? open : (x) => (isLeaf(x) ? undefined : open(x)),
  leaf: (x) => {
    leaves.push(x)
    return leafDef
  },
  close: defOf,
  deep: refuseCycle,
})

/**
 * The leaves of a tree from left to right, objects by sorted key, and its structure. Arrays, plain objects, null and registered classes come
 * apart; everything else is a leaf, `undefined` and unregistered instances included. Holes in arrays are undefined leaves, a getter is read once,
 * symbol keys and hidden properties are left out, as in JSON. JAX: `jax.tree.flatten`.
 * @throws TreeError if the tree contains itself
 * @example
 * flatten({ b: [1, 2], a: 3 }) // { leaves: [3, 1, 2], treedef: TreeDef({ a: *, b: [*, *] }) }
 */
export const flatten = <T>(tree: T, options?: FlattenOptions): Flat<Leaf<T>> => {
  const { isLeaf } = optionsOf("tree.flatten", options, flattenOptions)
  const leaves: Leaf<T>[] = []
  return { leaves, treedef: traverse<unknown, Node, TreeDef>(tree, stepsInto(leaves, isLeaf)) }
}

/** The leaves of a tree, in order. JAX: `jax.tree.leaves`. */
export const leaves = <T>(tree: T, options?: FlattenOptions): readonly Leaf<T>[] => {
  optionsOf("tree.leaves", options, flattenOptions)
  return flatten(tree, options).leaves
}

/** The structure of a tree. JAX: `jax.tree.structure`. */
export const structure = (tree: unknown, options?: FlattenOptions): TreeDef => {
  optionsOf("tree.structure", options, flattenOptions)
  return flatten(tree, options).treedef
}
