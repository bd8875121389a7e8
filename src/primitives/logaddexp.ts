// `log(eˣ + eʸ)` in differentiable operations, without overflow: the greater, and what the distance adds. Of complex numbers the greater is the
// one with the greater real part, and the angle of the result lies within ±π.
import type { NDArray } from "../core/array.js"
import { isComplex } from "../core/dtype.js"
import { add, max, min, mul, neg, sub } from "./elementwise/arithmetic.js"
import { ne } from "./elementwise/comparison.js"
import { complex, imag, real } from "./elementwise/complex.js"
import { literal } from "./elementwise/define.js"
import { exp, log1p } from "./elementwise/exponential.js"
import { abs } from "./elementwise/magnitude.js"
import { floor } from "./elementwise/rounding.js"
import { selectN } from "./elementwise/select.js"

const turn = 2 * Math.PI

/** The angle of the same direction within ±π. */
const wrapped = (angle: NDArray): NDArray => sub(angle, mul(floor(mul(add(angle, Math.PI), 1 / turn)), turn))

/** Where the distance is no number, both are the same infinity, or one is NaN: the sum is that too. */
export const logAddExp = (x: NDArray, y: NDArray): NDArray => {
  const gap = isComplex(x.dtype) ? sub(min(x, y), max(x, y)) : sub(x, y)
  const undefinedGap = ne(gap, gap)
  const safe = selectN(undefinedGap, gap, literal(0, gap.dtype))
  const below = isComplex(x.dtype) ? safe : neg(abs(safe))
  const sum = add(max(x, y), log1p(exp(below)))
  const kept = isComplex(x.dtype) ? complex(real(sum), wrapped(imag(sum))) : sum
  return selectN(undefinedGap, kept, add(x, y))
}
