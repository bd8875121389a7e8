// ln|Γ| and ψ in fixed point, by a road that nothing in the library takes: Γ(x) is the integral of tˣ⁻¹e⁻ᵗ up to N, as a series of which all
// terms have one sign for x > 0, and what is beyond N is too small to count.
import type { Fixed } from "./fixed.js"

/** Beyond this there is less than 2⁻¹⁰⁰ of Γ(x) for x < 40. */
const N = 200n

interface Sums {
  /** `Σ Nᵏ / (x(x+1)…(x+k))` */
  readonly sum: bigint
  /** The same with each term multiplied by `1/x + 1/(x+1) + … + 1/(x+k)` */
  readonly weighted: bigint
}
const sums = (r: Fixed, x: bigint): Sums => {
  let term = r.div(r.one, x)
  let weight = term
  let [sum, weighted] = [term, r.mul(term, weight)]
  for (let k = 1n; term > 1n || term < -1n || k < N; k++) {
    const factor = x + k * r.one
    term = r.div(term * N, factor)
    weight += r.div(r.one, factor)
    sum += term
    weighted += r.mul(term, weight)
  }
  return { sum, weighted }
}

const logN = (r: Fixed): bigint => r.log(N * r.one)

/** `ln|Γ(x)|`, Γ(x) = Nˣ e⁻ᴺ Σ */
export const fixedLgamma = (r: Fixed, x: bigint): bigint => {
  const { sum } = sums(r, x)
  return r.mul(x, logN(r)) - N * r.one + r.log(sum < 0n ? -sum : sum)
}

/** `ψ(x) = ln N + Σ′/Σ` */
export const fixedDigamma = (r: Fixed, x: bigint): bigint => {
  const { sum, weighted } = sums(r, x)
  return logN(r) - r.div(weighted, sum)
}
