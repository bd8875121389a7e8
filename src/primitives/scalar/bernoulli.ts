// The Bernoulli numbers B₂, B₄, …, B₃₄, as far as their numerators are float64 numbers:
// the coefficients of every asymptotic series that Euler–Maclaurin summation gives (lgamma, digamma, zeta).
import { type DD, ratio } from "./doubledouble.js"

const fractions: readonly (readonly [numerator: number, denominator: number])[] = [
  [1, 6],
  [-1, 30],
  [1, 42],
  [-1, 30],
  [5, 66],
  [-691, 2730],
  [7, 6],
  [-3617, 510],
  [43867, 798],
  [-174611, 330],
  [854513, 138],
  [-236364091, 2730],
  [8553103, 6],
  [-23749461029, 870],
  [8615841276005, 14322],
  [-7709321041217, 510],
  [2577687858367, 6],
]

/** Arguments from here on are large: the 17 terms are then good to 10⁻³⁴. Smaller ones are first shifted up by a recurrence. */
export const LARGE = 16

/** `B₂ₖ` at position k − 1. */
export const bernoulli: readonly DD[] = fractions.map(([p, q]) => ratio(p, q))
