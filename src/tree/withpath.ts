// Leaves together with where they are. Paths belong to the structure, so only who asks for them pays for them.
import { optionsOf } from "../core/options.js"
import { type Flat, type FlattenOptions, flatten, flattenOptions } from "./flatten.js"
import { type KeyPath, pathOf, type Trail } from "./path.js"
import { traverse } from "./traverse.js"
import { entryAt, type TreeDef } from "./treedef.js"
import type { Leaf } from "./types.js"

interface Place {
  readonly def: TreeDef
  readonly trail: Trail | undefined
}

const placesBelow = ({ def, trail }: Place): { readonly children: readonly Place[] } | undefined =>
  def.kind === "leaf"
    ? undefined
    : { children: def.children.map((child, i) => ({ def: child, trail: { up: trail, entry: entryAt(def, i) } })) }

/** The path of every leaf of a structure, in order. */
export const leafPaths = (treedef: TreeDef): readonly KeyPath[] => {
  const paths: KeyPath[] = []
  traverse<Place, { readonly children: readonly Place[] }, void>(
    { def: treedef, trail: undefined },
    {
      open: placesBelow,
      leaf: ({ trail }) => {
        paths.push(pathOf(trail))
      },
      close: () => undefined,
    },
  )
  return paths
}

/** A leaf and its path. */
export type PathAndLeaf<L> = readonly [path: KeyPath, leaf: L]

/** `flatten`, with every leaf's path beside it. JAX: `jax.tree.flatten_with_path`. */
export const flattenWithPath = <T>(tree: T, options?: FlattenOptions): Flat<PathAndLeaf<Leaf<T>>> => {
  optionsOf("tree.flattenWithPath", options, flattenOptions)
  const { leaves, treedef } = flatten(tree, options)
  const paths = leafPaths(treedef)
  return { leaves: leaves.map((leaf, i) => [paths[i] as KeyPath, leaf]), treedef }
}

/** The leaves of a tree with their paths, in order. JAX: `jax.tree.leaves_with_path`. */
export const leavesWithPath = <T>(tree: T, options?: FlattenOptions): readonly PathAndLeaf<Leaf<T>>[] => {
  optionsOf("tree.leavesWithPath", options, flattenOptions)
  return flattenWithPath(tree, options).leaves
}
