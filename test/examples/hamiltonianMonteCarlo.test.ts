// The particle keeps its energy and can turn round, and the draws have the moments of the density they are drawn from, up to what chance allows.
import { describe, expect, it } from "vitest"
import {
  effectsOf,
  eightSchools,
  energy,
  type LogDensity,
  leapfrog,
  makeSampler,
  type Phase,
  schools,
} from "../../examples/hamiltonianMonteCarlo.js"
import { summarize } from "../../examples/support/chains.js"
import { jit, type NDArray, numpy as np, random, vmap } from "../../src/index.js"
import { close } from "../support/close.js"

const float64 = { dtype: "float64" } as const
const mean = [1, -2, 0.5] as const
const covariance = [
  [1, 0.9, -0.3],
  [0.9, 2, 0.2],
  [-0.3, 0.2, 0.5],
] as const
// the inverse of the covariance, by cofactors over the determinant 0.267
const precision = np
  .array(
    [
      [0.96, -0.51, 0.78],
      [-0.51, 0.41, -0.47],
      [0.78, -0.47, 1.19],
    ],
    float64,
  )
  .div(0.267)

const gaussian: LogDensity = (x) => {
  const off = x.sub(np.array(mean, float64))
  return off.dot(precision.matmul(off)).div(-2)
}

describe("the leapfrog", () => {
  const start: Phase = { position: np.array([0.3, 0.1, -0.7], float64), momentum: np.array([-0.5, 1.2, 0.4], float64) }

  it("goes back the way it came", () => {
    const there = leapfrog(gaussian, start, np.array(0.2, float64), 25)
    const back = leapfrog(gaussian, { position: there.position, momentum: there.momentum.neg() }, np.array(0.2, float64), 25)
    expect(there.position.sub(start.position).abs().max().item()).toBeGreaterThan(0.1)
    close(back.position, start.position.js(), 1e-12)
    close(back.momentum.neg(), start.momentum.js(), 1e-12)
  })

  it("keeps the energy up to the square of the step", () => {
    const error = (size: number, steps: number): number =>
      energy(gaussian, leapfrog(gaussian, start, np.array(size, float64), steps))
        .sub(energy(gaussian, start))
        .abs()
        .item()
    const ratio = error(0.04, 25) / error(0.02, 50)
    expect(ratio).toBeGreaterThan(3.8)
    expect(ratio).toBeLessThan(4.2)
  })
})

describe("a summary of chains", () => {
  it("counts the draws of an autoregression for what they are worth, N(1 − φ)/(1 + φ)", () => {
    const noise = random.normal(random.key(5), [4, 5000]).js() as number[][]
    for (const phi of [0, 0.5, 0.9]) {
      const chains = noise.map((row) => {
        let x = (row[0] as number) / Math.sqrt(1 - phi * phi)
        return row.map((e) => (x = phi * x + e))
      })
      const { effective, rHat } = summarize(chains)
      const worth = (20_000 * (1 - phi)) / (1 + phi)
      expect(Math.abs(effective / worth - 1)).toBeLessThan(0.15)
      expect(rHat).toBeLessThan(1.02)
    }
  })

  it("sees chains that are in different places", () => {
    const noise = random.normal(random.key(5), [2, 500]).js() as number[][]
    const { rHat, effective } = summarize(noise.map((row, c) => row.map((x) => x + 3 * c)))
    expect(rHat).toBeGreaterThan(1.5)
    expect(effective).toBeLessThan(50)
  })
})

/** How many standard errors a mean is away from what it should be. */
const errorsFrom = (expected: number, chains: readonly (readonly number[])[]): number => {
  const { mean, sd, effective } = summarize(chains)
  return Math.abs(mean - expected) / (sd / Math.sqrt(effective))
}

