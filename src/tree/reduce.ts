// Folding the leaves of a tree into one value.
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { describeLeaf } from "./describe.js"
import { type FlattenOptions, flatten, flattenOptions, leaves } from "./flatten.js"
import { keystr } from "./path.js"
import type { Leaf } from "./types.js"
import { leafPaths } from "./withpath.js"

/** Where the fold starts; without it, at the first leaf. */
type Start<A> = readonly [init: A] | readonly []

const noLeaves = (op: string): never =>
  raise({
    code: "tree/empty",
    op,
    need: "a tree without a starting value must have a leaf",
    got: "a tree without leaves",
    hint: "give the value to start from as the last argument",
  })

const foldLeaves = (f: (acc: unknown, leaf: unknown) => unknown, xs: readonly unknown[], start: Start<unknown>): unknown => {
  if (start.length === 1) return xs.reduce((acc, x) => f(acc, x), start[0])
  return xs.length === 0 ? noLeaves("tree.reduce") : xs.reduce((acc, x) => f(acc, x))
}

/**
 * Folds the leaves from left to right, `f(…f(f(init, x₀), x₁)…)`; without `init` the first leaf is the start. JAX: `jax.tree.reduce`.
 * @throws TreeError if there is neither a leaf nor an `init`
 * @example
 * reduce((n, x) => n + x.size, params, 0) // the number of parameters
 */
export function reduce<T, A>(f: (acc: A, leaf: Leaf<T>) => A, tree: T, init: A): A
export function reduce<T>(f: (acc: Leaf<T>, leaf: Leaf<T>) => Leaf<T>, tree: T): Leaf<T>
export function reduce(f: (acc: never, leaf: never) => unknown, tree: unknown, ...start: Start<unknown>): unknown {
  return foldLeaves(f as (acc: unknown, leaf: unknown) => unknown, leaves(tree), start)
}

const halves = <A>(op: (a: A, b: A) => A, xs: readonly A[]): A | undefined => {
  let level = xs
  while (level.length > 1)
    level = Array.from({ length: Math.ceil(level.length / 2) }, (_, i) =>
      2 * i + 1 < level.length ? op(level[2 * i] as A, level[2 * i + 1] as A) : (level[2 * i] as A),
    )
  return level[0]
}

const reduceAssociativeOptions: OptionNames<FlattenOptions & { readonly identity?: unknown }> = { isLeaf: "function", identity: "object" }

/**
 * Folds the leaves pairwise, `op(op(x₀, x₁), op(x₂, x₃))…`: for an associative `op` the same as `reduce`, with sums that round less and
 * chains that are log n deep. JAX: `jax.tree.reduce_associative`.
 * @throws TreeError if there is neither a leaf nor an `identity`
 */
export const reduceAssociative = <T>(
  op: (a: Leaf<T>, b: Leaf<T>) => Leaf<T>,
  tree: T,
  options: FlattenOptions & { readonly identity?: Leaf<T> } = {},
): Leaf<T> => {
  optionsOf("tree.reduceAssociative", options, reduceAssociativeOptions)
  const xs = leaves(tree, options.isLeaf && { isLeaf: options.isLeaf })
  if (xs.length > 0) return halves(op, xs) as Leaf<T>
  return "identity" in options ? (options.identity as Leaf<T>) : noLeaves("tree.reduceAssociative")
}

const isTrue = (x: unknown): boolean | undefined => {
  if (typeof x !== "object" || x === null) return Boolean(x)
  // an array of one element converts to its number, and a traced one says why it cannot
  return Symbol.toPrimitive in x ? Number(x) !== 0 : undefined
}

/**
 * Whether every leaf is true; an array of one element counts as its number. JAX: `jax.tree.all`.
 * @throws TreeError naming a leaf that is neither true nor false, such as a Promise
 */
export const all = (tree: unknown, options?: FlattenOptions): boolean => {
  optionsOf("tree.all", options, flattenOptions)
  const flat = flatten(tree, options)
  const need = "every leaf must be true or false"
  const fault = (x: unknown, i: number): never =>
    raise({ code: "tree/truth", op: "tree.all", path: keystr(leafPaths(flat.treedef)[i] ?? [], "tree"), need, got: describeLeaf(x) })
  return flat.leaves.every((x, i) => isTrue(x) ?? fault(x, i))
}
