// Which frequency stands where in a spectrum, and spectra in the order of their frequencies.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type DType, isFloat } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { type AxisOption, resolveAxes } from "../numpy/axes.js"
import { roll } from "../numpy/flipping.js"
import { tabulate, toArray } from "../numpy/host.js"
import { requireLength } from "./options.js"

export interface FrequencyOptions {
  /** A float dtype. Default float32. */
  readonly dtype?: DType
}

const frequencyOptions: OptionNames<FrequencyOptions> = { dtype: "string" }

const frequencies = (op: string, count: number, dtype: DType, of: (k: number) => number): NDArray =>
  isFloat(dtype)
    ? tabulate([count], dtype, of)
    : raise({ code: "dtype/kind", op, need: "frequencies are of a float dtype", got: String(dtype) })

const requireSpacing = (op: string, d: number): number =>
  typeof d === "number"
    ? d
    : raise({
        code: "argument/spacing",
        op,
        need: "the distance d between elements must be a number",
        got: typeof d,
        hint: "options come third",
      })

/**
 * The frequencies of a spectrum of n elements that are `d` apart, in the order of `fft`: `0, 1, … ⌈n/2⌉ − 1, −⌊n/2⌋, … −1`, over n·d.
 * (`jax.numpy.fft.fftfreq`)
 * @throws ShapeError if n is not a positive integer, ArgumentError if d is no number, DTypeError of a dtype that is not float
 * @example
 * np.fft.fftfreq(4, 0.5).js() // [0, 0.5, -1, -0.5]
 */
export const fftfreq = (n: number, d = 1, options?: FrequencyOptions): NDArray => {
  const { dtype = "float32" } = optionsOf("fftfreq", options, frequencyOptions)
  const size = requireLength("fftfreq", n)
  const width = size * requireSpacing("fftfreq", d)
  return frequencies("fftfreq", size, dtype, (k) => (k < Math.ceil(size / 2) ? k : k - size) / width)
}

/**
 * The frequencies of half a spectrum, in the order of `rfft`: `0, 1, … ⌊n/2⌋`, over n·d. (`jax.numpy.fft.rfftfreq`)
 * @throws as `fftfreq`
 */
export const rfftfreq = (n: number, d = 1, options?: FrequencyOptions): NDArray => {
  const { dtype = "float32" } = optionsOf("rfftfreq", options, frequencyOptions)
  const size = requireLength("rfftfreq", n)
  const width = size * requireSpacing("rfftfreq", d)
  return frequencies("rfftfreq", Math.floor(size / 2) + 1, dtype, (k) => k / width)
}

const shifted = (op: string, x: ArrayLike, axes: AxisOption | undefined, by: (d: number) => number): NDArray => {
  const a = toArray(x, op)
  const along = resolveAxes(op, axes, a)
  return roll(
    a,
    along.map((axis) => by(a.shape[axis] as number)),
    along,
  )
}

/**
 * The spectrum with frequency 0 in the middle, along axes, all by default. (`jax.numpy.fft.fftshift`)
 * @throws ShapeError if an axis is out of range or named twice
 */
export const fftshift = (x: ArrayLike, axes?: AxisOption): NDArray => shifted("fftshift", x, axes, (d) => Math.floor(d / 2))

/**
 * The inverse of `fftshift`, of odd lengths too. (`jax.numpy.fft.ifftshift`)
 * @throws as `fftshift`
 */
export const ifftshift = (x: ArrayLike, axes?: AxisOption): NDArray => shifted("ifftshift", x, axes, (d) => -Math.floor(d / 2))
