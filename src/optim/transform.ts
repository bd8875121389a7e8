// A gradient transformation is a pair of pure functions: state from parameters, and (gradients, state) to (updates, state).
// Optimizers are chains of them. (`optax.GradientTransformation`)
import type { ArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import type { Tree } from "../tree/types.js"

/** A tree of arrays of no particular shape: parameters, gradients and running means, as a transformation sees them. */
export type ArrayTree = Tree<NDArray>

/** What some transformations want to know beside the gradients. (`optax.GradientTransformationExtraArgs`) */
export interface Extras {
  /** The loss at the parameters: for `reduceOnPlateau` and `scaleByPolyak`. */
  readonly value?: ArrayLike
  /** The gradient at the parameters: for line searches, which get updates that are no gradients any more. */
  readonly grad?: unknown
  /** The loss, of the parameters alone: for line searches. */
  readonly valueFn?: (params: never) => NDArray
}

/** Gradients in, updates out; state is a value that the caller threads through: a plain tree of arrays, so that `jit` takes it. */
export interface GradientTransformation<S> {
  /** The state for parameters like these. */
  init<P>(params: P): S
  /** Updates for these gradients, and the next state. `params` is needed by those that look at weights, such as weight decay. */
  update<P>(grads: P, state: S, params?: P, extras?: Extras): readonly [updates: P, state: S]
}

/** A transformation that remembers nothing. */
export type Stateless = GradientTransformation<null>

/** How a transformation is written: on trees of no particular shape. */
export interface Rule<S> {
  readonly init: (params: ArrayTree) => S
  readonly update: (
    grads: ArrayTree,
    state: S,
    params: ArrayTree | undefined,
    extras: Extras | undefined,
  ) => readonly [updates: ArrayTree, state: S]
}

/**
 * The transformation that a rule describes: for the caller, updates have the very type of the gradients.
 * @example
 * const signs = transformation({ init: () => null, update: (grads, state) => [tree.map((g) => g.sign(), grads), state] })
 */
export const transformation = <S>({ init, update }: Rule<S>): GradientTransformation<S> => {
  const rule: Rule<S> = {
    init,
    update: (grads, state, params, extras) => update(grads, requireState(state), params, extras),
  }
  // the one place where a tree of no particular shape is taken for the caller's: a rule keeps the structure that it is given
  return rule as unknown as GradientTransformation<S>
}

const requireState = <S>(state: S): S =>
  state === undefined
    ? raise({
        code: "argument/state",
        op: "update",
        need: "the state of the transformation is needed",
        got: "undefined",
        hint: "begin with const state = optimizer.init(params), and pass on the state that update returns",
      })
    : state

/** A transformation of the updates alone, or of updates and parameters, that remembers nothing. (`optax.stateless`) */
export const stateless = (f: (updates: ArrayTree, params: ArrayTree | undefined) => ArrayTree): Stateless =>
  transformation({ init: () => null, update: (grads, state, params) => [f(grads, params), state] })

/** The parameters, or an error that says who needs them. */
export const requireParams = (params: ArrayTree | undefined, op: string): ArrayTree =>
  params === undefined
    ? raise({ code: "argument/params", op, need: "the parameters are needed", hint: "call update(grads, state, params)" })
    : params

/** A function of the number of steps taken, counted from 0. (`optax.Schedule`) */
export type Schedule = (count: NDArray) => ArrayLike

/** What optimizers take as a learning rate: a number, an array of rank 0, or a schedule. */
export type ScalarOrSchedule = ArrayLike | Schedule
