// Map: a tree's structure stays, its leaves change. Several trees are mapped together; the first decides the structure.
import { raise } from "../core/errors.js"
import { describeDef, describeLeaf } from "./describe.js"
import { type FlattenOptions, flatten, structure } from "./flatten.js"
import { matchUpTo } from "./mismatch.js"
import { type KeyPath, keystr } from "./path.js"
import { showShort } from "./show.js"
import { type TreeDef, treedefEquals } from "./treedef.js"
import type { Leaf, LeavesOf, MapLeaves, Mapped } from "./types.js"
import { unflatten } from "./unflatten.js"
import { leafPaths } from "./withpath.js"

type Combine = (...xs: readonly unknown[]) => unknown

const followUpTo = (op: string, treedef: TreeDef, tree: unknown, position: number): readonly unknown[] => {
  const out: unknown[] = []
  const bad = matchUpTo(treedef, tree, (x) => {
    out.push(x)
  })
  if (bad === undefined) return out
  return raise({
    code: "tree/mismatch",
    op,
    path: keystr(bad.path, "tree"),
    need: `every tree must follow the first, which has ${describeDef(bad.expected)} here`,
    got: `${describeLeaf(bad.got)} in tree ${position}`,
    hint: `tree 1 is ${showShort(treedef)} and tree ${position} is ${showShort(structure(tree))}`,
  })
}

/** What a tree has at each leaf of a structure: leaves where the two are alike, subtrees where it goes deeper. JAX: `treedef.flatten_up_to`. */
export const flattenUpTo = (treedef: TreeDef, tree: unknown): readonly unknown[] => followUpTo("tree.flattenUpTo", treedef, tree, 2)

const restLeaves = (op: string, treedef: TreeDef, tree: unknown, position: number): readonly unknown[] => {
  const flat = flatten(tree)
  return treedefEquals(flat.treedef, treedef) ? flat.leaves : followUpTo(op, treedef, tree, position)
}

const mapColumns = (f: Combine, treedef: TreeDef, columns: readonly (readonly unknown[])[]): unknown => {
  const results: unknown[] = []
  for (let i = 0; i < treedef.numLeaves; i++) results.push(f(...columns.map((column) => column[i])))
  return unflatten(treedef, results)
}

const mapTrees = (op: string, f: Combine, tree: unknown, rest: readonly unknown[], options?: FlattenOptions): unknown => {
  const { leaves, treedef } = flatten(tree, options)
  return mapColumns(f, treedef, [leaves, ...rest.map((other, i) => restLeaves(op, treedef, other, i + 2))])
}

/**
 * Applies `f` to every leaf, or to the corresponding leaves of several trees; the result has the structure of the first.
 * A later tree may go deeper: `f` then gets the subtree. Annotate the parameters of `f` where the tree's type is itself a type parameter.
 * JAX: `jax.tree.map`.
 * @throws TreeError naming the leaf, if a tree does not follow the first
 * @example
 * map((p, g) => p.sub(g.mul(0.1)), params, grads) // typed like params
 */
export function map<T, R extends readonly unknown[], B>(
  f: (leaf: Leaf<T>, ...rest: LeavesOf<R>) => B,
  tree: T,
  ...rest: R
): Mapped<T, Leaf<T>, B>
export function map<T, A, R extends readonly unknown[], B>(
  f: (leaf: A, ...rest: R) => B,
  tree: T,
  ...rest: { readonly [I in keyof R]: unknown }
): Mapped<T, A, B>
export function map(f: (...xs: never[]) => unknown, tree: unknown, ...rest: readonly unknown[]): unknown {
  return mapTrees("tree.map", f as Combine, tree, rest)
}

/**
 * `map` down to the places where `isLeaf` holds, whatever stands there. JAX: `jax.tree.map(…, is_leaf=…)`.
 * @example
 * mapUntil((x) => x === null, (x) => x ?? 0, { a: 1, b: null }) // { a: 1, b: 0 }
 */
export const mapUntil = <T, A, R extends readonly unknown[], B>(
  isLeaf: (x: unknown) => boolean,
  f: (leaf: A, ...rest: R) => B,
  tree: T,
  ...rest: { readonly [I in keyof R]: unknown }
): MapLeaves<T, A, B> => mapTrees("tree.mapUntil", f as Combine, tree, rest, { isLeaf }) as MapLeaves<T, A, B>

/**
 * `map`, with the leaf's path as the first argument of `f`. JAX: `jax.tree.map_with_path`.
 * @example
 * mapWithPath((path, w) => (path.at(-1) === "b" ? w : w.mul(0.99)), params) // decay everything but biases
 */
export function mapWithPath<T, R extends readonly unknown[], B>(
  f: (path: KeyPath, leaf: Leaf<T>, ...rest: LeavesOf<R>) => B,
  tree: T,
  ...rest: R
): Mapped<T, Leaf<T>, B>
export function mapWithPath<T, A, R extends readonly unknown[], B>(
  f: (path: KeyPath, leaf: A, ...rest: R) => B,
  tree: T,
  ...rest: { readonly [I in keyof R]: unknown }
): Mapped<T, A, B>
export function mapWithPath(f: (...xs: never[]) => unknown, tree: unknown, ...rest: readonly unknown[]): unknown {
  const { leaves, treedef } = flatten(tree)
  const others = rest.map((other, i) => restLeaves("tree.mapWithPath", treedef, other, i + 2))
  return mapColumns(f as Combine, treedef, [leafPaths(treedef), leaves, ...others])
}
