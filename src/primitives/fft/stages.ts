// Transforms along the middle axis of `[batch, n, s]`, in stages that keep the elements in order (Stockham's autosort form, as in Van Loan 1992,
// "Computational Frameworks for the Fast Fourier Transform"). Every stage is one pass over memory: the compiler joins the operations of a
// butterfly, and only its results are written. (Products with matrices of roots take four times as long, or more, at lengths that are written out.)
import type { NDArray } from "../../core/array.js"
import { dotGeneral } from "../contraction/dot.js"
import { add, mul, sub } from "../elementwise/arithmetic.js"
import { iota } from "../shape/iota.js"
import { transpose } from "../transpose.js"
import { bluestein } from "./bluestein.js"
import { butterfly } from "./butterflies.js"
import { joined, onBoth, type Parts, rangeOf, reshaped, shapeOf, spread, times } from "./parts.js"
import { isWrittenOut, largestMatrix, radicesOf } from "./radices.js"
import { inDtype, modulo, rootsAt, rootTable } from "./twiddles.js"

/** One product with the matrix of all roots `ω^{jk}`. */
const byMatrix = (x: Parts): Parts => {
  const n = shapeOf(x)[1] as number
  const powers = modulo(mul(iota([n, n], 0, "float64"), iota([n, n], 1, "float64")), n)
  const roots = inDtype(rootsAt(powers, n), x.re.dtype)
  const product = (matrix: NDArray, y: NDArray): NDArray =>
    transpose(
      dotGeneral(matrix, y, [
        [[1], [1]],
        [[], []],
      ]),
      [1, 0, 2],
    )
  return {
    re: sub(product(roots.re, x.re), product(roots.im, x.im)),
    im: add(product(roots.re, x.im), product(roots.im, x.re)),
  }
}

/** Transforms of a large prime length. */
const ofPrime = (x: Parts): Parts => ((shapeOf(x)[1] as number) <= largestMatrix ? byMatrix(x) : bluestein(x, transformed))

/** A stage over `[batch, r·m, s]`: transforms across the r pieces of the axis, factors, and the results side by side, `[batch, m, r·s]`. */
const stage = (x: Parts, r: number, roots: Parts): Parts => {
  const [batch, n, s] = shapeOf(x) as readonly [number, number, number]
  const m = n / r
  const shape = [batch, m, 1, s]
  const pieces = Array.from({ length: r }, (_, q) =>
    reshaped(
      onBoth(x, (p) => rangeOf(p, 1, q * m, (q + 1) * m)),
      shape,
    ),
  )
  const apart = (shapeOf(roots)[0] as number) / n
  const results = butterfly(pieces).map((y, k) => {
    if (k === 0 || m === 1) return y
    const factors = onBoth(roots, (p) => rangeOf(p, 0, 0, (m - 1) * k * apart + 1, k * apart)) // ω^{kp} for p < m
    return times(y, spread(factors, shape, [1]))
  })
  return reshaped(joined(results, 2), [batch, m, r * s])
}

/** The same where r is not written out. */
const stageOfPrime = (x: Parts, r: number): Parts => {
  const [batch, n, s] = shapeOf(x) as readonly [number, number, number]
  const m = n / r
  const across = ofPrime(reshaped(x, [batch, r, m * s]))
  if (m === 1) return reshaped(across, [batch, 1, r * s])
  const places = mul(iota([r, m], 0, "float64"), iota([r, m], 1, "float64"))
  const factors = inDtype(rootsAt(places, n), x.re.dtype)
  const shape = [batch, r, m, s]
  const turned = times(reshaped(across, shape), spread(factors, shape, [1, 2]))
  return reshaped(
    onBoth(turned, (p) => transpose(p, [0, 2, 1, 3])),
    [batch, m, r * s],
  )
}

/** The transform of `[batch, n, s]` along its middle axis, `X_k = Σ_j x_j·e^{−2πi·jk/n}`. */
export const transformed = (x: Parts): Parts => {
  const [batch, n, s] = shapeOf(x) as readonly [number, number, number]
  if (n === 1) return x
  const radices = radicesOf(n)
  if (radices.length === 1 && !isWrittenOut(n)) return ofPrime(x)
  const roots = rootTable(n, n, x.re.dtype)
  return reshaped(
    radices.reduce((y, r) => (isWrittenOut(r) ? stage(y, r, roots) : stageOfPrime(y, r)), x),
    [batch, n, s],
  )
}
