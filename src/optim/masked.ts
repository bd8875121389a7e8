// Masks: a transformation for some leaves, the others passing through. What is masked out the inner transformation never sees: null stands there.
import { map } from "../tree/map.js"
import type { Tree } from "../tree/types.js"
import { type ArrayTree, type GradientTransformation, transformation } from "./transform.js"

/** Which leaves take part: a tree of booleans that the parameters follow (`true` for all of them), or a function of the parameters that gives one. */
export type Mask = Tree<boolean> | ((params: never) => unknown)

const maskFor = (mask: Mask, tree: ArrayTree): Tree<boolean> =>
  typeof mask === "function" ? (mask as (params: ArrayTree) => Tree<boolean>)(tree) : mask

/** Only the leaves in the mask; null for the others. */
const within = (mask: Tree<boolean>, tree: ArrayTree): ArrayTree =>
  map((isIn: boolean, part: ArrayTree) => (isIn ? part : null), mask, tree)

/** The transformed leaves where the mask holds, the untouched ones where it does not. */
const rejoin = (mask: Tree<boolean>, inside: ArrayTree, outside: ArrayTree): ArrayTree =>
  map((isIn: boolean, a: ArrayTree, b: ArrayTree) => (isIn ? a : b), mask, inside, outside)

/**
 * `inner` for the leaves where the mask is true; the others pass through unchanged. (`optax.masked`)
 * @example
 * masked(addDecayedWeights(1e-4), (params: Params) => tree.map((p) => p.ndim > 1, params)) // no decay for biases
 */
export const masked = <S>(inner: GradientTransformation<S>, mask: Mask): GradientTransformation<S> =>
  transformation({
    init: (params) => inner.init(within(maskFor(mask, params), params)),
    update: (grads, state, params, extras) => {
      const chosen = maskFor(mask, params ?? grads)
      const [updates, next] = inner.update(within(chosen, grads), state, params === undefined ? undefined : within(chosen, params), extras)
      return [rejoin(chosen, updates, grads), next]
    },
  })
