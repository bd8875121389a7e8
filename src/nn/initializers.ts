// Initializers: weights drawn so that signals keep their size from layer to layer.
import type { NDArray } from "../core/array.js"
import { sizeOf } from "../core/aval.js"
import type { DType } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { resolveAxis } from "../numpy/axes.js"
import * as np from "../numpy/index.js"
import * as random from "../random/index.js"

/** Draws an array of a shape from a key. */
export type Initializer = (key: NDArray, shape: readonly number[], dtype?: DType) => NDArray

export type FanMode = "fanIn" | "fanOut" | "fanAvg"
export type Distribution = "normal" | "uniform" | "truncatedNormal"

/** How many inputs feed an output and the reverse: the last two axes, times the receptive field before them. */
const fans = (shape: readonly number[]): { readonly fanIn: number; readonly fanOut: number; readonly fanAvg: number } => {
  if (shape.length < 2)
    return raise({
      code: "shape/fan",
      op: "initializers",
      need: "at least two axes are needed to tell inputs from outputs",
      got: `[${shape.join(",")}]`,
      hint: "for vectors use initializers.normal or zeros",
    })
  const field = sizeOf(shape.slice(0, -2))
  const fanIn = (shape.at(-2) as number) * field
  const fanOut = (shape.at(-1) as number) * field
  return { fanIn, fanOut, fanAvg: (fanIn + fanOut) / 2 }
}

// the standard deviation of a normal distribution cut off at ±2
const truncation = 0.87962566103423978

/** Variance `scale / fan`, of a given distribution. (`jax.nn.initializers.variance_scaling`) */
export const varianceScaling =
  (scale: number, mode: FanMode, distribution: Distribution): Initializer =>
  (key, shape, dtype = "float32") => {
    const variance = scale / Math.max(1, fans(shape)[mode])
    if (distribution === "uniform") {
      const limit = Math.sqrt(3 * variance)
      return random.uniform(key, shape, { minval: -limit, maxval: limit, dtype })
    }
    return distribution === "normal"
      ? random.normal(key, shape, { dtype }).mul(Math.sqrt(variance))
      : random.truncatedNormal(key, -2, 2, shape, { dtype }).mul(Math.sqrt(variance) / truncation)
  }

/** Variance `2 / (fanIn + fanOut)`. (Glorot & Bengio 2010) */
export const glorotNormal = (): Initializer => varianceScaling(1, "fanAvg", "truncatedNormal")
export const glorotUniform = (): Initializer => varianceScaling(1, "fanAvg", "uniform")
/** Variance `2 / fanIn`, right before ReLU. (He et al. 2015) */
export const heNormal = (): Initializer => varianceScaling(2, "fanIn", "truncatedNormal")
export const heUniform = (): Initializer => varianceScaling(2, "fanIn", "uniform")
/** Variance `1 / fanIn`. (LeCun et al. 1998) */
export const lecunNormal = (): Initializer => varianceScaling(1, "fanIn", "truncatedNormal")
export const lecunUniform = (): Initializer => varianceScaling(1, "fanIn", "uniform")
export { glorotNormal as xavierNormal, glorotUniform as xavierUniform, heNormal as kaimingNormal, heUniform as kaimingUniform }

/** Normal with the given standard deviation. */
export const normal =
  (stddev = 1e-2): Initializer =>
  (key, shape, dtype = "float32") =>
    random.normal(key, shape, { dtype }).mul(stddev)

export interface TruncatedNormalOptions {
  /** Cut off below this many standard deviations. Default −2. */
  readonly lower?: number
  /** Default 2. */
  readonly upper?: number
}

const truncatedNormalOptions: OptionNames<TruncatedNormalOptions> = { lower: "number", upper: "number" }

/** Normal of the given standard deviation, cut off on both sides; the cut makes what is left narrower. (`jax.nn.initializers.truncated_normal`) */
export const truncatedNormal = (stddev = 1e-2, options?: TruncatedNormalOptions): Initializer => {
  const { lower = -2, upper = 2 } = optionsOf("truncatedNormal", options, truncatedNormalOptions)
  return (key, shape, dtype = "float32") => random.truncatedNormal(key, lower, upper, shape, { dtype }).mul(stddev)
}

/** Uniform in [0, scale). */
export const uniform =
  (scale = 1e-2): Initializer =>
  (key, shape, dtype = "float32") =>
    random.uniform(key, shape, { dtype, maxval: scale })

/**
 * Orthogonal matrices times a scale: of an array seen as a matrix whose columns lie along one axis, the last by default, columns are orthonormal, or rows if
 * there are more columns. (`jax.nn.initializers.orthogonal`; Saxe et al. 2013)
 */
export const orthogonal =
  (scale = 1, columnAxis = -1): Initializer =>
  (key, shape, dtype = "float32") => {
    fans(shape)
    const axis = resolveAxis("orthogonal", columnAxis, shape.length)
    const columns = shape[axis] as number
    const others = shape.toSpliced(axis, 1)
    const q = random.orthogonal(key, sizeOf(others), [], { m: columns, dtype })
    return np.moveaxis(q.reshape([...others, columns]), -1, axis).mul(scale)
  }

/**
 * Kernels of convolutions, `[…sizes, in, out]` with one to three sizes, that pass on what lies in the middle through an orthogonal matrix times a scale,
 * and nothing else: zero but at place ⌊(size − 1)/2⌋ of each, there `orthogonal(scale, columnAxis)` of `[in, out]`. Deep networks of them keep lengths.
 * (`jax.nn.initializers.delta_orthogonal`; Xiao et al. 2018)
 * @throws ShapeError of other shapes than of three to five axes, of empty kernels, and where out < in
 */
export const deltaOrthogonal = (scale = 1, columnAxis = -1): Initializer => {
  const matrix = orthogonal(scale, columnAxis)
  return (key, shape, dtype = "float32") => {
    const sizes = shape.slice(0, -2)
    const ends = shape.slice(-2)
    const issue = shape.length < 3 || shape.length > 5 ? "there must be three to five axes" : fits(shape)
    if (issue !== undefined) raise({ code: "shape/kernel", op: "deltaOrthogonal", need: issue, got: `[${shape.join(",")}]` })
    const middle = matrix(key, ends, dtype).reshape([...sizes.map(() => 1), ...ends])
    const room = sizes.map((size) => [Math.floor((size - 1) / 2), Math.ceil((size - 1) / 2)] as const)
    return np.pad(middle, [...room, [0, 0], [0, 0]])
  }
}

/** What is wrong with the numbers of a kernel that keeps lengths. */
const fits = (shape: readonly number[]): string | undefined => {
  if (shape.some((size) => size < 1)) return "no axis may be empty"
  return (shape.at(-1) as number) < (shape.at(-2) as number) ? "there must be no fewer outputs than inputs, the last axis" : undefined
}

export const constant =
  (value: number): Initializer =>
  (_, shape, dtype = "float32") =>
    np.full(shape, value, { dtype })
export const zeros: Initializer = (_, shape, dtype = "float32") => np.zeros(shape, { dtype })
export const ones: Initializer = (_, shape, dtype = "float32") => np.ones(shape, { dtype })
