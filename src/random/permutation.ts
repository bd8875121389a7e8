// Shuffling and choosing.
import { type ArrayLike, NDArray } from "../core/array.js"
import { isInteger } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { resolveAxis } from "../numpy/axes.js"
import { cumsum } from "../numpy/cumulative.js"
import { shapeOf, toArray } from "../numpy/host.js"
import { take } from "../numpy/indexing/take.js"
import { promoteToFloat } from "../numpy/promote.js"
import { reshape } from "../numpy/reshape.js"
import { searchsorted } from "../numpy/searching.js"
import { add, log, mul, sub } from "../primitives/elementwise/index.js"
import { iota } from "../primitives/shape/iota.js"
import { slice } from "../primitives/shape/pad.js"
import { sort } from "../primitives/sort/sort.js"
import { topK } from "../primitives/sort/topk.js"
import { bits32, fractions } from "./bits.js"
import { gumbel } from "./continuous.js"
import { randint } from "./integers.js"
import { requireKey, splitInTwo } from "./keys.js"
import { type ShapeArgument, spreadOver } from "./parameters.js"

/** Sorts by random words, again and again until it is unlikely that some elements never had different ones: n³ of them fit into the words. */
const shuffled = (key: NDArray, x: NDArray, axis: number): NDArray => {
  const rounds = Math.ceil((3 * Math.log(Math.max(1, x.size))) / Math.log(2 ** 32 - 1))
  let rest = key
  let result = x
  for (let i = 0; i < rounds; i++) {
    const [next, now] = splitInTwo(rest)
    rest = next
    result = sort([bits32(now, x.shape), result], axis)[1] as NDArray
  }
  return result
}

/** `n` of "0 … n − 1", as a number or as an integer of rank 0 whose value is known. */
const countOf = (x: ArrayLike, op: string): number => {
  const n = x instanceof NDArray && isInteger(x.dtype) ? x.item() : x
  return typeof n === "number" && Number.isInteger(n) && n >= 0
    ? n
    : raise({
        code: "argument/count",
        op,
        need: "how many there are must be a natural number, or an array of them be given",
        got: String(x),
      })
}

const isCount = (x: ArrayLike): boolean => !(x instanceof NDArray) || x.ndim === 0

export interface PermutationOptions {
  /** The axis to shuffle along. Default 0. */
  readonly axis?: number
  /** Whether every line along the axis is shuffled on its own. Default false. */
  readonly independent?: boolean
}

const permutationOptions: OptionNames<PermutationOptions> = { axis: "number", independent: "boolean" }

/**
 * The numbers 0 … n − 1 in random order, or an array with its parts along an axis in random order. (`jax.random.permutation`)
 * @example random.permutation(key, 5) // all of 0 … 4
 */
export const permutation = (key: NDArray, x: ArrayLike, options?: PermutationOptions): NDArray => {
  const { axis = 0, independent = false } = optionsOf("permutation", options, permutationOptions)
  const given = requireKey(key, "permutation")
  if (isCount(x)) return shuffled(given, iota([countOf(x, "permutation")], 0, "int32"), resolveAxis("permutation", axis, 1))
  const array = x as NDArray
  const along = resolveAxis("permutation", axis, array.ndim)
  if (independent || array.ndim === 1) return shuffled(given, array, along)
  const order = shuffled(given, iota([array.shape[along] as number], 0, "int32"), 0)
  return take(array, order, along, { mode: "clip" })
}

export interface ChoiceOptions {
  /** Whether one may be chosen more than once. Default true. */
  readonly replace?: boolean
  /** The probability of each, up to a common factor. Default: all are equally likely. */
  readonly p?: ArrayLike
  /** The axis along which `a` is chosen from. Default 0. */
  readonly axis?: number
}

const choiceOptions: OptionNames<ChoiceOptions> = { replace: "boolean", p: "number|array", axis: "number" }

const requireChoosable = (population: number, draws: number, replace: boolean): void => {
  if (draws > 0 && population === 0)
    raise({ code: "argument/sample-size", op: "choice", need: "there must be something to choose from", got: "nothing" })
  if (!replace && draws > population)
    raise({
      code: "argument/sample-size",
      op: "choice",
      need: `without replacement at most ${population} can be chosen`,
      got: String(draws),
      hint: "use replace: true, or a smaller shape",
    })
}

/** Which to choose, by probabilities: where a uniform number falls among their running sums, or who has the greatest noisy logarithms. */
const byProbability = (key: NDArray, p: ArrayLike, population: number, sizes: readonly number[], replace: boolean): NDArray => {
  const [weights] = promoteToFloat("choice", [p]) as [NDArray]
  if (weights.ndim !== 1 || weights.size !== population)
    raise({
      code: "shape/probabilities",
      op: "choice",
      need: `p must have one probability for each of ${population}`,
      avals: [weights.aval],
    })
  if (!replace) {
    const noisy = add(gumbel(key, population, { dtype: weights.dtype }), log(weights))
    return reshape(
      topK(
        noisy,
        sizes.reduce((n, d) => n * d, 1),
      )[1],
      sizes,
    )
  }
  const sums = cumsum(weights)
  const total = reshape(slice(sums, [Math.max(0, population - 1)], [population], [1]), population === 0 ? [0] : [])
  const u = fractions(key, sizes, weights.dtype)
  return searchsorted(sums, mul(spreadOver(total, sizes), sub(1, u)))
}

/**
 * Elements of an array, or of 0 … a − 1, chosen at random; the axes of `shape` take the place of the axis that is chosen from. (`jax.random.choice`)
 * @example random.choice(key, 10, [3], { replace: false })
 */
export const choice = (key: NDArray, a: ArrayLike, shape: ShapeArgument = [], options?: ChoiceOptions): NDArray => {
  const { replace = true, p, axis = 0 } = optionsOf("choice", options, choiceOptions)
  const given = requireKey(key, "choice")
  const sizes = shapeOf(shape, "choice")
  const draws = sizes.reduce((n, d) => n * d, 1)
  const array = isCount(a) ? undefined : toArray(a, "choice")
  const along = array ? resolveAxis("choice", axis, array.ndim) : 0
  const population = array ? (array.shape[along] as number) : countOf(a, "choice")
  requireChoosable(population, draws, replace)
  const pick = (places: NDArray): NDArray => (array ? take(array, places, along, { mode: "clip" }) : places)
  if (draws === 0) return pick(iota([0], 0, "int32").reshape(sizes))
  if (p !== undefined) return pick(byProbability(given, p, population, sizes, replace))
  if (replace) return pick(randint(given, sizes, 0, population))
  const mixed = permutation(given, array ?? population, { axis: along })
  const first = slice(
    mixed,
    mixed.shape.map(() => 0),
    mixed.shape.with(along, draws),
    mixed.shape.map(() => 1),
  )
  return reshape(first, mixed.shape.toSpliced(along, 1, ...sizes))
}
