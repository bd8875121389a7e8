// Prefix trees: one value for a whole subtree. `inAxes: [0, null]` says it for two arguments of any structure.
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { describeDef } from "./describe.js"
import { type FlattenOptions, flatten, structure } from "./flatten.js"
import { type Mismatch, matchPrefix } from "./mismatch.js"
import { keystr } from "./path.js"
import type { TreeDef } from "./treedef.js"
import type { Leaf, MapLeaves } from "./types.js"
import { unflatten } from "./unflatten.js"

/** `name` and `op` are for the error: `vmap: at inAxes[1].w: …`. `isLeaf` is asked of the prefix: pass it where null is a value, as in `inAxes`. */
export interface PrefixOptions extends FlattenOptions {
  readonly name?: string
  readonly op?: string
}

const prefixOptions: OptionNames<PrefixOptions> = { name: "string", op: "string", isLeaf: "function" }

const misfit = ({ path, expected, got }: Mismatch, { name = "prefix", op = "tree.broadcast" }: PrefixOptions): never =>
  raise({
    code: "tree/prefix",
    op,
    path: keystr(path, name),
    need: `a prefix must follow its tree, which has ${describeDef(got)} here`,
    got: describeDef(expected),
    hint: "give one value for the whole tree, or follow its structure as far down as values differ",
  })

/**
 * The leaves of a prefix, each repeated for all the leaves of `treedef` that it stands for: `[0, null]` over `[{ w: *, b: * }, *]` is
 * `[0, 0, null]`. JAX: `broadcast_prefix`.
 * @throws TreeError naming the place where the prefix does not fit
 */
export const broadcastPrefix = <P>(prefix: P, treedef: TreeDef, options: PrefixOptions = {}): readonly Leaf<P>[] => {
  optionsOf("tree.broadcastPrefix", options, prefixOptions)
  const flat = flatten(prefix, options.isLeaf && { isLeaf: options.isLeaf })
  const out: Leaf<P>[] = []
  let next = 0
  const bad = matchPrefix(flat.treedef, treedef, ({ numLeaves }) => {
    const value = flat.leaves[next++] as Leaf<P>
    for (let i = 0; i < numLeaves; i++) out.push(value)
  })
  return bad === undefined ? out : misfit(bad, options)
}

/** A tree of the structure of `tree` whose leaves are those of a prefix of it. JAX: `jax.tree.broadcast`. */
export const broadcast = <P, T>(prefix: P, tree: T, options: PrefixOptions = {}): MapLeaves<T, Leaf<T>, Leaf<P>> => {
  optionsOf("tree.broadcast", options, prefixOptions)
  const treedef = structure(tree)
  return unflatten(treedef, broadcastPrefix(prefix, treedef, options))
}
