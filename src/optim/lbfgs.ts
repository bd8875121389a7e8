// L-BFGS: Newton's direction from the last few steps and how the gradient changed along them.
import type { NDArray } from "../core/array.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import * as np from "../numpy/index.js"
import { map } from "../tree/map.js"
import { chain } from "./chain.js"
import { type LinesearchState, scaleByZoomLinesearch } from "./linesearch.js"
import { increment, zeroCount } from "./moments.js"
import { type CountState, scale, scaleByLearningRate } from "./scale.js"
import { type ArrayTree, type GradientTransformation, requireParams, type ScalarOrSchedule, transformation } from "./transform.js"
import { treeAddScale, treeDtype, treeNorm, treeScale, treeSub, treeVdot, treeZerosLike } from "./trees.js"

export interface ScaleByLbfgsOptions {
  /** How many steps are remembered. Default 10. */
  readonly memorySize?: number
  /** Begins the recursion with `⟨s, y⟩ / ‖y‖²` of the last step instead of 1. Default true. */
  readonly scaleInitPrecond?: boolean
}

const scaleByLbfgsOptions: OptionNames<ScaleByLbfgsOptions> = { memorySize: "number", scaleInitPrecond: "boolean" }

export interface LbfgsState {
  readonly count: NDArray
  readonly params: ArrayTree
  readonly updates: ArrayTree
  /** The last steps s, one in each row. */
  readonly diffParamsMemory: ArrayTree
  /** How the gradient changed along them, y. */
  readonly diffUpdatesMemory: ArrayTree
  /** `1 / ⟨s, y⟩`, 0 where there is no step yet. */
  readonly weightsMemory: NDArray
}

const rowOf = (memory: ArrayTree, i: NDArray): ArrayTree => map((m) => m.slice(i), memory)
const withRow = (memory: ArrayTree, i: NDArray, row: ArrayTree): ArrayTree => map((m, r) => m.at(i).set(r), memory, row)

/** The two-loop recursion: `H·g`, rows in the order of `newest` first. */
const directionOf = (
  grads: ArrayTree,
  scaling: NDArray,
  newest: readonly NDArray[],
  { diffParamsMemory: s, diffUpdatesMemory: y, weightsMemory: rho }: Omit<LbfgsState, "count" | "params" | "updates">,
): ArrayTree => {
  const alphas: NDArray[] = []
  let q = grads
  for (const i of newest) {
    const alpha = treeVdot(rowOf(s, i), q).mul(rho.slice(i))
    alphas.push(alpha)
    q = treeAddScale(q, alpha.neg(), rowOf(y, i))
  }
  let r = treeScale(scaling, q)
  for (const [k, i] of [...newest.entries()].reverse()) {
    const beta = treeVdot(rowOf(y, i), r).mul(rho.slice(i))
    r = treeAddScale(r, (alphas[k] as NDArray).sub(beta), rowOf(s, i))
  }
  return r
}

/**
 * `u = H·g`, H being an estimate of the inverse Hessian from the last steps s and changes of the gradient y. (Nocedal 1980;
 * `optax.scale_by_lbfgs`) `update` is given the parameters.
 */
export const scaleByLbfgs = (options?: ScaleByLbfgsOptions): GradientTransformation<LbfgsState> => {
  const { memorySize = 10, scaleInitPrecond = true } = optionsOf("scaleByLbfgs", options, scaleByLbfgsOptions)
  const rows = (params: ArrayTree): ArrayTree => map((p) => np.zeros([memorySize, ...p.shape], { dtype: p.dtype }), params)
  return transformation<LbfgsState>({
    init: (params) => ({
      count: zeroCount(),
      params: treeZerosLike(params),
      updates: treeZerosLike(params),
      diffParamsMemory: rows(params),
      diffUpdatesMemory: rows(params),
      weightsMemory: np.zeros([memorySize], { dtype: treeDtype(params) }),
    }),
    update: (grads, state, given) => {
      const params = requireParams(given, "scaleByLbfgs")
      const isLater = state.count.greater(0)
      const last = np.mod(state.count.add(memorySize - 1), memorySize)
      // before the first step there is nothing to compare with
      const masked = (x: ArrayTree): ArrayTree => map((a) => np.where(isLater, a, 0).astype(a.dtype), x)
      const s = masked(treeSub(params, state.params))
      const y = masked(treeSub(grads, state.updates))
      const curvature = treeVdot(y, s)
      const isCurved = curvature.notEqual(0)
      const weight = np.where(isCurved, np.reciprocal(np.where(isCurved, curvature, 1)), 0)
      const memory = {
        diffParamsMemory: withRow(state.diffParamsMemory, last, s),
        diffUpdatesMemory: withRow(state.diffUpdatesMemory, last, y),
        weightsMemory: state.weightsMemory.at(last).set(weight.astype(state.weightsMemory.dtype)),
      }
      const change = treeVdot(y, y)
      const ratio = np.where(change.greater(0), curvature.div(np.where(change.greater(0), change, 1)), 1)
      const first = np.minimum(1, np.reciprocal(treeNorm(grads)))
      const scaling = scaleInitPrecond ? np.where(isLater, ratio, first) : np.array(1)
      const newest = Array.from({ length: memorySize }, (_, k) => np.mod(last.add(memorySize - k), memorySize))
      const direction = map((u, g) => u.astype(g.dtype), directionOf(grads, scaling, newest, memory), grads)
      return [direction, { count: increment(state.count), params, updates: grads, ...memory }]
    },
  })
}

export interface LbfgsOptions extends ScaleByLbfgsOptions {
  /** How far to go. Default: `scaleByZoomLinesearch` of up to 20 steps that begins at 1; null for as far as the learning rate says. */
  readonly linesearch?: GradientTransformation<LinesearchState> | null
}

const lbfgsOptions: OptionNames<LbfgsOptions> = { ...scaleByLbfgsOptions, linesearch: "object" }

/**
 * L-BFGS with a line search. (Liu & Nocedal 1989; `optax.lbfgs`) It calls the loss: `update(grad, state, params, { value, grad, valueFn })`.
 * @throws ArgumentError from `update` without the parameters or the loss
 * @example
 * const optimizer = optim.lbfgs()
 * let [params, state] = [start, optimizer.init(start)]
 * for (let i = 0; i < 20; i++) {
 *   const [value, grad] = optim.valueAndGradFromState(loss)(params, { state })
 *   const [updates, next] = optimizer.update(grad, state, params, { value, grad, valueFn: loss })
 *   params = optim.applyUpdates(params, updates)
 *   state = next
 * }
 */
export const lbfgs = (
  learningRate: ScalarOrSchedule | null = null,
  options?: LbfgsOptions,
): GradientTransformation<readonly [LbfgsState, CountState | null, LinesearchState | null]> => {
  const { linesearch, ...rest } = optionsOf("lbfgs", options, lbfgsOptions)
  const search = linesearch === undefined ? scaleByZoomLinesearch({ maxLinesearchSteps: 20, initialGuessStrategy: "one" }) : linesearch
  const downhill = (learningRate === null ? scale(-1) : scaleByLearningRate(learningRate)) as GradientTransformation<CountState | null>
  const length = (search ?? scale(1)) as GradientTransformation<LinesearchState | null>
  return chain(scaleByLbfgs(rest), downhill, length)
}
