// Adam and its relatives: each gradient divided by a running estimate of its own size.
import type { NDArray } from "../core/array.js"
import * as np from "../numpy/index.js"
import { map } from "../tree/map.js"
import type { GradientTransformation } from "./transform.js"

export interface AdamOptions {
  /** Decay of the mean of gradients, β₁. Default 0.9. */
  readonly b1?: number
  /** Decay of the mean of squares, β₂. Default 0.999. */
  readonly b2?: number
  /** Added to the root, ε. Default 1e-8. */
  readonly eps?: number
  /** Added under the root, for derivatives through the optimizer. Default 0. */
  readonly epsRoot?: number
  /** Looks one step ahead in the mean. (Dozat 2016) */
  readonly nesterov?: boolean
}

export interface AdamState<P = unknown> {
  readonly count: NDArray
  readonly mu: P
  readonly nu: P
}

const average = (decay: number, f: (g: NDArray) => NDArray, grads: unknown, before: unknown): unknown =>
  map((g: NDArray, m: NDArray) => m.mul(decay).add(f(g).mul(1 - decay)), grads as never, before as never)

/** `x / (1 − βᵗ)`: a running mean that began at zero, without its bias. */
const unbias = (x: NDArray, decay: number, count: NDArray): NDArray => x.div(np.subtract(1, np.power(decay, count))).astype(x.dtype)

/**
 * `u = m̂ / (√(v̂ + ε₀) + ε)` with `m ← β₁·m + (1−β₁)·g`, `v ← β₂·v + (1−β₂)·g²`, both without bias. (Kingma & Ba 2015; `optax.scale_by_adam`)
 */
export const scaleByAdam = ({
  b1 = 0.9,
  b2 = 0.999,
  eps = 1e-8,
  epsRoot = 0,
  nesterov = false,
}: AdamOptions = {}): GradientTransformation<AdamState> => ({
  init: (params) => ({
    count: np.array(0, { dtype: "int32" }),
    mu: map(np.zerosLike, params as never),
    nu: map(np.zerosLike, params as never),
  }),
  update: (grads, state) => {
    const count = state.count.add(1)
    const mu = average(b1, (g) => g, grads, state.mu)
    const nu = average(b2, np.square, grads, state.nu)
    const mean = nesterov
      ? (m: NDArray, g: NDArray) =>
          unbias(m, b1, count.add(1))
            .mul(b1)
            .add(unbias(g, b1, count).mul(1 - b1))
      : (m: NDArray) => unbias(m, b1, count)
    const update = (m: NDArray, v: NDArray, g: NDArray): NDArray => mean(m, g).div(unbias(v, b2, count).add(epsRoot).sqrt().add(eps))
    return [map(update, mu as never, nu as never, grads as never) as typeof grads, { count, mu, nu }]
  },
})
