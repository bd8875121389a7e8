// Discrete distributions: coins, counts and categories.
import { type ArrayLike, NDArray } from "../core/array.js"
import type { Shape } from "../core/aval.js"
import { type DType, isFloat, isInteger, kindOf } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { requireDtype } from "../numpy/astype.js"
import { resolveAxis } from "../numpy/axes.js"
import { shapeOf } from "../numpy/host.js"
import { promoteToFloat } from "../numpy/promote.js"
import {
  add,
  convertElementType,
  div,
  eq,
  floor,
  literal,
  log,
  log1p,
  lt,
  mul,
  neg,
  selectN,
  sub,
} from "../primitives/elementwise/index.js"
import { argmax } from "../primitives/reductions.js"
import { reshape } from "../primitives/shape/reshape.js"
import { topK } from "../primitives/sort/topk.js"
import { moveAxis } from "../primitives/vector.js"
import { gumbel } from "./continuous.js"
import { requireKey } from "./keys.js"
import { parameter, type ShapeArgument, shapeFor, spreadOver } from "./parameters.js"
import { between } from "./uniform.js"

/** A probability as an array of its own float dtype. */
const probability = (p: ArrayLike, op: string): NDArray => {
  if (typeof p === "number" && !(p >= 0 && p <= 1))
    raise({ code: "argument/probability", op, need: "a probability must lie in [0, 1]", got: String(p) })
  if (p instanceof NDArray && !isFloat(p.dtype))
    raise({ code: "dtype/kind", op, need: "probabilities must be floating-point numbers", avals: [p.aval] })
  return parameter(p, p instanceof NDArray ? p.dtype : "float32", op)
}

/** True with probability `p`: `u < p`. The shape is that of `p` unless given. (`jax.random.bernoulli`) */
export const bernoulli = (key: NDArray, p: ArrayLike = 0.5, shape?: ShapeArgument): NDArray => {
  const given = probability(p, "bernoulli")
  const sizes = shapeFor(shape, [given], "bernoulli")
  return lt(between(requireKey(key, "bernoulli"), sizes, given.dtype, 0, 1), spreadOver(given, sizes))
}

export interface NumberOptions {
  /** The dtype of the numbers. Default int32. */
  readonly dtype?: DType
}

export const numberOptions: OptionNames<NumberOptions> = { dtype: "string" }

/** Fair signs: −1 or 1. (`jax.random.rademacher`) */
export const rademacher = (key: NDArray, shape: ShapeArgument = [], options?: NumberOptions): NDArray => {
  const { dtype = "int32" } = optionsOf("rademacher", options, numberOptions)
  if (kindOf(requireDtype(dtype, "rademacher")) === "bool" || kindOf(dtype) === "uint")
    raise({ code: "dtype/kind", op: "rademacher", need: "signs need a dtype that has −1", got: dtype })
  return sub(mul(2, convertElementType(bernoulli(requireKey(key, "rademacher"), 0.5, shape), dtype)), 1)
}

/** How many trials of probability `p` it takes to succeed once: `⌊log u / log(1 − p)⌋ + 1`. (`jax.random.geometric`) */
export const geometric = (key: NDArray, p: ArrayLike, shape?: ShapeArgument, options?: NumberOptions): NDArray => {
  const { dtype = "int32" } = optionsOf("geometric", options, numberOptions)
  if (!isInteger(requireDtype(dtype, "geometric")))
    raise({ code: "dtype/kind", op: "geometric", need: "counts need an integer dtype", got: dtype })
  const given = probability(p, "geometric")
  const sizes = shapeFor(shape, [given], "geometric")
  const drawn = between(requireKey(key, "geometric"), sizes, given.dtype, 0, 1)
  const u = selectN(eq(drawn, 0), drawn, literal(1, given.dtype)) // log 0 would be infinite
  return convertElementType(add(floor(div(log(u), log1p(neg(spreadOver(given, sizes))))), 1), dtype)
}

export interface CategoricalOptions {
  /** The axis of the categories. Default −1. */
  readonly axis?: number
  /** The shape of the result; its last axes are those of `logits` without the categories. Default: just these. */
  readonly shape?: ShapeArgument
  /** Whether a category may be drawn more than once along the axes that `shape` puts in front. Default true. */
  readonly replace?: boolean
}

const categoricalOptions: OptionNames<CategoricalOptions> = { axis: "number", shape: "number|list", replace: "boolean" }

/**
 * Categories with probabilities `softmax(logits)`, by their numbers: `argmax(logits + g)` for independent gumbel g. Without replacement, the
 * greatest so many. (Gumbel's trick; `jax.random.categorical`)
 */
export const categorical = (key: NDArray, logits: ArrayLike, options?: CategoricalOptions): NDArray => {
  const { axis = -1, shape, replace = true } = optionsOf("categorical", options, categoricalOptions)
  const given = requireKey(key, "categorical")
  const [scores] = promoteToFloat("categorical", [logits]) as [NDArray]
  const along = resolveAxis("categorical", axis, scores.ndim)
  const batch = scores.shape.toSpliced(along, 1)
  const sizes = shape === undefined ? batch : shapeOf(shape, "categorical")
  const prefix = sizes.slice(0, Math.max(0, sizes.length - batch.length))
  const own = sizes.slice(prefix.length)
  requireBatch(own, batch, scores)
  const categories = scores.shape[along] as number
  if (categories === 0) raise({ code: "shape/empty", op: "categorical", need: "there must be a category to draw", avals: [scores.aval] })
  if (!replace) return withoutReplacement(given, scores, along, prefix, sizes)
  const drawn = [...prefix, ...own.toSpliced(along, 0, categories)]
  return argmax(add(gumbel(given, drawn, { dtype: scores.dtype }), spreadOver(scores, drawn)), prefix.length + along, "int32")
}

const requireBatch = (own: Shape, batch: Shape, scores: NDArray): void => {
  if (own.length !== batch.length || batch.some((d, k) => d !== 1 && d !== own[k]))
    raise({
      code: "shape/broadcast",
      op: "categorical",
      need: `the shape must end with [${batch.join(",")}], the axes of the logits without the categories`,
      got: `[${own.join(",")}]`,
      avals: [scores.aval],
    })
}

const withoutReplacement = (key: NDArray, scores: NDArray, along: number, prefix: Shape, sizes: Shape): NDArray => {
  const count = prefix.reduce((n, d) => n * d, 1)
  const categories = scores.shape[along] as number
  if (count > categories)
    raise({
      code: "argument/sample-size",
      op: "categorical",
      need: `without replacement at most ${categories} categories can be drawn`,
      got: String(count),
    })
  const noisy = add(gumbel(key, scores.shape, { dtype: scores.dtype }), scores)
  const [, places] = topK(moveAxis(noisy, along, scores.ndim - 1), count)
  return reshape(moveAxis(places, places.ndim - 1, 0), sizes)
}
