// Activations: functions of one number at a time, with the derivative at their kinks that JAX gives them.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { where } from "../numpy/comparison.js"
import { toArray } from "../numpy/host.js"
import * as np from "../numpy/index.js"
import { requireArrayLike as given } from "../numpy/promote.js"
import * as prim from "../primitives/elementwise/index.js"

// a literal takes the array's dtype, and `where` gives the branch not taken no gradient
const onFloat = (x: ArrayLike, op: string): NDArray => np.multiply(given(x, op), 1.0).astype(np.resultType(x, 0.5))

/** `x` */
export const identity = (x: ArrayLike): NDArray => np.asarray(given(x, "identity"))

/** `max(0, x)`, with derivative 0 at 0. (Lecture, slides 6 and 44; `jax.nn.relu`) */
export const relu = (x: ArrayLike): NDArray => where(np.lessEqual(given(x, "relu"), 0), 0, x)

/** `min(max(0, x), 6)`, with derivative 0 at both kinks. */
export const relu6 = (x: ArrayLike): NDArray => where(np.lessEqual(given(x, "relu6"), 0), 0, where(np.greaterEqual(x, 6), 6, x))

/** `x` if x ≥ 0, else `slope · x`. (Lecture, slide 6, with slope 0.1; `jax.nn.leaky_relu` has 0.01) */
export const leakyRelu = (x: ArrayLike, negativeSlope: ArrayLike = 0.01): NDArray =>
  where(np.greaterEqual(given(x, "leakyRelu"), 0), x, np.multiply(x, given(negativeSlope, "leakyRelu")))

/** Leaky ReLU with a learned slope, `max(αx, x)` for α < 1. (He et al. 2015; lecture, slide 6) */
export const prelu = (x: ArrayLike, alpha: ArrayLike): NDArray => leakyRelu(given(x, "prelu"), given(alpha, "prelu"))

/** The largest of several linear pieces, along one axis: `max(w₁ᵀx + b₁, w₂ᵀx + b₂, …)`. (Goodfellow et al. 2013; lecture, slide 6) */
export const maxout = (x: NDArray, axis = -1): NDArray => np.max(toArray(x, "maxout"), axis)

/** `1 / (1 + e⁻ˣ)`, without overflow. (Lecture, slides 6 and 24) */
export const sigmoid = (x: ArrayLike): NDArray => prim.logistic(onFloat(x, "sigmoid"))

/** `tanh(x)` */
export const tanh = np.tanh

/** `log(1 + eˣ)`, without overflow. */
export const softplus = (x: ArrayLike): NDArray => np.logaddexp(given(x, "softplus"), 0)

/** `log(sigmoid(x)) = −softplus(−x)` */
export const logSigmoid = (x: ArrayLike): NDArray => np.negative(softplus(np.negative(given(x, "logSigmoid"))))

/** `(x + √(x² + b)) / 2`: a softplus made of roots. (Barron 2021; `jax.nn.squareplus`) */
export const squareplus = (x: ArrayLike, b: ArrayLike = 4): NDArray =>
  np.multiply(0.5, np.add(x, np.sqrt(np.add(np.square(onFloat(x, "squareplus")), b))))

/** 0 below −1, x above 1, `(x + 1)²/4` between. (`jax.nn.sparse_plus`) */
export const sparsePlus = (x: ArrayLike): NDArray => {
  const bend = np.divide(np.square(np.add(given(x, "sparsePlus"), 1)), 4)
  return where(np.lessEqual(x, -1), 0, where(np.greaterEqual(x, 1), x, bend))
}

/** `min(max((x + 1)/2, 0), 1)`, the derivative of `sparsePlus`. (`jax.nn.sparse_sigmoid`) */
export const sparseSigmoid = (x: ArrayLike): NDArray => np.clip(np.multiply(0.5, np.add(given(x, "sparseSigmoid"), 1)), 0, 1)

