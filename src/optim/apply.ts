// The last line of a training step: parameters plus updates.
import type { NDArray } from "../core/array.js"
import { map } from "../tree/map.js"

/**
 * `params + updates`, leaf by leaf; each leaf keeps its dtype. (`optax.apply_updates`)
 * @example
 * const [updates, next] = optimizer.update(grads, state, params)
 * const better = applyUpdates(params, updates)
 */
export const applyUpdates = <P>(params: P, updates: P): P =>
  map((p: NDArray, u: NDArray) => p.add(u).astype(p.dtype), params as never, updates as never) as P
