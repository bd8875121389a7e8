// The last line of a training step: parameters plus updates; and slow copies of parameters.
import type { ArrayLike, NDArray } from "../core/array.js"
import { where } from "../numpy/comparison.js"
import * as np from "../numpy/index.js"
import { map } from "../tree/map.js"

/**
 * `params + updates`, leaf by leaf; each leaf keeps its dtype. (`optax.apply_updates`)
 * @example
 * const [updates, next] = optimizer.update(grads, state, params)
 * const better = applyUpdates(params, updates)
 */
export const applyUpdates = <P>(params: P, updates: P): P => map((p: NDArray, u: NDArray) => p.add(u).astype(p.dtype), params, updates)

/** `τ·new + (1−τ)·old`: a copy that follows slowly. (`optax.incremental_update`) */
export const incrementalUpdate = <P>(newTree: P, oldTree: P, stepSize: ArrayLike): P =>
  map(
    (fresh: NDArray, old: NDArray) =>
      fresh
        .mul(stepSize)
        .add(old.mul(np.subtract(1, stepSize)))
        .astype(old.dtype),
    newTree,
    oldTree,
  )

/** The new tree every `period` steps, the old one between. (`optax.periodic_update`) */
export const periodicUpdate = <P>(newTree: P, oldTree: P, steps: ArrayLike, period: number): P => {
  const isDue = np.equal(np.mod(steps, period), 0)
  return map((fresh: NDArray, old: NDArray) => where(isDue, fresh, old), newTree, oldTree)
}
