// Several optimizers for one tree: each leaf is updated by the one that its label names.
import { raise } from "../core/errors.js"
import { leaves } from "../tree/flatten.js"
import { map } from "../tree/map.js"
import type { Tree } from "../tree/types.js"
import { identity } from "./chain.js"
import { type Mask, masked } from "./masked.js"
import { setToZero } from "./simple.js"
import { type ArrayTree, type GradientTransformation, transformation } from "./transform.js"

/** The labels of leaves: a tree of strings that the parameters follow, or a function of the parameters that gives one. */
export type Labels = Tree<string> | ((params: never) => unknown)

type Each<S> = { readonly [K in keyof S]: GradientTransformation<S[K]> }

const labelsFor = (labels: Labels, params: ArrayTree, known: readonly string[]): Tree<string> => {
  const tree = typeof labels === "function" ? (labels as (params: ArrayTree) => Tree<string>)(params) : labels
  const unknown = leaves(tree).find((label) => !known.includes(label))
  return unknown === undefined
    ? tree
    : raise({
        code: "argument/label",
        op: "partition",
        need: `every label must name a transformation: ${known.join(", ")}`,
        got: JSON.stringify(unknown),
      })
}

/**
 * Each leaf through the transformation that its label names. (`optax.partition`)
 * @example
 * partition({ body: adam(1e-3), head: sgd(0.1) }, { encoder: "body", classifier: "head" })
 */
export const partition = <S extends { readonly [label: string]: unknown }>(
  transformations: Each<S>,
  labels: Labels,
): GradientTransformation<S> => {
  const names = Object.keys(transformations)
  const links = names.map((name): readonly [string, GradientTransformation<unknown>] => [
    name,
    masked(transformations[name] as GradientTransformation<unknown>, (params: ArrayTree) =>
      map((label: string) => label === name, labelsFor(labels, params, names)),
    ),
  ])
  return transformation({
    init: (params) => Object.fromEntries(links.map(([name, link]) => [name, link.init(params)])) as S,
    update: (grads, state, params, extras) => {
      const next: Record<string, unknown> = {}
      const updates = links.reduce((flow, [name, link]) => {
        const [out, after] = link.update(flow, state[name], params, extras)
        next[name] = after
        return out
      }, grads)
      return [updates, next as S]
    },
  })
}

const chosenAs = (mask: Mask, whenTrue: string, whenFalse: string): Labels => {
  const name = (tree: Tree<boolean>): Tree<string> => map((isIn: boolean) => (isIn ? whenTrue : whenFalse), tree)
  return typeof mask === "function" ? (params: never) => name(mask(params) as Tree<boolean>) : name(mask)
}

/** `inner` for the leaves where the mask is true, no update for the others. (`optax.selective_transform`) */
export const selectiveTransform = <S>(
  inner: GradientTransformation<S>,
  mask: Mask,
): GradientTransformation<{ readonly train: S; readonly freeze: null }> =>
  partition({ train: inner, freeze: setToZero() }, chosenAs(mask, "train", "freeze"))

/** No update for the leaves where the mask is true. (`optax.freeze`) */
export const freeze = (mask: Mask): GradientTransformation<{ readonly keep: null; readonly freeze: null }> =>
  partition({ keep: identity(), freeze: setToZero() }, chosenAs(mask, "freeze", "keep"))
