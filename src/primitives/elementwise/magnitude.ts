// Magnitudes: of real numbers without their sign, of complex numbers the distance from 0.
import type { NDArray } from "../../core/array.js"
import { isComplex, realOf } from "../../core/dtype.js"
import { custom, type Primitive } from "../../core/primitive.js"
import * as complex from "../scalar/complex.js"
import { div, mul, sign } from "./arithmetic.js"
import { eq } from "./comparison.js"
import { complexOf, conj, real } from "./complex.js"
import { apply, defineElementwise, literal, type Operand, onNumbers, orComplex } from "./define.js"
import { selectN } from "./select.js"

/** `z̄ / |z|`, and 0 for 0: the slope of `|z|` along a direction ż is the real part of its product with ż. */
const towards = (x: NDArray): NDArray => {
  const size = abs(x)
  const safe = selectN(eq(size, 0), size, literal(1, size.dtype))
  return div(conj(x), complexOf(safe))
}

const slopeOfAbs = (x: NDArray): NDArray => (isComplex(x.dtype) ? towards(x) : sign(x))

/** `|x|`; of a complex number, the length, which is real. Its derivative is not complex-linear: `d|z| = Re(z̄/|z|·dz)`. */
export const absP: Primitive = defineElementwise(
  "abs",
  {
    ...orComplex(
      onNumbers((x) => Math.abs(x)),
      complex.abs,
    ),
    result: realOf,
  },
  custom({
    jvp: ([x], [t]) => {
      const slope = mul(slopeOfAbs(x as NDArray), t as NDArray)
      return { outputs: [abs(x as NDArray)], tangents: [isComplex(slope.dtype) ? real(slope) : slope] }
    },
    vjp: ([x]) => {
      const slope = slopeOfAbs(x as NDArray)
      return { outputs: [abs(x as NDArray)], pullback: ([ct]) => [ct && mul(isComplex(slope.dtype) ? complexOf(ct) : ct, slope)] }
    },
  }),
)

export const abs = (x: Operand): NDArray => apply(absP, x)
