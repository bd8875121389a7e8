// A gradient transformation is a pair of pure functions: state from parameters, and (gradients, state) to (updates, state).
// Optimizers are chains of them. (`optax.GradientTransformation`)
import type { NDArray } from "../core/array.js"

/** Gradients in, updates out; state is a value that the caller threads through. */
export interface GradientTransformation<S> {
  /** The state for parameters like these. */
  init<P>(params: P): S
  /** Updates for these gradients, and the next state. `params` is needed by those that look at weights, such as weight decay. */
  update<P>(grads: P, state: S, params?: P): readonly [updates: P, state: S]
}

/** A transformation that remembers nothing. */
export type Stateless = GradientTransformation<null>

/** What schedules and optimizers take as a learning rate: a number, or a function of the number of steps taken, counted from 0. */
export type ScalarOrSchedule = number | ((count: NDArray) => NDArray | number)
