// Fourier transforms as programs of other primitives, for compilers. Along each axis the array is `[batch, n, s]`; transforms of real arrays of
// even length n are complex ones of length n/2.
import type { NDArray } from "../../core/array.js"
import { sizeOf } from "../../core/aval.js"
import { add, sub } from "../elementwise/arithmetic.js"
import { complex, imag, real } from "../elementwise/complex.js"
import { concatenate } from "../shape/concatenate.js"
import { rev } from "../shape/rev.js"
import { reshape, zerosOf } from "../vector.js"
import type { FftParams } from "./params.js"
import {
  conjugate,
  joined,
  minus,
  onBoth,
  type Parts,
  plus,
  plusI,
  rangeOf,
  reshaped,
  scaled,
  shapeOf,
  spread,
  swapped,
  times,
  timesMinusI,
} from "./parts.js"
import { transformed } from "./stages.js"
import { rootTable } from "./twiddles.js"

/** The transform along one axis of an array of any rank. */
const alongAxis = (x: Parts, axis: number): Parts => {
  const shape = shapeOf(x)
  const folded = [sizeOf(shape.slice(0, axis)), shape[axis] as number, sizeOf(shape.slice(axis + 1))]
  return reshaped(transformed(reshaped(x, folded)), shape)
}

/** Along the axes from the last to the first. */
const alongAxes = (x: Parts, axes: readonly number[]): Parts => axes.reduceRight(alongAxis, x)

/** `Z_{h−k}` for k = 1 … h − 1, conjugated. */
const mirrored = (z: Parts): Parts => {
  const axis = shapeOf(z).length - 1
  return conjugate(onBoth(z, (p) => rev(p, [axis])))
}

/** `e^{∓2πi·k/n}` for k = 1 … h − 1, over the last axis of a shape. */
const halfTurn = (n: number, x: Parts): Parts => {
  const shape = shapeOf(x)
  const roots = rootTable(n, n / 2, x.re.dtype)
  return spread(
    onBoth(roots, (p) => rangeOf(p, 0, 1, n / 2)),
    shape,
    [shape.length - 1],
  )
}

/**
 * Of real numbers, along the last axis: frequencies 0 … n/2. For even n the transform Z of `x_{2j} + i·x_{2j+1}` holds those of the even and of
 * the odd elements, `E_k = (Z_k + Z̄_{h−k})/2` and `O_k = (Z_k − Z̄_{h−k})/2i`, and `X_k = E_k + ω^k·O_k`.
 */
const forwardReal = (x: NDArray): Parts => {
  const axis = x.ndim - 1
  const n = x.shape[axis] as number
  if (n % 2 === 1) return onBoth(alongAxis({ re: x, im: zerosOf(x.aval) }, axis), (p) => rangeOf(p, axis, 0, (n + 1) / 2))
  const h = n / 2
  const z = alongAxis({ re: rangeOf(x, axis, 0, n, 2), im: rangeOf(x, axis, 1, n, 2) }, axis)
  const first = onBoth(z, (p) => rangeOf(p, axis, 0, 1))
  const zero = zerosOf(first.re.aval)
  const [lowest, highest]: readonly [Parts, Parts] = [
    { re: add(first.re, first.im), im: zero },
    { re: sub(first.re, first.im), im: zero },
  ]
  if (h === 1) return joined([lowest, highest], axis)
  const rest = onBoth(z, (p) => rangeOf(p, axis, 1, h))
  const back = mirrored(rest)
  const odd = times(timesMinusI(minus(rest, back)), halfTurn(n, rest))
  return joined([lowest, scaled(plus(plus(rest, back), odd), 0.5), highest], axis)
}

/** The inverse of `forwardReal` but for a factor n, along the last axis. Imaginary parts of frequencies 0 and n/2 have no meaning. */
const backwardReal = (x: Parts, n: number): NDArray => {
  const axis = shapeOf(x).length - 1
  const end = shapeOf(x)[axis] as number
  const part = (from: number, to: number): Parts => onBoth(x, (p) => rangeOf(p, axis, from, to))
  if (n === 1) return part(0, 1).re
  if (n % 2 === 1) {
    const rest = part(1, end)
    const whole = joined([{ ...part(0, 1), im: zerosOf(part(0, 1).re.aval) }, rest, mirrored(rest)], axis)
    return swapped(alongAxis(swapped(whole), axis)).re
  }
  const h = n / 2
  const [lowest, highest] = [part(0, 1).re, part(h, h + 1).re]
  const first: Parts = { re: add(lowest, highest), im: sub(lowest, highest) }
  const rest = part(1, h)
  const spectrum = (): Parts => {
    const back = mirrored(rest)
    const odd = times(minus(rest, back), conjugate(halfTurn(n, rest)))
    return joined([first, plusI(plus(rest, back), odd)], axis)
  }
  const z = swapped(alongAxis(swapped(h === 1 ? first : spectrum()), axis))
  const pairs = [z.re, z.im].map((p) => reshape(p, [...p.shape, 1]))
  return reshape(concatenate(pairs, axis + 1), [...x.re.shape.slice(0, -1), n])
}

/** The transform of an array over its last axes. */
export const transformProgram = (x: NDArray, { fftType, fftLengths }: FftParams): NDArray => {
  const axes = fftLengths.map((_, i) => x.ndim - fftLengths.length + i)
  const others = axes.slice(0, -1)
  const scale = 1 / sizeOf(fftLengths)
  const partsOf = (): Parts => ({ re: real(x), im: imag(x) })
  const together = ({ re, im }: Parts): NDArray => complex(re, im)
  const inverse = (y: Parts, along: readonly number[]): Parts => swapped(alongAxes(swapped(y), along))
  switch (fftType) {
    case "FFT":
      return together(alongAxes(partsOf(), axes))
    case "IFFT":
      return together(inverse(scaled(partsOf(), scale), axes))
    case "RFFT":
      return together(alongAxes(forwardReal(x), others))
    case "IRFFT":
      return backwardReal(inverse(scaled(partsOf(), scale), others), fftLengths.at(-1) as number)
  }
}
