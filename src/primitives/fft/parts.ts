// Complex numbers while a transform is written as a program: their real and imaginary parts as two real arrays, so that a transform of real
// numbers needs no products with zero and a multiple of i costs nothing.
import type { NDArray } from "../../core/array.js"
import { add, mul, neg, sub } from "../elementwise/arithmetic.js"
import type { Operand } from "../elementwise/define.js"
import { concatenate } from "../shape/concatenate.js"
import { slice } from "../shape/pad.js"
import { broadcastInDim } from "../sum.js"
import { reshape } from "../vector.js"

export interface Parts {
  readonly re: NDArray
  readonly im: NDArray
}

export const shapeOf = ({ re }: Parts): readonly number[] => re.shape

/** A real operation on both parts. */
export const onBoth = ({ re, im }: Parts, f: (x: NDArray) => NDArray): Parts => ({ re: f(re), im: f(im) })

export const plus = (x: Parts, y: Parts): Parts => ({ re: add(x.re, y.re), im: add(x.im, y.im) })
export const minus = (x: Parts, y: Parts): Parts => ({ re: sub(x.re, y.re), im: sub(x.im, y.im) })
/** `x + i·y` */
export const plusI = (x: Parts, y: Parts): Parts => ({ re: sub(x.re, y.im), im: add(x.im, y.re) })
/** `x − i·y` */
export const minusI = (x: Parts, y: Parts): Parts => ({ re: add(x.re, y.im), im: sub(x.im, y.re) })
/** `−i·x` */
export const timesMinusI = ({ re, im }: Parts): Parts => ({ re: im, im: neg(re) })
export const conjugate = ({ re, im }: Parts): Parts => ({ re, im: neg(im) })
/** A multiple by real numbers. */
export const scaled = (x: Parts, by: Operand): Parts => onBoth(x, (part) => mul(part, by))

export const times = (x: Parts, y: Parts): Parts => ({
  re: sub(mul(x.re, y.re), mul(x.im, y.im)),
  im: add(mul(x.re, y.im), mul(x.im, y.re)),
})

/** Real and imaginary parts exchanged: the forward transform of `swapped(x)`, swapped, is the inverse one of `x` but for its scale. */
export const swapped = ({ re, im }: Parts): Parts => ({ re: im, im: re })

export const reshaped = (x: Parts, shape: readonly number[]): Parts => onBoth(x, (part) => reshape(part, shape))
export const spread = (x: Parts, shape: readonly number[], dims: readonly number[]): Parts =>
  onBoth(x, (p) => broadcastInDim(p, shape, dims))
export const joined = (xs: readonly Parts[], axis: number): Parts => ({
  re: concatenate(
    xs.map((x) => x.re),
    axis,
  ),
  im: concatenate(
    xs.map((x) => x.im),
    axis,
  ),
})

/** Elements `from … to` along one axis, `to` excluded, every `step`-th of them. */
export const rangeOf = (x: NDArray, axis: number, from: number, to: number, step = 1): NDArray =>
  slice(
    x,
    x.shape.map((_, a) => (a === axis ? from : 0)),
    x.shape.map((d, a) => (a === axis ? to : d)),
    x.shape.map((_, a) => (a === axis ? step : 1)),
  )
