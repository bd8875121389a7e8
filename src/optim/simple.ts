// Transformations of one line: signs, means, what to do about zeros, NaN and negative weights.
import type { NDArray } from "../core/array.js"
import { where } from "../numpy/comparison.js"
import * as np from "../numpy/index.js"
import { map } from "../tree/map.js"
import { zerosLike } from "./moments.js"
import { type ArrayTree, type GradientTransformation, requireParams, type Stateless, stateless, transformation } from "./transform.js"

/** `u = f(g)`, or `f(g, w)`, leaf by leaf. (`optax.stateless_with_tree_map`) */
export const statelessWithTreeMap = (f: (update: NDArray, param: NDArray | undefined) => NDArray): Stateless =>
  stateless((grads, params) => (params === undefined ? map((g) => f(g, undefined), grads) : map((g, w) => f(g, w), grads, params)))

/** `u = sign(g)`. (`optax.scale_by_sign`) */
export const scaleBySign = (): Stateless => stateless((grads) => map((g) => g.sign(), grads))

/** `u = 0`: parameters stay as they are. (`optax.set_to_zero`) */
export const setToZero = (): Stateless => stateless(zerosLike)

/** Takes the mean over all axes but the first from gradients of matrices and beyond. (Yong et al. 2020; `optax.centralize`) */
export const centralize = (): Stateless =>
  stateless((grads) =>
    map(
      (g) =>
        g.ndim > 1
          ? g.sub(
              g.mean(
                g.shape.slice(1).map((_, i) => i + 1),
                { keepdims: true },
              ),
            )
          : g,
      grads,
    ),
  )

/** Steps that would make a weight negative end at 0 instead. (`optax.keep_params_nonnegative`) */
export const keepParamsNonnegative = (): Stateless =>
  stateless((grads, params) => map((u, w) => where(w.add(u).less(0), w.neg(), u), grads, requireParams(params, "keepParamsNonnegative")))

/** Where a NaN was found, one answer a leaf. */
export interface ZeroNansState {
  readonly foundNan: ArrayTree
}

/** 0 for each NaN, with a note of which leaves had one. (`optax.zero_nans`) */
export const zeroNans = (): GradientTransformation<ZeroNansState> =>
  transformation({
    init: (params) => ({ foundNan: map(() => np.array(false), params) }),
    update: (grads) => [map((g) => where(np.isnan(g), 0, g), grads), { foundNan: map((g) => np.any(np.isnan(g)), grads) }],
  })
