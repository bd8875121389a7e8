// Transforms over several axes: one after the other along each, of real numbers along the last first.
import type { ArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { optionsOf } from "../core/options.js"
import { requireList } from "../numpy/axes.js"
import { toArray } from "../numpy/host.js"
import type { FftType } from "../primitives/fft/params.js"
import { type FftnOptions, fftnOptions } from "./options.js"
import { transformOver } from "./transforms.js"

type OverAxes = (x: ArrayLike, axes?: readonly number[] | null, options?: FftnOptions) => NDArray

/** All axes; with lengths but no axes, as many last ones. */
const overAny =
  (op: string, type: FftType): OverAxes =>
  (x, axes = null, options) => {
    const { s = null, norm = null } = optionsOf(op, options, fftnOptions)
    const rank = toArray(x, op).ndim
    const count = s?.length ?? rank
    if (axes === null && count > rank)
      raise({ code: "shape/fft-axes", op, need: "there must be an axis for every length", got: `${count} lengths for rank ${rank}` })
    return transformOver({ op, type }, x, axes ?? Array.from({ length: count }, (_, i) => rank - count + i), s, norm)
  }

const overTwo =
  (op: string, type: FftType): OverAxes =>
  (x, axes = [-2, -1], options) => {
    const { s = null, norm = null } = optionsOf(op, options, fftnOptions)
    const two = axes ?? [-2, -1]
    if (requireList(op, two).length !== 2) raise({ code: "shape/fft-axes", op, need: "two axes are needed", got: `(${two.join(", ")})` })
    return transformOver({ op, type }, x, two, s, norm)
  }

/**
 * The transform `fft` over several axes, all by default. (`jax.numpy.fft.fftn`)
 * @throws ShapeError if an axis is out of range, named twice or without elements, ArgumentError of another norm
 */
export const fftn: OverAxes = overAny("fftn", "FFT")
/**
 * The inverse of `fftn`. (`jax.numpy.fft.ifftn`)
 * @throws as `fftn`
 */
export const ifftn: OverAxes = overAny("ifftn", "IFFT")
/**
 * `rfft` along the last of several axes, all by default, then `fft` along the others. (`jax.numpy.fft.rfftn`)
 * @throws as `fftn`, and DTypeError of complex numbers
 */
export const rfftn: OverAxes = overAny("rfftn", "RFFT")
/**
 * The inverse of `rfftn`; the last length is even unless it is given. (`jax.numpy.fft.irfftn`)
 * @throws as `fftn`
 */
export const irfftn: OverAxes = overAny("irfftn", "IRFFT")

/**
 * `fftn` over two axes, the last ones by default. (`jax.numpy.fft.fft2`)
 * @throws as `fftn`
 * @example
 * np.fft.fft2(np.ones([4, 4])).at([0, 0]).get().js() // { re: 16, im: 0 }
 */
export const fft2: OverAxes = overTwo("fft2", "FFT")
/**
 * The inverse of `fft2`. (`jax.numpy.fft.ifft2`)
 * @throws as `fftn`
 */
export const ifft2: OverAxes = overTwo("ifft2", "IFFT")
/**
 * `rfftn` over two axes, the last ones by default. (`jax.numpy.fft.rfft2`)
 * @throws as `rfftn`
 */
export const rfft2: OverAxes = overTwo("rfft2", "RFFT")
/**
 * The inverse of `rfft2`. (`jax.numpy.fft.irfft2`)
 * @throws as `fftn`
 */
export const irfft2: OverAxes = overTwo("irfft2", "IRFFT")
