// The exponential of a matrix: scaling, a Padé approximant, squaring (Higham 2005, "The scaling and squaring method revisited").
//   e^A = (r(A/2ˢ))^(2ˢ),  r = (V − U)⁻¹·(V + U),  U odd and V even in A
import type { ArrayLike, NDArray } from "../core/array.js"
import { realOf } from "../core/dtype.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { max, sub } from "../primitives/elementwise/arithmetic.js"
import { gt, lt } from "../primitives/elementwise/comparison.js"
import { exp2, log } from "../primitives/elementwise/exponential.js"
import { stopGradient } from "../primitives/elementwise/identity.js"
import { abs } from "../primitives/elementwise/magnitude.js"
import { ceil } from "../primitives/elementwise/rounding.js"
import { selectN } from "../primitives/elementwise/select.js"
import { asColumns, identityLike, inDtypeOf, product } from "../primitives/linalg/matrix.js"
import { reduceMax } from "../primitives/reductions.js"
import { reduceSum } from "../primitives/sum.js"
import { add, fill, mul, neg } from "../primitives/vector.js"
import { squareOf } from "./operands.js"
import { solveMatrices } from "./solving.js"

interface Approximant {
  /** Coefficients of `V + U` from the constant up. */
  readonly coefficients: readonly number[]
  /** The greatest norm at which it is exact to the last place. */
  readonly within: number
}

/** Coefficients of the diagonal Padé approximant of order m, all multiplied by `(2m)!/m!`, which makes them whole. */
const pade = (m: number, within: number): Approximant => {
  const coefficients = [1]
  for (let k = 0; k < m; k++) coefficients.push(((coefficients[k] as number) * (m - k)) / ((2 * m - k) * (k + 1)))
  return { coefficients, within }
}

const approximants = { float32: pade(7, 3.92572478313866), float64: pade(13, 5.371920351148152) }

/** The approximant's even and odd part. */
const parts = (a: NDArray, coefficients: readonly number[]): readonly [NDArray, NDArray] => {
  const square = product(a, a)
  let power = identityLike(a)
  let [even, odd] = [mul(power, coefficients[0] as number), mul(power, coefficients[1] as number)]
  for (let k = 2; k < coefficients.length; k += 2) {
    power = k === 2 ? square : product(power, square)
    even = add(even, mul(power, coefficients[k] as number))
    odd = add(odd, mul(power, coefficients[k + 1] as number))
  }
  return [even, product(a, odd)]
}

export interface ExpmOptions {
  /** Matrices that would have to be squared more often give NaN. Default 16. */
  readonly maxSquarings?: number
}

const expmOptions: OptionNames<ExpmOptions> = { maxSquarings: "number" }

/**
 * The matrix exponential `Σ Aᵏ/k!` of `[…, n, n]`. (`jax.scipy.linalg.expm`)
 * @throws ShapeError if A is not square, DTypeError for float16 and bfloat16
 * @example
 * linalg.expm(np.array([[0, -1], [1, 0]]).mul(Math.PI / 2)) // a quarter turn: [[0, -1], [1, 0]]
 */
export const expm = (a: ArrayLike, options?: ExpmOptions): NDArray => {
  const { maxSquarings = 16 } = optionsOf("expm", options, expmOptions)
  const x = squareOf("expm", a)
  if (x.size === 0) return x
  const { coefficients, within } = approximants[realOf(x.dtype) as "float32" | "float64"]
  const n = x.shape.at(-1) as number
  const norm = stopGradient(reduceMax(reduceSum(abs(x), [x.ndim - 2]), [x.ndim - 2]))
  const squarings = max(ceil(mul(sub(log(norm), Math.log(within)), Math.LOG2E)), fill(0, norm.aval)) // [batch]
  const spread = (y: NDArray): NDArray => asColumns(asColumns(y, n), n)
  const [even, odd] = parts(mul(x, inDtypeOf(spread(exp2(neg(squarings))), x)), coefficients)
  let result = solveMatrices(sub(even, odd), add(even, odd))
  for (let k = 0; k < maxSquarings; k++) result = selectN(spread(lt(fill(k, norm.aval), squarings)), result, product(result, result))
  return selectN(spread(gt(squarings, fill(maxSquarings, norm.aval))), result, fill(Number.NaN, result.aval))
}
