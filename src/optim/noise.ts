// Noise on gradients, less of it as training goes on.
import type { ArrayLike, NDArray } from "../core/array.js"
import * as np from "../numpy/index.js"
import * as random from "../random/index.js"
import { leaves } from "../tree/flatten.js"
import { map } from "../tree/map.js"
import { increment, zeroCount } from "./moments.js"
import { type GradientTransformation, transformation } from "./transform.js"

export interface NoiseState {
  readonly count: NDArray
  readonly rngKey: NDArray
}

/** `u = g + √(η / tᵞ) · ξ` with ξ normal and t = 1, 2, …. (Neelakantan et al. 2015; `optax.add_noise`) */
export const addNoise = (eta: ArrayLike, gamma: ArrayLike, key: NDArray): GradientTransformation<NoiseState> =>
  transformation({
    init: () => ({ count: zeroCount(), rngKey: key }),
    update: (grads, state) => {
      const count = increment(state.count)
      const spread = np.sqrt(np.divide(eta, np.power(count.astype("float32"), gamma)))
      const [next, draw] = random.split(state.rngKey) as unknown as readonly [NDArray, NDArray]
      const keys = [...random.split(draw, Math.max(1, leaves(grads).length))]
      let leaf = 0
      const noisy = (g: NDArray): NDArray => {
        const noise = random.normal(keys[leaf++] as NDArray, g.shape, { dtype: g.dtype })
        return g.add(noise.mul(spread)).astype(g.dtype)
      }
      return [map(noisy, grads), { count, rngKey: next }]
    },
  })
