// Transformations that look at the size of gradients or weights: clipping and weight decay.
import type { NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import * as np from "../numpy/index.js"
import { leaves } from "../tree/flatten.js"
import { map } from "../tree/map.js"
import { eachLeaf } from "./scale.js"
import type { Stateless } from "./transform.js"

/** `√Σ‖leaf‖²` over all leaves of a tree. (`optax.global_norm`) */
export const globalNorm = (tree: unknown): NDArray =>
  np.sqrt((leaves(tree) as readonly NDArray[]).reduce<NDArray>((total, x) => total.add(np.sum(np.square(x))), np.zeros([])))

/** Each element into `[−limit, limit]`. (`optax.clip`) */
export const clip = (limit: number): Stateless => ({
  init: () => null,
  update: (grads, state) => [eachLeaf((g) => g.clip(-limit, limit), grads), state],
})

/** `u = g · min(1, limit / ‖g‖)` with the norm over the whole tree. (`optax.clip_by_global_norm`) */
export const clipByGlobalNorm = (limit: number): Stateless => ({
  init: () => null,
  update: (grads, state) => {
    const norm = globalNorm(grads)
    const factor = np.where(norm.less(limit), 1, np.divide(limit, np.where(norm.equal(0), 1, norm)))
    return [eachLeaf((g) => g.mul(factor).astype(g.dtype), grads), state]
  },
})

/** `u = g + λ·w`: weight decay, which for plain gradient descent is L2 regularization. (`optax.add_decayed_weights`) */
export const addDecayedWeights = (decay: number): Stateless => ({
  init: () => null,
  update: (grads, state, params) => {
    if (params === undefined)
      return raise({
        code: "argument/params",
        op: "addDecayedWeights",
        need: "weight decay needs the parameters",
        hint: "call update(grads, state, params)",
      })
    return [map((g: NDArray, p: NDArray) => g.add(p.mul(decay)), grads as never, params as never) as typeof grads, state]
  },
})
