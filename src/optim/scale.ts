// Scaling: by a number, by a learning rate, by a schedule. The sign of descent is here and nowhere else.
import type { NDArray } from "../core/array.js"
import * as np from "../numpy/index.js"
import { map } from "../tree/map.js"
import type { GradientTransformation, ScalarOrSchedule, Stateless } from "./transform.js"

/** Every leaf of a tree of gradients through `f`. */
export const eachLeaf = <P>(f: (g: NDArray) => NDArray, grads: P): P => map(f, grads as never) as P

/** `u = s · g`. (`optax.scale`) */
export const scale = (factor: number | NDArray): Stateless => ({
  init: () => null,
  update: (grads, state) => [eachLeaf((g) => g.mul(factor), grads), state],
})

/** How many updates have been made: what schedules are functions of. */
export interface CountState {
  readonly count: NDArray
}

/** `u = schedule(t) · g`, t = 0, 1, 2, …. (`optax.scale_by_schedule`) */
export const scaleBySchedule = (schedule: (count: NDArray) => NDArray | number): GradientTransformation<CountState> => ({
  init: () => ({ count: np.array(0, { dtype: "int32" }) }),
  update: (grads, { count }) => {
    const factor = schedule(count)
    return [eachLeaf((g) => g.mul(factor).astype(g.dtype), grads), { count: count.add(1) }]
  },
})

/** `u = −α · g`: the step downhill. (`optax.scale_by_learning_rate`) */
export const scaleByLearningRate = (learningRate: ScalarOrSchedule): GradientTransformation<CountState> =>
  typeof learningRate === "number" ? scaleBySchedule(() => -learningRate) : scaleBySchedule((count) => np.negative(learningRate(count)))
