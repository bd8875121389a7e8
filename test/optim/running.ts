// An optimizer at work: the updates that it makes of given gradients, and the steps that it takes down a slope.
import { grad, jit, type NDArray, numpy as np, optim, tree } from "../../src/index.js"

export const f64 = (xs: readonly number[], shape: readonly number[] = [xs.length]): NDArray =>
  np.array([...xs], { dtype: "float64" }).reshape([...shape])

/** Updates of several steps in a row; parameters move with them. */
export const updatesOf = <S, P>(optimizer: optim.GradientTransformation<S>, start: P, gradients: readonly P[]): readonly P[] => {
  let [params, state] = [start, optimizer.init(start)]
  return gradients.map((g) => {
    const [updates, next] = optimizer.update(g, state, params)
    params = optim.applyUpdates(params, updates)
    state = next
    return updates
  })
}

/** Parameters and state after so many compiled steps down a loss. */
export const descend = <S, P>(
  optimizer: optim.GradientTransformation<S>,
  loss: (params: P) => NDArray,
  start: P,
  steps: number,
): readonly [params: P, state: S] => {
  // grad and jit are typed for trees that are known, and here is any: the casts say that what comes back is of the kind that went in
  const slope = grad(loss as never) as unknown as (params: P) => P
  const step = jit(((params: P, state: S): readonly [P, S] => {
    const [updates, next] = optimizer.update(slope(params), state, params)
    return [optim.applyUpdates(params, updates), next]
  }) as never) as unknown as (params: P, state: S) => readonly [P, S]
  let [params, state] = [start, optimizer.init(start)]
  for (let i = 0; i < steps; i++) [params, state] = step(params, state)
  return [params, state]
}

/** `½ Σ (w − target)²` of every leaf. */
export const bowl =
  (target: number) =>
  (params: unknown): NDArray =>
    (tree.leaves(params) as readonly NDArray[]).reduce<NDArray>(
      (sum, w) => sum.add(w.sub(target).square().sum().mul(0.5)),
      np.zeros([], { dtype: "float64" }),
    )