describe("draws from a correlated Gaussian", () => {
  const sampler = makeSampler(gaussian, { warmup: 300, draws: 500, steps: 8 })
  const { draws, acceptance, divergences, stepSize } = sampler(random.split(random.key(1), 8), np.zeros([8, 3], float64))
  const centred = draws.sub(np.array(mean, float64))

  it("are many, and of its mean", () => {
    for (const [i, expected] of mean.entries()) {
      const chains = draws.slice([], [], i).js() as number[][]
      const { effective, rHat } = summarize(chains)
      expect(effective).toBeGreaterThan(800)
      expect(rHat).toBeLessThan(1.02)
      expect(errorsFrom(expected, chains)).toBeLessThan(4)
    }
  })

  it("are of its covariance", () => {
    for (const [i, row] of covariance.entries())
      for (const [j, expected] of row.entries()) {
        const products = centred
          .slice([], [], i)
          .mul(centred.slice([], [], j))
          .js() as number[][]
        expect(errorsFrom(expected, products)).toBeLessThan(4)
        expect(summarize(products).effective).toBeGreaterThan(400)
      }
  })

  it("are accepted as often as is asked for, after longer and longer warming up", () => {
    const off = (warmup: number): number => {
      const chains = makeSampler(gaussian, { warmup, draws: 500, steps: 8, target: 0.8 })(
        random.split(random.key(4), 8),
        np.zeros([8, 3], float64),
      )
      return chains.acceptance.mean().sub(0.8).abs().item()
    }
    const [short, long] = [off(300), off(6000)]
    expect(long).toBeLessThan(0.04)
    expect(long).toBeLessThan(short / 2) // averages of early sizes are too careful
    expect(acceptance.mean().item()).toBeGreaterThan(0.8)
    expect(divergences.sum().item()).toBe(0)
  })

  it("take shorter steps where more of them are to be accepted", () => {
    const careful = makeSampler(gaussian, { warmup: 300, draws: 10, steps: 8, target: 0.95 })
    const { stepSize: small } = careful(random.split(random.key(1), 8), np.zeros([8, 3], float64))
    expect(small.max().item()).toBeLessThan(stepSize.min().item())
  })
})

/** Means over the posterior of the eight schools, with the effects integrated out and μ and ln τ on a grid. */
const byQuadrature = (): { readonly mu: number; readonly tau: number; readonly theta: readonly number[] } => {
  const sums = { weight: 0, mu: 0, tau: 0, theta: schools.effects.map(() => 0) }
  for (let mu = -25; mu <= 30; mu += 0.1)
    for (let logTau = -8; logTau <= 5; logTau += 0.05) {
      const tau = Math.exp(logTau)
      const log = schools.effects.reduce(
        (sum, y, j) => {
          const variance = (schools.errors[j] as number) ** 2 + tau ** 2
          return sum - (y - mu) ** 2 / (2 * variance) - Math.log(variance) / 2
        },
        -(mu ** 2) / 50 - Math.log1p((tau / 5) ** 2) + logTau,
      )
      const weight = Math.exp(log)
      sums.weight += weight
      sums.mu += weight * mu
      sums.tau += weight * tau
      schools.effects.forEach((y, j) => {
        const share = tau ** 2 / (tau ** 2 + (schools.errors[j] as number) ** 2)
        sums.theta[j] = (sums.theta[j] as number) + weight * (mu + share * (y - mu))
      })
    }
  const mean = (x: number): number => x / sums.weight
  return { mu: mean(sums.mu), tau: mean(sums.tau), theta: sums.theta.map(mean) }
}

describe("eight schools", () => {
  it("have the means that quadrature finds", () => {
    const sampler = makeSampler(eightSchools, { warmup: 400, draws: 1000, steps: 12, target: 0.9 })
    const { draws } = sampler(random.split(random.key(2), 8), random.normal(random.key(3), [8, 10]))
    const { mu, tau, theta } = jit(vmap(vmap(effectsOf)))(draws)
    const expected = byQuadrature()
    const chainsOf = (x: NDArray): number[][] => x.js() as number[][]
    expect(summarize(chainsOf(mu)).effective).toBeGreaterThan(1500)
    expect(errorsFrom(expected.mu, chainsOf(mu))).toBeLessThan(4)
    expect(errorsFrom(expected.tau, chainsOf(tau))).toBeLessThan(4)
    for (const [j, effect] of expected.theta.entries()) expect(errorsFrom(effect, chainsOf(theta.slice([], [], j)))).toBeLessThan(4)
  })
})
