// Random bits, and numbers in [0, 1) made of them.
import type { NDArray } from "../core/array.js"
import type { Shape } from "../core/aval.js"
import { type DType, dtypeInfo, kindOf } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { requireDtype } from "../numpy/astype.js"
import { shapeOf } from "../numpy/host.js"
import { add, convertElementType, mul, or, shiftLeft, shiftRightLogical, xor } from "../primitives/elementwise/index.js"
import { requireKey } from "./keys.js"
import { wordsOf } from "./words.js"

/** 32 random bits for every element: `x₀ ⊕ x₁`. */
export const bits32 = (key: NDArray, shape: Shape): NDArray => xor(...wordsOf(key, shape))

export interface BitsOptions {
  /** uint8, uint16 or uint32. Default uint32. */
  readonly dtype?: DType
}

const bitsOptions: OptionNames<BitsOptions> = { dtype: "string" }

/** Random integers over the whole range of an unsigned dtype; the narrower ones are the lower bits of the wider. (`jax.random.bits`) */
export const bits = (key: NDArray, shape: number | Shape = [], options?: BitsOptions): NDArray => {
  const { dtype = "uint32" } = optionsOf("bits", options, bitsOptions)
  if (kindOf(requireDtype(dtype, "bits")) !== "uint")
    raise({ code: "dtype/kind", op: "bits", need: "bits come as uint8, uint16 or uint32", got: dtype })
  return convertElementType(bits32(requireKey(key, "bits"), shapeOf(shape, "bits")), dtype)
}

/** The leading bits of one word, as a fraction: `⌊bits / 2^(width − m)⌋ · 2^−m`. */
const fraction = (bits: NDArray, width: number, mantissa: number, dtype: DType): NDArray =>
  mul(convertElementType(shiftRightLogical(bits, width - mantissa), dtype), 2 ** -mantissa)

/** 52 bits out of both words: 20 of the first, all of the second that follow. */
const fraction64 = (key: NDArray, shape: Shape): NDArray => {
  const [high, low] = wordsOf(key, shape)
  const rest = or(shiftLeft(high, 20), shiftRightLogical(low, 12))
  return add(fraction(high, 32, 20, "float64"), mul(convertElementType(rest, "float64"), 2 ** -52))
}

/**
 * Numbers in [0, 1), multiples of the dtype's `eps`, all equally likely. Filling the mantissa of a number in [1, 2) and taking 1 away, as
 * JAX does, gives the same ones.
 */
export const fractions = (key: NDArray, shape: Shape, dtype: DType): NDArray => {
  if (dtype === "float64") return fraction64(key, shape)
  const mantissa = -Math.log2(dtypeInfo[dtype].eps)
  // bfloat16 has 7 bits to fill, and takes them out of the lowest 8
  const width = mantissa < 8 ? 8 : 8 * dtypeInfo[dtype].bytes
  const source = convertElementType(bits32(key, shape), width === 32 ? "uint32" : width === 16 ? "uint16" : "uint8")
  return fraction(source, width, mantissa, dtype)
}
