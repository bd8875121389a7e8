// Transforms of lengths with large prime factors as convolutions (Bluestein 1970): with `c_j = e^{−πi·j²/n}` and `jk = (j² + k² − (k−j)²)/2`,
//   X_k = c_k · Σ_j (x_j·c_j)·c̄_{k−j}
// which a transform of any length from 2n − 1 on computes, being cyclic.

import { mul } from "../elementwise/arithmetic.js"
import { literal } from "../elementwise/define.js"
import { type Padding, pad } from "../shape/pad.js"
import { rev } from "../shape/rev.js"
import { conjugate, joined, onBoth, type Parts, rangeOf, reshaped, scaled, shapeOf, spread, swapped, times } from "./parts.js"
import { convenientFrom } from "./radices.js"
import { inDtype, modulo, rootsAt, wholeNumbers } from "./twiddles.js"

/** `c`, from squares that are exact: the angle of `j² mod 2n`. */
const chirp = (n: number): Parts => {
  const j = wholeNumbers(n)
  return rootsAt(modulo(mul(j, j), 2 * n), 2 * n)
}

/** Zeros after the elements of the axis, up to a size. */
const padded = (x: Parts, axis: number, size: number): Parts =>
  onBoth(x, (p) =>
    pad(
      p,
      literal(0, p.dtype),
      p.shape.map((d, a): Padding => ({ low: 0, high: a === axis ? size - d : 0, interior: 0 })),
    ),
  )

/** `c̄_j` for `|j| < n` in a circle of `size` places, negative j from the end. */
const around = (c: Parts, n: number, size: number): Parts => {
  const back = onBoth(c, (p) => rev(rangeOf(p, 0, 1, n), [0]))
  return conjugate(joined([padded(c, 0, size - n + 1), back], 0))
}

/** The spectra of elements and filter; one program makes both where they have one shape. */
const spectra = (x: Parts, filter: Parts, transform: Transform): readonly [Parts, Parts] => {
  const [batch, size, s] = shapeOf(x) as readonly [number, number, number]
  if (batch * s > 1) return [transform(x), transform(filter)]
  const both = transform(joined([x, filter], 0))
  const one = (i: number): Parts => onBoth(both, (p) => rangeOf(p, 0, i, i + 1))
  return [one(0), reshaped(one(1), [1, size, 1])]
}

type Transform = (x: Parts) => Parts

/** The transform of `[batch, n, s]` along its middle axis by means of `transform`, which knows convenient lengths. */
export const bluestein = (x: Parts, transform: Transform): Parts => {
  const [batch, n, s] = shapeOf(x) as readonly [number, number, number]
  const size = convenientFrom(2 * n - 1)
  const c = inDtype(chirp(n), x.re.dtype)
  const along = spread(c, [batch, n, s], [1])
  const [spectrum, filter] = spectra(padded(times(x, along), 1, size), reshaped(around(c, n, size), [1, size, 1]), transform)
  const weights = scaled(reshaped(filter, [size]), 1 / size)
  const convolved = swapped(transform(swapped(times(spectrum, spread(weights, [batch, size, s], [1])))))
  return times(
    onBoth(convolved, (p) => rangeOf(p, 1, 0, n)),
    along,
  )
}
