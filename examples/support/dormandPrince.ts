// Differential equations `y' = f(p, y)` by the method of Dormand and Prince (1980): six slopes make a step of order five, and an estimate of
// its error of order four, from which the next step's size is chosen. A step whose error is too large is taken again, shorter.
import { lax, type NDArray, numpy as np, stopGradient } from "../../src/index.js"

/** Row i: what the slopes before weigh in the place where slope i + 1 is taken. The last row is the step itself. */
const stages = [
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
] as const

/** The step of order five less the one of order four. */
const errorWeights = [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40] as const

export type Field<P> = (params: P, y: NDArray) => NDArray

export interface SolveOptions {
  readonly rtol?: number
  readonly atol?: number
  /** The first step to try. */
  readonly firstStep?: number
  /** The most steps, taken or not, between two times; a solution that needs more is NaN from there on. */
  readonly maxSteps?: number
  /**
   * `"while"` stops when it is there, and has derivatives in forward mode; `"scan"` provides for all `maxSteps`, and has them in reverse mode
   * too, where it holds the states between chunks of √maxSteps steps and computes the rest again. The results are the same.
   */
  readonly loop?: "while" | "scan"
}

export interface Solution {
  /** The states at the times, `[times, n]`. */
  readonly ys: NDArray
  /** Steps that were taken and steps that were too long, from each time to the next. */
  readonly taken: NDArray
  readonly rejected: NDArray
}

interface State {
  readonly t: NDArray
  readonly y: NDArray
  /** The slope at y: the last of a step is the first of the next. */
  readonly slope: NDArray
  readonly size: NDArray
  /** The error of the last step that was taken, as a multiple of what is allowed. */
  readonly error: NDArray
  readonly taken: NDArray
  readonly rejected: NDArray
}

const weighted = (weights: readonly number[], slopes: readonly NDArray[]): NDArray =>
  slopes
    .filter((_, i) => weights[i] !== 0)
    .map((k, i) => k.mul(weights.filter((w) => w !== 0)[i] as number))
    .reduce((a, b) => a.add(b))

/**
 * `y(t)` at increasing `times`, of which the first is that of `y0`, in the dtype of `y0`. Steps end at the times, so nothing is interpolated.
 * Derivatives are those of the steps with their sizes held fixed, which is the derivative of the solution up to the tolerance.
 */
export const solve = <P>(f: Field<P>, params: P, y0: NDArray, times: NDArray, options: SolveOptions = {}): Solution => {
  const { rtol = 1e-6, atol = 1e-6, firstStep = 0.01, maxSteps = 64, loop = "scan" } = options

  const attempt = (state: State, end: NDArray): State => {
    const { t, y, slope, size } = state
    const left = end.sub(t)
    const isLast = size.greaterEqual(left)
    const h = np.where(isLast, left, size)
    const slopes = [slope]
    let next = y
    for (const weights of stages) {
      next = y.add(weighted(weights, slopes).mul(h))
      slopes.push(f(params, next))
    }
    // sizes are choices, not quantities: no derivative passes through the error that they are chosen by
    const allowed = np.maximum(y.abs(), next.abs()).mul(rtol).add(atol)
    const relative = stopGradient(weighted(errorWeights, slopes).mul(h).div(allowed))
    const error = np.maximum(np.sqrt(relative.square().mean()), 1e-10)
    const fits = error.lessEqual(1)
    // a proportional-integral controller (Gustafsson 1991), with the constants of Hairer, Nørsett and Wanner's DOPRI5
    const factor = error.pow(-0.17).mul(state.error.pow(0.04)).mul(0.9)
    const longer = h.mul(factor.clip(0.2, 10))
    const taken = {
      t: np.where(isLast, end, t.add(h)),
      y: next,
      slope: slopes.at(-1) as NDArray,
      size: np.where(isLast, np.maximum(size, longer), longer), // a step that was cut short says nothing against longer ones
      error,
      taken: state.taken.add(1),
      rejected: state.rejected,
    }
    const rejected = { ...state, size: h.mul(factor.clip(0.2, 0.9)), rejected: state.rejected.add(1) }
    const keys = Object.keys(taken) as (keyof State)[]
    return Object.fromEntries(keys.map((key) => [key, np.where(fits, taken[key], rejected[key])])) as unknown as State
  }

  const advance = (state: State, end: NDArray): State => {
    const goesOn = ({ t, taken, rejected }: State): NDArray => np.logicalAnd(t.less(end), taken.add(rejected).less(maxSteps))
    const step = (now: State): State => attempt(now, end)
    if (loop === "while") return lax.whileLoop(goesOn, step, state)
    const maybe = (now: State) => [lax.cond(goesOn(now), step, (same: State) => same, now), null] as const
    return lax.scan(maybe, state, null, { length: maxSteps, checkpoint: "sqrt" })[0]
  }

  const none = np.array(0, { dtype: "int32" })
  const scalar = (x: number): NDArray => np.array(x, { dtype: y0.dtype })
  const start: State = {
    t: times.slice(0).astype(y0.dtype),
    y: y0,
    slope: f(params, y0),
    size: scalar(firstStep),
    error: scalar(1),
    taken: none,
    rejected: none,
  }
  const interval = (state: State, end: NDArray) => {
    const there = advance({ ...state, taken: none, rejected: none }, end)
    const y = np.where(there.t.less(end), Number.NaN, there.y)
    return [
      { ...there, y },
      { y, taken: there.taken, rejected: there.rejected },
    ] as const
  }
  const [, { y, taken, rejected }] = lax.scan(interval, start, times.slice([1, null]).astype(y0.dtype))
  return { ys: np.concatenate([y0.reshape([1, -1]), y]), taken, rejected }
}
