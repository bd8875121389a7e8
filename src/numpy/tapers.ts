// Windows of signal processing: weights that fade out towards both ends. Numbers from a size, computed in float64 and rounded once.
import type { NDArray } from "../core/array.js"
import { shapeOf, tabulate } from "./host.js"

/** `f` of the angle from 0 to 2π over the size; a single weight is 1. */
const taper =
  (name: string, f: (angle: number) => number) =>
  (size: number): NDArray =>
    tabulate(shapeOf(size, name), "float32", (i) => (size === 1 ? 1 : f((2 * Math.PI * i) / (size - 1))))

/** The triangle from 0 to 1 and back. (`jax.numpy.bartlett`) */
export const bartlett = taper("bartlett", (t) => 1 - Math.abs(t / Math.PI - 1))
/** `½ − ½·cos t` (`jax.numpy.hanning`) */
export const hanning = taper("hanning", (t) => 0.5 - 0.5 * Math.cos(t))
/** `0.54 − 0.46·cos t` (`jax.numpy.hamming`) */
export const hamming = taper("hamming", (t) => 0.54 - 0.46 * Math.cos(t))
/** `0.42 − ½·cos t + 0.08·cos 2t` (`jax.numpy.blackman`) */
export const blackman = taper("blackman", (t) => 0.42 - 0.5 * Math.cos(t) + 0.08 * Math.cos(2 * t))

/** The Bessel function I₀, divided by eˣ where it would overflow: `Σ (x²/4)ᵏ / k!²`. */
const besselRatio = (x: number, of: number): number => {
  // both series are scaled by the same factor, so that only their ratio is formed
  const series = (v: number): number => {
    let [term, sum] = [Math.exp(-of), Math.exp(-of)]
    for (let k = 1; term > sum * 1e-17; k++) {
      term *= (v / (2 * k)) ** 2
      sum += term
    }
    return sum
  }
  return series(x) / series(of)
}

/** `I₀(β·√(1 − (2i/(n − 1) − 1)²)) / I₀(β)` (`jax.numpy.kaiser`) */
export const kaiser = (size: number, beta: number): NDArray =>
  tabulate(shapeOf(size, "kaiser"), "float32", (i) =>
    size === 1 ? 1 : besselRatio(Math.abs(beta) * Math.sqrt(Math.max(0, 1 - ((2 * i) / (size - 1) - 1) ** 2)), Math.abs(beta)),
  )