/** `log(1 − e⁻ˣ)` for x > 0, exact at both ends. (Mächler 2012; `jax.nn.log1mexp`) */
export const log1mexp = (x: ArrayLike): NDArray => {
  const a = onFloat(x, "log1mexp")
  const isSmall = np.less(a, Math.LN2)
  const small = np.log(np.negative(np.expm1(np.negative(where(isSmall, a, 1)))))
  return where(isSmall, small, np.log1p(np.negative(np.exp(np.negative(where(isSmall, 1, a))))))
}

/** `x / (1 + |x|)` */
export const softSign = (x: ArrayLike): NDArray => np.divide(given(x, "softSign"), np.add(1, np.abs(x)))

/** `x · sigmoid(x)`; also called swish. */
export const silu = (x: ArrayLike): NDArray => np.multiply(given(x, "silu"), sigmoid(x))
export const swish = silu

/** `x · tanh(softplus(x))` */
export const mish = (x: ArrayLike): NDArray => np.multiply(given(x, "mish"), np.tanh(softplus(x)))

/** `x` if x > 0, else `α · (eˣ − 1)`. (Clevert et al. 2016; lecture, slide 6) */
export const elu = (x: ArrayLike, alpha: ArrayLike = 1): NDArray => {
  const positive = np.greater(given(x, "elu"), 0)
  const below = where(positive, 0, x) // keeps eˣ finite where it is not used
  return where(positive, x, np.multiply(alpha, np.expm1(below)))
}

/** `max(x, 0) + min(0, α · (e^(x/α) − 1))` */
export const celu = (x: ArrayLike, alpha: ArrayLike = 1): NDArray => {
  const positive = np.greater(given(x, "celu"), 0)
  const below = where(positive, 0, x)
  return where(positive, x, np.multiply(alpha, np.expm1(np.divide(below, alpha))))
}

/** `λ · elu(x, α)` with the constants that keep activations normalized. (Klambauer et al. 2017) */
export const selu = (x: ArrayLike): NDArray => np.multiply(1.0507009873554805, elu(given(x, "selu"), 1.6732632423543772))

export interface GeluOptions {
  /** The tanh approximation, which is JAX's default; false for the exact function. */
  readonly approximate?: boolean
}

const geluOptions: OptionNames<GeluOptions> = { approximate: "boolean" }

/** `x · Φ(x)`, Φ the normal distribution function. (Hendrycks & Gimpel 2016; `jax.nn.gelu`) */
export const gelu = (x: ArrayLike, options?: GeluOptions): NDArray => {
  const { approximate = true } = optionsOf("gelu", options, geluOptions)
  const a = onFloat(x, "gelu")
  if (!approximate) return prim.mul(prim.mul(a, 0.5), prim.erfc(prim.mul(a, -Math.SQRT1_2)))
  const cube = prim.mul(prim.mul(a, a), a)
  const inner = prim.mul(Math.sqrt(2 / Math.PI), prim.add(a, prim.mul(cube, 0.044715)))
  return prim.mul(a, prim.mul(0.5, prim.add(1, prim.tanh(inner))))
}

/** `relu6(x + 3) / 6` */
export const hardSigmoid = (x: ArrayLike): NDArray => np.divide(relu6(np.add(given(x, "hardSigmoid"), 3)), 6)
/** `x · hardSigmoid(x)` */
export const hardSilu = (x: ArrayLike): NDArray => np.multiply(given(x, "hardSilu"), hardSigmoid(x))
export const hardSwish = hardSilu
/** `min(max(x, −1), 1)` */
export const hardTanh = (x: ArrayLike): NDArray => where(np.greater(given(x, "hardTanh"), 1), 1, where(np.less(x, -1), -1, x))

/** The first half along an axis times the sigmoid of the second. (Dauphin et al. 2017) */
export const glu = (x: NDArray, axis = -1): NDArray => {
  const [a, b] = np.split(toArray(x, "glu"), 2, axis) as [NDArray, NDArray]
  return np.multiply(a, sigmoid(b))
}
