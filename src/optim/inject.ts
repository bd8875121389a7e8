// Hyperparameters in the state, where a program can read and change them between steps.
import type { ArrayLike, NDArray } from "../core/array.js"
import type { DType } from "../core/dtype.js"
import * as np from "../numpy/index.js"
import { leaves } from "../tree/flatten.js"
import { increment, zeroCount } from "./moments.js"
import { type ArrayTree, type GradientTransformation, type Schedule, transformation } from "./transform.js"

export interface InjectedState<H, S> {
  readonly count: NDArray
  /** What the next step uses, unless a schedule says otherwise. */
  readonly hyperparams: { readonly [K in keyof H]: NDArray }
  readonly inner: S
}

/**
 * An optimizer whose hyperparameters are part of its state: numbers stay until somebody changes them there, schedules follow the count. (`optax.inject_hyperparams`)
 * @example
 * const optimizer = injectHyperparams(({ learningRate }) => adam(learningRate), { learningRate: 1e-3 })
 * const slower = { ...state, hyperparams: { learningRate: np.array(1e-4) } }
 */
export const injectHyperparams = <H extends { readonly [name: string]: ArrayLike | Schedule }, S>(
  make: (hyperparams: { readonly [K in keyof H]: NDArray }) => GradientTransformation<S>,
  hyperparams: H,
): GradientTransformation<InjectedState<H, S>> => {
  type Values = InjectedState<H, S>["hyperparams"]
  /** Schedules at a count; for numbers, what `current` says. */
  const at = (count: NDArray, dtype: DType, current: (name: string, given: ArrayLike) => ArrayLike): Values =>
    Object.fromEntries(
      Object.entries(hyperparams).map(([name, given]) => [
        name,
        np.asarray(typeof given === "function" ? given(count) : current(name, given), { dtype }),
      ]),
    ) as Values
  return transformation({
    init: (params) => {
      const count = zeroCount()
      const values = at(count, widest(params), (_, given) => given)
      return { count, hyperparams: values, inner: make(values).init(params) }
    },
    update: (grads, state, params, extras) => {
      const values = at(state.count, widest(grads), (name) => state.hyperparams[name] as NDArray)
      const [updates, inner] = make(values).update(grads, state.inner, params, extras)
      return [updates, { count: increment(state.count), hyperparams: values, inner }]
    },
  })
}

/** Hyperparameters are kept as exactly as the parameters are. */
const widest = (params: ArrayTree): DType => (leaves(params).some((p) => p.dtype === "float64") ? "float64" : "float32")
