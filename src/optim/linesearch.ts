// Line searches: how far to go along the updates that come in, by the loss on the way. They call the loss, so `update` is given it:
// `update(grads, state, params, { value, grad, valueFn })`.
import type { ArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { type OptionNames, requireOptions } from "../core/options.js"
import { cond } from "../lax/control/cond.js"
import { whileLoop } from "../lax/control/while.js"
import * as np from "../numpy/index.js"
import { valueAndGrad } from "../transforms/grad.js"
import type { Arrays } from "../transforms/types.js"
import { describeLeaf } from "../tree/describe.js"
import { map } from "../tree/map.js"
import { scaleLeaves } from "./scale.js"
import { type ArrayTree, type Extras, type GradientTransformation, requireParams, transformation } from "./transform.js"
import { treeAddScale, treeDtype, treeVdot, treeWhere, treeZerosLike } from "./trees.js"

export interface LinesearchState {
  /** How far it went last time. */
  readonly learningRate: NDArray
  /** The loss there; infinite before the first step. */
  readonly value: NDArray
  /** The gradient there. */
  readonly grad: ArrayTree
}

/** A place on the line: how far, the loss, its slope along the line, and its gradient. */
interface Place {
  readonly at: NDArray
  readonly value: NDArray
  readonly slope: NDArray
  readonly grad: ArrayTree
}

/** The loss along a line, in the loss's dtype. */
interface Line {
  readonly start: Place
  readonly place: (at: NDArray) => Place
}

type Loss = (params: ArrayTree) => NDArray

/** The loss with its gradient. For a type parameter TypeScript cannot tell that the gradient of a tree is a tree of its type. */
const withGradient = <P>(loss: (params: P) => NDArray): ((params: P) => [NDArray, P]) => valueAndGrad(loss as never) as never

const lineOf = (op: string, updates: ArrayTree, params: ArrayTree | undefined, extras: Extras | undefined): Line => {
  const from = requireParams(params, op)
  const loss = extras?.valueFn as Loss | undefined
  if (typeof loss !== "function")
    return raise({
      code: "argument/value",
      op,
      need: "the loss is needed as a function",
      hint: "call update(grads, state, params, { valueFn: loss })",
    })
  const evaluate = withGradient(loss)
  const known = extras?.value !== undefined && extras.grad !== undefined
  const [value, grad] = known ? [np.asarray(extras.value as ArrayLike), extras.grad as ArrayTree] : evaluate(from)
  const slopeOf = (g: ArrayTree): NDArray => treeVdot(g, updates).astype(value.dtype)
  return {
    start: { at: np.zerosLike(value), value, slope: slopeOf(grad), grad },
    place: (at) => {
      const [there, g] = evaluate(treeAddScale(from, at, updates))
      return { at, value: there.astype(value.dtype), slope: slopeOf(g), grad: g }
    },
  }
}

const initialState = (params: ArrayTree): LinesearchState => {
  const dtype = treeDtype(params)
  return {
    learningRate: np.array(1, { dtype }),
    value: np.array(Number.POSITIVE_INFINITY, { dtype }),
    grad: treeZerosLike(params),
  }
}

const ended = (updates: ArrayTree, { at, value, grad }: Place, state: LinesearchState): readonly [ArrayTree, LinesearchState] => [
  scaleLeaves(at, updates),
  { learningRate: at.astype(state.learningRate.dtype), value: value.astype(state.value.dtype), grad },
]

const choose = <T>(condition: NDArray, x: T, y: T): T => treeWhere(condition, x, y)

export interface BacktrackingOptions {
  /** The most steps back. */
  readonly maxBacktrackingSteps: number
  /** The loss must fall by this part of what its slope promises. Default 1e-4. */
  readonly slopeRtol?: number
  /** What a step back multiplies the learning rate by. Default 0.8. */
  readonly decreaseFactor?: number
  /** What the last learning rate is multiplied by at the start. Default 1.5. */
  readonly increaseFactor?: number
  /** Default 1. */
  readonly maxLearningRate?: number
  /** The loss may rise by so much of itself. Default 0. */
  readonly rtol?: number
  /** The loss may rise by so much. Default 0. */
  readonly atol?: number
}

const backtrackingOptions: OptionNames<BacktrackingOptions> = {
  maxBacktrackingSteps: "number",
  slopeRtol: "number",
  decreaseFactor: "number",
  increaseFactor: "number",
  maxLearningRate: "number",
  rtol: "number",
  atol: "number",
}

/**
 * `α·u` with α as large as the loss allows: shortened until `f(w + α·u) ≤ (1 + rtol)·f(w) + c·α·⟨u, ∇f⟩ + atol`. (Armijo 1966;
 * `optax.scale_by_backtracking_linesearch`) `update` is given `{ valueFn }`, and `value` and `grad` where they are known.
 * @throws ArgumentError without the parameters or the loss
 */
export const scaleByBacktrackingLinesearch = (options: BacktrackingOptions): GradientTransformation<LinesearchState> => {
  const op = "scaleByBacktrackingLinesearch"
  const given = requireOptions(op, options, backtrackingOptions, ["maxBacktrackingSteps"])
  const { slopeRtol = 1e-4, decreaseFactor = 0.8, increaseFactor = 1.5, maxLearningRate = 1, rtol = 0, atol = 0 } = given
  return transformation({
    init: initialState,
    update: (updates, state, params, extras) => {
      const { start, place } = lineOf(op, updates, params, extras)
      const limit = (at: NDArray): NDArray => start.value.add(start.value.abs().mul(rtol)).add(start.slope.mul(at).mul(slopeRtol)).add(atol)
      const first = np.minimum(state.learningRate.mul(increaseFactor), maxLearningRate).astype(start.value.dtype)
      // NaN is no loss that is low enough
      const isShort = (p: Place): NDArray => np.logicalNot(p.value.lessEqual(limit(p.at)))
      const found = whileLoop(
        ({ steps, here }) => np.logicalAnd(isShort(here as Place), steps.less(given.maxBacktrackingSteps)),
        ({ steps, here }) => ({ steps: steps.add(1), here: place(here.at.mul(decreaseFactor)) }),
        { steps: np.array(0, { dtype: "int32" }), here: place(first) },
      ).here as Place
      return ended(updates, found, state)
    },
  })
}

export interface ZoomOptions {
  /** The most evaluations of the loss. */
  readonly maxLinesearchSteps: number
  /** Where to begin: at 1, or at the last learning rate. Default `keep`. */
  readonly initialGuessStrategy?: "keep" | "one"
  /** Default: there is none. */
  readonly maxLearningRate?: number
  /** The loss must fall by this part of what its slope promises. Default 1e-4. */
  readonly slopeRtol?: number
  /** The slope must fall to this part of itself. Default 0.9. */
  readonly curvRtol?: number
  /** Below this part of the loss a fall is rounding, and the slope decides alone. Default 1e-6. */
  readonly approxDecRtol?: number
  /** What a step is multiplied by while the loss still falls. Default 2. */
  readonly incrementFactor?: number
}

const zoomOptions: OptionNames<ZoomOptions> = {
  maxLinesearchSteps: "number",
  initialGuessStrategy: "string",
  maxLearningRate: "number",
  slopeRtol: "number",
  curvRtol: "number",
  approxDecRtol: "number",
  incrementFactor: "number",
}

/** Between two places, where the parabola through them has its least value; the middle where that is too close to an end. */
const between = (low: Place, high: Place): NDArray => {
  const width = high.at.sub(low.at)
  const bend = high.value.sub(low.value).sub(low.slope.mul(width))
  const part = low.slope.mul(width).neg().div(bend.mul(2))
  const isInside = np.logicalAnd(part.greaterEqual(0.1), part.lessEqual(0.9))
  return low.at.add(width.mul(np.where(isInside, part, 0.5)))
}

/**
 * `α·u` with α at which the loss has fallen and its slope flattened (the strong Wolfe conditions): first outwards, until a minimum is bracketed, then
 * inwards. (Nocedal & Wright, Numerical Optimization, 3.5 and 3.6; `optax.scale_by_zoom_linesearch`) `update` is given `{ valueFn }`, and `value`
 * and `grad` where they are known. If no α does it in so many steps, the best one that lowered the loss is taken.
 * @throws ArgumentError without the parameters or the loss
 */
export const scaleByZoomLinesearch = (options: ZoomOptions): GradientTransformation<LinesearchState> => {
  const op = "scaleByZoomLinesearch"
  const given = requireOptions(op, options, zoomOptions, ["maxLinesearchSteps"])
  const { slopeRtol = 1e-4, curvRtol = 0.9, approxDecRtol = 1e-6, incrementFactor = 2, initialGuessStrategy = "keep" } = given
  const { maxLearningRate = Number.POSITIVE_INFINITY } = given
  if (initialGuessStrategy !== "keep" && initialGuessStrategy !== "one")
    raise({ code: "argument/option", op, need: 'initialGuessStrategy must be "keep" or "one"', got: describeLeaf(initialGuessStrategy) })
  return transformation({
    init: initialState,
    update: (updates, state, params, extras) => {
      const { start, place } = lineOf(op, updates, params, extras)
      const isLower = ({ at, value, slope }: Place): NDArray =>
        np.logicalOr(
          value.lessEqual(start.value.add(start.slope.mul(at).mul(slopeRtol))),
          // near the minimum differences of losses are rounding, and slopes are not (Hager & Zhang 2006)
          np.logicalAnd(
            value.lessEqual(start.value.add(start.value.abs().mul(approxDecRtol))),
            slope.lessEqual(start.slope.mul(2 * slopeRtol - 1)),
          ),
        )
      const guess = initialGuessStrategy === "one" ? 1 : state.learningRate
      const carry = {
        steps: np.array(0, { dtype: "int32" }),
        isInward: np.array(false),
        isDone: np.array(false),
        next: np.minimum(guess, maxLearningRate).astype(start.value.dtype),
        low: start,
        high: start,
      }
      const step = (c: Arrays<typeof carry>): typeof carry => {
        const [low, high] = [c.low as Place, c.high as Place]
        const here = place(c.next)
        const isFirst = np.logicalAnd(c.steps.equal(0), np.logicalNot(c.isInward))
        const isHigh = np.logicalOr(np.logicalNot(isLower(here)), np.logicalAnd(here.value.greaterEqual(low.value), np.logicalNot(isFirst)))
        const isFlat = here.slope.abs().lessEqual(start.slope.abs().mul(curvRtol))
        // past the minimum: the other end is where it came from
        const direction = np.where(c.isInward, high.at.sub(low.at), 1)
        const isPast = here.slope.mul(direction).greaterEqual(0)
        const isFound = np.logicalAnd(np.logicalNot(isHigh), isFlat)
        const isInward = np.logicalOr(c.isInward, np.logicalOr(isHigh, isPast))
        const nextLow = choose(isHigh, low, here)
        const nextHigh = choose(isHigh, here, choose(isPast, low, high))
        const farther = np.minimum(here.at.mul(incrementFactor), maxLearningRate)
        return {
          steps: c.steps.add(1),
          isInward,
          isDone: np.logicalOr(isFound, np.logicalAnd(np.logicalNot(isInward), here.at.greaterEqual(maxLearningRate))),
          next: np.where(isInward, between(nextLow, nextHigh), farther).astype(here.at.dtype),
          low: nextLow,
          high: nextHigh,
        }
      }
      const isGoing = ({ isDone, steps }: Arrays<typeof carry>): NDArray =>
        np.logicalAnd(np.logicalNot(isDone), steps.less(given.maxLinesearchSteps))
      return ended(updates, whileLoop(isGoing, step, carry).low as Place, state)
    },
  })
}

const isLinesearch = (state: unknown): state is LinesearchState =>
  typeof state === "object" && state !== null && "learningRate" in state && "value" in state && "grad" in state

const stateIn = (state: unknown): LinesearchState | undefined => {
  if (isLinesearch(state)) return state
  if (typeof state !== "object" || state === null) return undefined
  for (const inner of Object.values(state)) {
    const found = stateIn(inner)
    if (found) return found
  }
  return undefined
}

/**
 * The loss and its gradient, from the state of a line search that has computed them where it ended; computed where there are none yet.
 * (`optax.value_and_grad_from_state`)
 * @throws ArgumentError of a state without a line search
 * @example const [value, grad] = optim.valueAndGradFromState(loss)(params, { state })
 */
export const valueAndGradFromState =
  <P>(valueFn: (params: P) => NDArray) =>
  (params: P, { state }: { readonly state: unknown }): readonly [value: NDArray, grad: P] => {
    const known = stateIn(state)
    if (!known)
      return raise({
        code: "argument/state",
        op: "valueAndGradFromState",
        need: "the state must hold that of a line search",
        got: describeLeaf(state),
        hint: "use lbfgs, or put scaleByZoomLinesearch at the end of a chain",
      })
    const compute = (p: P): [NDArray, P] => {
      const [value, grad] = withGradient(valueFn)(p)
      return [value.astype(known.value.dtype), map((g: NDArray, k: NDArray) => g.astype(k.dtype), grad, known.grad as never) as P]
    }
    return cond(np.isfinite(known.value), () => [known.value, known.grad], compute as never, params) as unknown as readonly [NDArray, P]
  }
