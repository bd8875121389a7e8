// Sequences of numbers: by step, or by count between two ends.
import { type ArrayLike, NDArray } from "../core/array.js"
import { type DType, dtypeInfo, isInteger } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { iota } from "../primitives/shape/iota.js"
import { add, multiply, power, subtract } from "./arithmetic.js"
import { astype, requireDtype } from "./astype.js"
import { broadcastArrays } from "./broadcasting.js"
import { equal, less, logicalAnd, where } from "./comparison.js"
import { real } from "./complex.js"
import { type DtypeOption, dtypeOption } from "./creation.js"
import { exp, log } from "./exponential.js"
import { shapeOf, tabulate } from "./host.js"
import { promoteToFloat } from "./promote.js"
import { expandDims, reshape } from "./reshape.js"
import { floor } from "./rounding.js"
import { moveaxis } from "./transposing.js"

const requireNumbers = (given: readonly unknown[]): void => {
  const bad = given.find((x) => typeof x !== "number" || !Number.isFinite(x))
  if (bad !== undefined)
    raise({
      code: "argument/range",
      op: "arange",
      need: "ends and step must be finite numbers, because they decide the shape",
      got: bad instanceof NDArray ? bad.toString() : String(bad),
      hint: "a length that depends on data cannot be traced; take it from x.shape, or use a mask",
    })
}

const requireRange = (first: number, last: number, dtype: DType): void => {
  const { min, max } = dtypeInfo[dtype]
  if (isInteger(dtype) && (Math.min(first, last) < min || Math.max(first, last) > max))
    raise({ code: "dtype/range", op: "arange", need: `${dtype} holds whole numbers from ${min} to ${max}`, got: `${first} … ${last}` })
}

/** The options that stand last, and the numbers before them. */
const splitOptions = (rest: readonly (number | DtypeOption | undefined)[]): readonly [readonly number[], DtypeOption] => {
  const last = rest.at(-1)
  const hasOptions = last !== undefined && typeof last !== "number" && !((last as unknown) instanceof NDArray)
  const numbers = (hasOptions ? rest.slice(0, -1) : rest).filter((x) => x !== undefined)
  return [numbers as readonly number[], optionsOf("arange", hasOptions ? last : undefined, dtypeOption)]
}

/**
 * The numbers from `start` (0) up to but without `stop`, `step` (1) apart: int32 if all three are whole, else float32. (`jax.numpy.arange`)
 * @example np.arange(3) // [0, 1, 2]
 */
export function arange(stop: number, options?: DtypeOption): NDArray
export function arange(start: number, stop?: number, options?: DtypeOption): NDArray
export function arange(start: number, stop?: number, step?: number, options?: DtypeOption): NDArray
export function arange(first: number, ...rest: readonly (number | DtypeOption | undefined)[]): NDArray {
  const [numbers, { dtype: wanted }] = splitOptions(rest)
  requireNumbers([first, ...numbers])
  const [start, stop, step = 1] = numbers.length === 0 ? [0, first] : [first, ...(numbers as readonly [number, number?])]
  if (step === 0) raise({ code: "argument/range", op: "arange", need: "the step must not be 0", got: "0" })
  const whole = [start, stop, step].every(Number.isInteger)
  const dtype = requireDtype(wanted ?? (whole ? "int32" : "float32"), "arange")
  const count = Math.max(0, Math.ceil((stop - start) / step))
  if (count > 0) requireRange(start, start + (count - 1) * step, dtype)
  return start === 0 && step === 1 ? iota([count], 0, dtype) : tabulate([count], dtype, (i) => start + i * step)
}

export interface LinspaceOptions extends DtypeOption {
  /** Whether `stop` is the last number. Default true. */
  readonly endpoint?: boolean
  /** Where the new axis stands, if the ends are arrays. Default 0. */
  readonly axis?: number
}

const linspaceOptions: OptionNames<LinspaceOptions> = { endpoint: "boolean", axis: "number", dtype: "string" }

/** Ends that are numbers are computed in float64 and rounded once; ends that are arrays are mixed, so that they keep their derivatives. */
const interpolate = (start: ArrayLike, stop: ArrayLike, num: number, { endpoint = true, axis = 0 }: LinspaceOptions): NDArray => {
  const [count] = shapeOf(num, "linspace") as [number]
  const parts = endpoint ? count - 1 : count
  if (typeof start === "number" && typeof stop === "number")
    return tabulate([count], "float64", (i) => (endpoint && i === parts && i > 0 ? stop : start + ((stop - start) * i) / (parts || 1)))
  const [a, b] = promoteToFloat("linspace", [start, stop]) as [NDArray, NDArray]
  const rank = Math.max(a.ndim, b.ndim)
  const weights = reshape(
    tabulate([count], a.dtype, (i) => i / (parts || 1)),
    [count, ...Array<number>(rank).fill(1)],
  )
  const mixed = add(multiply(expandDims(a, 0), subtract(1, weights)), multiply(expandDims(b, 0), weights))
  return moveaxis(mixed, 0, axis)
}

