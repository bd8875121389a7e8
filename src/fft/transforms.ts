// Transforms along any axes and of any lengths in terms of the primitive, which knows the last three axes as they are.
import type { ArrayLike, NDArray } from "../core/array.js"
import { sizeOf } from "../core/aval.js"
import { raise } from "../core/errors.js"
import { resolveAxes } from "../numpy/axes.js"
import { mul } from "../primitives/elementwise/arithmetic.js"
import { complexOf } from "../primitives/elementwise/complex.js"
import { literal } from "../primitives/elementwise/define.js"
import { fft } from "../primitives/fft/fft.js"
import type { FftType } from "../primitives/fft/params.js"
import { pad, slice } from "../primitives/shape/pad.js"
import { inverse, transpose } from "../primitives/transpose.js"
import { describeLeaf } from "../tree/describe.js"
import { type FftNorm, numbersOf, realsOf, requireLength, requireNorm, scaleOf } from "./options.js"

/** The first `sizes` elements along the axes, zeros where there are fewer. */
const fitted = (x: NDArray, axes: readonly number[], sizes: readonly number[]): NDArray => {
  const target = x.shape.map((d, a) => sizes[axes.indexOf(a)] ?? d)
  const cut = slice(
    x,
    x.shape.map(() => 0),
    x.shape.map((d, a) => Math.min(d, target[a] as number)),
  )
  const missing = cut.shape.map((d, a) => (target[a] as number) - d)
  if (missing.every((d) => d === 0)) return cut
  return pad(
    cut,
    literal(0, x.dtype),
    missing.map((high) => ({ low: 0, high, interior: 0 })),
  )
}

/** The most axes that the primitive transforms at a time. */
const most = 3

/** Over the last axes: real ones among the last three, complex ones three at a time. */
const overLast = (x: NDArray, type: FftType, lengths: readonly number[]): NDArray => {
  if (lengths.length <= most) return fft(x, type, lengths)
  const [first, last] = [lengths.slice(0, -most), lengths.slice(-most)]
  // the first axes moved to the end for a transform of their own
  const around = (y: NDArray, complexType: FftType): NDArray => {
    const rank = y.ndim
    const before = rank - lengths.length
    const places = [...y.shape.keys()]
    const order = [...places.slice(0, before), ...places.slice(rank - most), ...places.slice(before, rank - most)]
    return transpose(overLast(transpose(y, order), complexType, first), inverse(order))
  }
  return type === "IRFFT" ? fft(around(x, "IFFT"), type, last) : around(fft(x, type, last), type === "IFFT" ? "IFFT" : "FFT")
}

export interface Transform {
  readonly op: string
  readonly type: FftType
}

/** A transform over axes, in this order; `s` are their lengths, of the result for `IRFFT`. */
export const transformOver = (
  { op, type }: Transform,
  x: ArrayLike,
  axes: readonly number[],
  s: readonly number[] | null,
  norm: FftNorm | null | undefined,
): NDArray => {
  const scaling = requireNorm(op, norm)
  const given = type === "RFFT" ? realsOf(op, x) : complexOf(numbersOf(op, x))
  const along = resolveAxes(op, axes, given)
  if (along.length === 0)
    return type === "FFT" || type === "IFFT"
      ? given
      : raise({ code: "shape/fft-axes", op, need: "there must be an axis to transform", avals: [given.aval] })
  if (s && !Array.isArray(s))
    raise({
      code: "shape/fft-axes",
      op,
      need: "lengths must be an array, one for every axis",
      got: describeLeaf(s),
      hint: `write { s: [${along.map(() => String(s)).join(", ")}] }`,
    })
  if (s && s.length !== along.length)
    raise({
      code: "shape/fft-axes",
      op,
      need: "there must be as many lengths as axes",
      got: `${s.length} lengths for ${along.length} axes`,
    })
  const last = along.length - 1
  const half = type === "IRFFT"
  const lengths = along
    .map((a, i) => s?.[i] ?? (half && i === last ? 2 * ((given.shape[a] as number) - 1) : (given.shape[a] as number)))
    .map((n) => requireLength(op, n))
  const sizes = lengths.map((n, i) => (half && i === last ? Math.floor(n / 2) + 1 : n))
  const order = [...given.shape.keys()].filter((a) => !along.includes(a)).concat(along)
  const transformed = overLast(transpose(fitted(given, along, sizes), order), type, lengths)
  const scale = scaleOf(scaling, type === "IFFT" || half, sizeOf(lengths))
  const back = transpose(transformed, inverse(order))
  return scale === 1 ? back : mul(back, scale)
}
