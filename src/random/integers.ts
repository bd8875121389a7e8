// Random integers of a range: 64 random bits modulo the size of the range, which is even enough for any that 32 bits can hold.
import { type ArrayLike, literalArray, NDArray } from "../core/array.js"
import type { Shape } from "../core/aval.js"
import { type DType, dtypeInfo, isInteger } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { optionsOf } from "../core/options.js"
import { requireDtype } from "../numpy/astype.js"
import { requireArrayLike } from "../numpy/promote.js"
import { add, and, clamp, convertElementType, gt, le, literal, mul, rem, selectN, sub } from "../primitives/elementwise/index.js"
import { bits32 } from "./bits.js"
import { type NumberOptions, numberOptions } from "./discrete.js"
import { requireKey, splitInTwo } from "./keys.js"
import { type ShapeArgument, shapeFor, spreadOver } from "./parameters.js"

/** A bound in the dtype that is drawn in, and whether it was one more than the largest integer. */
interface Bound {
  readonly value: NDArray
  readonly isBeyond: NDArray
}

const always = (holds: boolean): NDArray => literalArray(Number(holds), "bool")

const requireBounds = (minval: ArrayLike, maxval: ArrayLike, dtype: DType): void => {
  const { min, max } = dtypeInfo[dtype]
  const numbers = [minval, maxval].filter((x) => typeof x === "number")
  const fits = numbers.every((x) => Number.isInteger(x) && x >= min && x <= max + 1)
  if (!fits || (numbers.length === 2 && !(minval < maxval)))
    raise({
      code: "argument/range",
      op: "randint",
      need: `bounds must be whole numbers, minval below maxval, between ${min} and ${max + 1}`,
      got: numbers.join(" and "),
    })
  const arrays = [minval, maxval].flatMap((x) => (x instanceof NDArray && !isInteger(x.dtype) ? [x.aval] : []))
  if (arrays.length > 0) raise({ code: "dtype/kind", op: "randint", need: "bounds must be integers", avals: arrays })
}

/** Clips an integer array to what both dtypes hold, and converts it. */
const clipped = (x: NDArray, dtype: DType, low: number, high: number): NDArray => {
  const own = dtypeInfo[x.dtype]
  return convertElementType(clamp(Math.max(low, own.min), x, Math.min(high, own.max)), dtype)
}

/** `target` is the dtype of the result, `dtype` the one of 32 bits to draw in. */
const boundOf = (x: ArrayLike, dtype: DType, target: DType, isUpper: boolean): Bound => {
  const { min, max } = dtypeInfo[target]
  const narrow = dtype !== target
  if (!(x instanceof NDArray)) {
    const isBeyond = !narrow && Number(x) > max
    return { value: literalArray(isBeyond ? max : Number(x), dtype), isBeyond: always(isBeyond) }
  }
  const limit = Math.min(max, dtypeInfo[x.dtype].max)
  return { value: clipped(x, dtype, min, narrow && isUpper ? max + 1 : max), isBeyond: narrow ? always(false) : gt(x, limit) }
}

/** `(high · 2³² + low) mod span`, in 32 bits: `(high mod span) · (2³² mod span) + low mod span`. A span of 0 stands for 2³². */
const remainder64 = (high: NDArray, low: NDArray, span: NDArray): NDArray => {
  const half = rem(literal(2 ** 16, "uint32"), span)
  const multiplier = rem(mul(half, half), span)
  return rem(add(mul(rem(high, span), multiplier), rem(low, span)), span)
}

const spanOf = (low: Bound, high: Bound): NDArray => {
  const isEmpty = le(high.value, low.value)
  const size = selectN(isEmpty, convertElementType(sub(high.value, low.value), "uint32"), literal(1, "uint32"))
  const isLonger = and(high.isBeyond, gt(high.value, low.value))
  return selectN(isLonger, size, add(size, 1))
}

/**
 * Integers from `minval` up to, but without, `maxval`; bounds may be arrays. Where arrays leave no integer between them, `minval` is drawn.
 * (`jax.random.randint`)
 * @throws ArgumentError for bounds that are numbers and leave no integer between them
 * @example random.randint(key, [10], 0, 6)
 */
export const randint = (key: NDArray, shape: ShapeArgument, minval: ArrayLike, maxval: ArrayLike, options?: NumberOptions): NDArray => {
  const { dtype = "int32" } = optionsOf("randint", options, numberOptions)
  if (!isInteger(requireDtype(dtype, "randint")))
    raise({ code: "dtype/kind", op: "randint", need: "integers need an integer dtype", got: dtype })
  const given = [minval, maxval].map((x) => requireArrayLike(x, "randint")) as [ArrayLike, ArrayLike]
  requireBounds(...given, dtype)
  const wide: DType = dtypeInfo[dtype].bytes < 4 ? "int32" : dtype
  const sizes: Shape = shapeFor(
    shape,
    given.filter((x) => x instanceof NDArray),
    "randint",
  )
  const [low, high] = given.map((x, i) => boundOf(x, wide, dtype, i === 1)) as [Bound, Bound]
  const span = spreadOver(spanOf(...aligned(low, high)), sizes)
  const [k1, k2] = splitInTwo(requireKey(key, "randint"))
  const offset = remainder64(bits32(k1, sizes), bits32(k2, sizes), span)
  return convertElementType(add(spreadOver(low.value, sizes), convertElementType(offset, wide)), dtype)
}

/** Bounds spread over the shape that they have in common. */
const aligned = (low: Bound, high: Bound): readonly [Bound, Bound] => {
  const common = shapeFor(undefined, [low.value, high.value], "randint")
  const over = (b: Bound): Bound => ({ value: spreadOver(b.value, common), isBeyond: spreadOver(b.isBeyond, common) })
  return [over(low), over(high)]
}