/** The endpoint may stand by itself, as JAX has it positional. */
const linspaceGiven = (endpoint: boolean | LinspaceOptions, options: LinspaceOptions): LinspaceOptions =>
  optionsOf(
    "linspace",
    typeof endpoint === "boolean" ? { endpoint, ...optionsOf("linspace", options, linspaceOptions) } : endpoint,
    linspaceOptions,
  )

/**
 * `num` numbers at equal distances from `start` to `stop`, which is the last of them unless `endpoint` is false. The ends may be arrays.
 * (`jax.numpy.linspace`)
 */
export const linspace = (
  start: ArrayLike,
  stop: ArrayLike,
  num = 50,
  endpoint: boolean | LinspaceOptions = true,
  options: LinspaceOptions = {},
): NDArray => {
  const given = linspaceGiven(endpoint, options)
  const line = interpolate(start, stop, num, given)
  const bare = !(start instanceof NDArray) && !(stop instanceof NDArray)
  const dtype = given.dtype ?? (bare ? "float32" : line.dtype)
  return astype(isInteger(dtype) ? floor(line) : line, dtype) // down, as NumPy does, not towards 0
}

const logspaceOptions: OptionNames<LinspaceOptions & { readonly base?: number }> = {
  endpoint: "boolean",
  axis: "number",
  dtype: "string",
  base: "number",
}

/** `base` to the power of numbers at equal distances. (`jax.numpy.logspace`) */
export const logspace = (start: ArrayLike, stop: ArrayLike, num = 50, given?: LinspaceOptions & { readonly base?: number }): NDArray => {
  const { base = 10, dtype, ...options } = optionsOf("logspace", given, logspaceOptions)
  const bare = typeof start === "number" && typeof stop === "number"
  const powers = power(base, linspace(start, stop, num, bare ? { ...options, dtype: "float64" } : options))
  return astype(powers, dtype ?? (bare ? "float32" : powers.dtype))
}

/** Ends that are arrays, or complex: the logarithms are mixed, `a^(1−t)·b^t`. Where both ends lie left of the imaginary axis, they are turned by half a turn first. */
const ofEqualRatio = (start: ArrayLike, stop: ArrayLike, num: number, endpoint: boolean, axis: number): NDArray => {
  const [a, b] = broadcastArrays(...promoteToFloat("geomspace", [start, stop])) as [NDArray, NDArray]
  const left = logicalAnd(less(real(a), 0), less(real(b), 0))
  const side = where(left, -1, 1)
  const powers = exp(linspace(log(multiply(a, side)), log(multiply(b, side)), num, { endpoint }))
  const place = expandDims(
    tabulate([num], "int32", (i) => i),
    Array.from({ length: a.ndim }, (_, i) => i + 1),
  )
  const middle = where(equal(place, 0), a, multiply(powers, side)) // the ends are what was given, to the last bit
  return moveaxis(endpoint && num > 1 ? where(equal(place, num - 1), b, middle) : middle, 0, axis)
}

/**
 * `num` numbers of equal ratio from `start` to `stop`. Ends that are numbers must be of one sign. They may be arrays, which
 * broadcast; between complex ones the numbers lie on a spiral. (`jax.numpy.geomspace`)
 * @throws ArgumentError if the ends are numbers of different signs, or one is 0
 */
export const geomspace = (start: ArrayLike, stop: ArrayLike, num = 50, options?: LinspaceOptions): NDArray => {
  const { endpoint = true, dtype, axis = 0 } = optionsOf("geomspace", options, linspaceOptions)
  if (typeof start !== "number" || typeof stop !== "number") {
    const line = ofEqualRatio(start, stop, num, endpoint, axis)
    return astype(line, dtype ?? line.dtype)
  }
  if (!(start * stop > 0))
    raise({ code: "argument/range", op: "geomspace", need: "both ends must have the same sign, and not be 0", got: `${start} and ${stop}` })
  const parts = endpoint ? num - 1 : num
  return tabulate(shapeOf(num, "geomspace"), dtype ?? "float32", (i) =>
    endpoint && i === parts && i > 0 ? stop : start * (stop / start) ** (i / (parts || 1)),
  )
}
