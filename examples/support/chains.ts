// What several Markov chains know together: how many independent draws they are worth, and whether they agree.
// Vehtari, Gelman, Simpson, Carpenter, Bürkner (2021), without splitting or ranks.

/** The mean of `(xᵢ − x̄)(xᵢ₊ₜ − x̄)`, over n. */
const autocovariance = (x: readonly number[], mean: number, lag: number): number => {
  let sum = 0
  for (let i = 0; i + lag < x.length; i++) sum += ((x[i] as number) - mean) * ((x[i + lag] as number) - mean)
  return sum / x.length
}

const meanOf = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0) / x.length

export interface ChainSummary {
  readonly mean: number
  readonly sd: number
  /** The number of independent draws whose mean would be as good: `N / (1 + 2 Σ ρₜ)`. */
  readonly effective: number
  /** `√(var⁺ / W)`: near 1 if the chains differ from one another no more than each does in itself. */
  readonly rHat: number
}

/** Draws of one quantity by several chains of one length, at least two draws each. */
export const summarize = (chains: readonly (readonly number[])[]): ChainSummary => {
  const n = chains[0]?.length ?? 0
  const means = chains.map(meanOf)
  const mean = meanOf(means)
  const covariance = (lag: number): number => meanOf(chains.map((x, c) => autocovariance(x, means[c] as number, lag)))
  const within = (covariance(0) * n) / (n - 1)
  const between = chains.length > 1 ? means.reduce((sum, m) => sum + (m - mean) ** 2, 0) / (chains.length - 1) : 0
  const total = (within * (n - 1)) / n + between
  // Geyer's initial monotone sequence: sums of neighbours are positive and fall, for a reversible chain; what is not is noise
  const rho = (lag: number): number => (lag === 0 ? 1 : 1 - (within - covariance(lag)) / total)
  let time = -1
  let previous = Number.POSITIVE_INFINITY
  for (let lag = 0; lag + 1 < n; lag += 2) {
    const pair = rho(lag) + rho(lag + 1)
    if (!(pair > 0)) break
    previous = Math.min(previous, pair)
    time += 2 * previous
  }
  const draws = n * chains.length
  return { mean, sd: Math.sqrt(total), effective: draws / Math.max(time, 1 / Math.log10(draws)), rHat: Math.sqrt(total / within) }
}
