// Polynomials of arrays.
import type { NDArray } from "../core/array.js"

/** `c₀ + c₁x + c₂x² + …`, of at least one coefficient, by Horner's rule. */
export const horner = (coefficients: readonly number[], x: NDArray): NDArray =>
  coefficients.slice(0, -1).reduceRight<NDArray>((sum, c) => sum.mul(x).add(c), x.mul(0).add(coefficients.at(-1) as number))
