// Sums of products over shifted vectors.
import type { ArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { convGeneralDilated } from "../primitives/contraction/conv.js"
import { rev } from "../primitives/shape/rev.js"
import { astype } from "./astype.js"
import { conjugate } from "./complex.js"
import { promote } from "./promote.js"
import { reshape } from "./reshape.js"

/** Which shifts: all with an overlap, as many as the longer vector has places, or those where the shorter lies within the longer. */
export type ConvolveMode = "full" | "same" | "valid"

const rows = { lhsSpec: [0, 1, 2], rhsSpec: [0, 1, 2], outSpec: [0, 1, 2] }

/** `Σₖ x[i + k]·y[k]` for the shifts of a mode; `x` is not shorter than `y`. */
const slide = (x: NDArray, y: NDArray, mode: ConvolveMode): NDArray => {
  const size = y.size
  const padding = { full: [size - 1, size - 1], same: [Math.floor(size / 2), size - 1 - Math.floor(size / 2)], valid: [0, 0] } as const
  const out = convGeneralDilated(reshape(x, [1, 1, x.size]), reshape(y, [1, 1, size]), {
    windowStrides: [1],
    padding: [padding[mode]],
    lhsDilation: [1],
    rhsDilation: [1],
    dimensionNumbers: rows,
    featureGroupCount: 1,
    batchGroupCount: 1,
  })
  return reshape(out, -1)
}

const vectors = (op: string, x: ArrayLike, y: ArrayLike): readonly [NDArray, NDArray] => {
  const [a, b] = promote(op, [x, y]) as [NDArray, NDArray]
  if (a.ndim !== 1 || b.ndim !== 1 || a.size === 0 || b.size === 0)
    raise({ code: "shape/rank", op, need: "two vectors are needed, neither of them empty", avals: [a.aval, b.aval] })
  return a.dtype === "bool" ? [astype(a, "int32"), astype(b, "int32")] : [a, b]
}

const reversed = (x: NDArray): NDArray => rev(x, [0])

/** `yᵢ = Σₖ aₖ·vᵢ₋ₖ`: the coefficients of the product of two polynomials. (`jax.numpy.convolve`) */
export const convolve = (a: ArrayLike, v: ArrayLike, mode: ConvolveMode = "full"): NDArray => {
  const [x, y] = vectors("convolve", a, v)
  return x.size >= y.size ? slide(x, reversed(y), mode) : slide(y, reversed(x), mode)
}

/** `yₖ = Σᵢ aᵢ₊ₖ·v̄ᵢ`, the second conjugated where it is complex: how well one vector fits the other, shift by shift. (`jax.numpy.correlate`) */
export const correlate = (a: ArrayLike, v: ArrayLike, mode: ConvolveMode = "valid"): NDArray => {
  const [x, other] = vectors("correlate", a, v)
  const y = conjugate(other)
  // with the longer one second, the shifts run the other way
  return x.size >= y.size ? slide(x, y, mode) : reversed(slide(y, x, mode))
}
