// Hamiltonian Monte Carlo: draws from a posterior by letting a particle roll in the valley of its negative logarithm, with a kick at every draw.
// Warming up, drawing, and all the chains side by side are one compiled call. The posterior is that of the eight schools (Rubin 1981).
//   npx tsx examples/hamiltonianMonteCarlo.ts [draws] [chains]
import { grad, jit, lax, type NDArray, numpy as np, random, vmap } from "../src/index.js"
import { summarize } from "./support/chains.js"
import { isProgram, showTimes, timed } from "./support/program.js"

/** The logarithm of a density on vectors, up to a constant. */
export type LogDensity = (position: NDArray) => NDArray

export interface Phase {
  readonly position: NDArray
  readonly momentum: NDArray
}

/** `steps` steps of the leapfrog: half a kick, a drift, half a kick. Preserves volume, and goes back the way it came. (Neal 2011) */
export const leapfrog = (logDensity: LogDensity, { position, momentum }: Phase, size: NDArray, steps: number): Phase => {
  const slopeOf = grad(logDensity)
  const half = size.div(2)
  const step = (_: NDArray, { q, p, slope }: { readonly q: NDArray; readonly p: NDArray; readonly slope: NDArray }) => {
    const between = p.add(slope.mul(half))
    const next = q.add(between.mul(size))
    const there = slopeOf(next)
    return { q: next, p: between.add(there.mul(half)), slope: there }
  }
  const { q, p } = lax.foriLoop(0, steps, step, { q: position, p: momentum, slope: slopeOf(position) })
  return { position: q, momentum: p }
}

export const energy = (logDensity: LogDensity, { position, momentum }: Phase): NDArray =>
  momentum.square().sum().div(2).sub(logDensity(position))

interface Move {
  readonly position: NDArray
  /** The probability that the way was accepted with. */
  readonly acceptance: NDArray
  readonly diverged: NDArray
}

const move = (logDensity: LogDensity, key: NDArray, position: NDArray, size: NDArray, steps: number): Move => {
  const [kick, jitter, coin] = random.split(key, 3) as unknown as [NDArray, NDArray, NDArray]
  const start: Phase = { position, momentum: random.normal(kick, position.shape, { dtype: position.dtype }) }
  // ways of slightly different length, lest one of them be a whole turn of the particle
  const jittered = size.mul(random.uniform(jitter, [], { minval: 0.8, maxval: 1.2, dtype: position.dtype }))
  const end = leapfrog(logDensity, start, jittered, steps)
  const gain = energy(logDensity, start).sub(energy(logDensity, end))
  const known = np.where(np.isnan(gain), Number.NEGATIVE_INFINITY, gain) // a particle that flew off is not accepted
  const accepted = random.uniform(coin, [], { dtype: position.dtype }).log().less(known)
  return {
    position: np.where(accepted, end.position, position),
    acceptance: known.minimum(0).exp(),
    diverged: known.less(-1000),
  }
}

export interface SamplerOptions {
  readonly warmup: number
  readonly draws: number
  /** Leapfrog steps between two draws. */
  readonly steps: number
  /** The acceptance that the step size is chosen for. */
  readonly target?: number
}

export interface Chain {
  /** `[draws, dimensions]` */
  readonly draws: NDArray
  readonly acceptance: NDArray
  readonly stepSize: NDArray
  readonly divergences: NDArray
}

/** Nesterov's dual averaging of the logarithm of the step size. (Hoffman and Gelman 2014, section 3.2, with its constants) */
const adapt = (target: number) => {
  const [gamma, delay, kappa, mu] = [0.05, 10, 0.75, Math.log(10 * 0.1)]
  interface Sizes {
    readonly now: NDArray
    readonly averaged: NDArray
    readonly shortfall: NDArray
  }
  const begin = (like: NDArray): Sizes => {
    const log = np.full([], Math.log(0.1), { dtype: like.dtype })
    return { now: log, averaged: log, shortfall: np.zeros([], { dtype: like.dtype }) }
  }
  const update = ({ averaged, shortfall }: Sizes, acceptance: NDArray, count: NDArray): Sizes => {
    const weight = count.add(delay).reciprocal()
    const next = shortfall.mul(weight.neg().add(1)).add(acceptance.neg().add(target).mul(weight))
    const now = next.mul(count.sqrt()).div(-gamma).add(mu)
    const share = count.pow(-kappa)
    return { now, averaged: now.mul(share).add(averaged.mul(share.neg().add(1))), shortfall: next }
  }
  return { begin, update }
}

/** One chain: it warms up, which finds the step size, and then draws. */
const chainOf = (logDensity: LogDensity, { warmup, draws, steps, target = 0.8 }: SamplerOptions) => {
  const { begin, update } = adapt(target)
  return (key: NDArray, start: NDArray): Chain => {
    const [warmKey, drawKey] = random.split(key) as unknown as [NDArray, NDArray]
    const warm = (
      { position, sizes }: { readonly position: NDArray; readonly sizes: ReturnType<typeof begin> },
      [own, count]: [NDArray, NDArray],
    ) => {
      const moved = move(logDensity, own, position, sizes.now.exp(), steps)
      return [{ position: moved.position, sizes: update(sizes, moved.acceptance, count) }, null] as const
    }
    const counts = np.arange(1, warmup + 1, 1, { dtype: start.dtype })
    const [{ position, sizes }] = lax.scan(warm, { position: start, sizes: begin(start) }, [random.split(warmKey, warmup), counts] as [
      NDArray,
      NDArray,
    ])
    const stepSize = sizes.averaged.exp()
    const draw = (from: NDArray, own: NDArray) => {
      const moved = move(logDensity, own, from, stepSize, steps)
      return [moved.position, moved] as const
    }
    const [, all] = lax.scan(draw, position, random.split(drawKey, draws))
    return { draws: all.position, acceptance: all.acceptance.mean(), stepSize, divergences: all.diverged.astype("int32").sum() }
  }
}

/** Many chains side by side, from a key and a start for each: `[chains, 2]` and `[chains, dimensions]`. */
export const makeSampler = (logDensity: LogDensity, options: SamplerOptions) =>
  jit(function sampler(keys: NDArray, starts: NDArray): Chain {
    return vmap(chainOf(logDensity, options))(keys, starts)
  })

// ── eight schools ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** How much coaching raised a test's score in each of eight schools, and the standard error of that. */
export const schools = { effects: [28, 8, -3, 7, -1, 1, 18, 12], errors: [15, 10, 16, 11, 9, 11, 10, 18] } as const

/**
 * A position is `[μ/5, ln τ, z₁ … z₈]`: `μ ~ N(0, 5)`, `τ ~ Cauchy⁺(0, 5)`, `zⱼ ~ N(0, 1)`, and the effect in a school is `θⱼ = μ + τzⱼ`.
 */
export const effectsOf = (position: NDArray) => {
  const [mu, logTau, z] = [position.slice(0).mul(5), position.slice(1), position.slice([2, null])]
  const tau = logTau.exp()
  return { mu, logTau, tau, z, theta: z.mul(tau).add(mu) }
}

export const eightSchools: LogDensity = (position) => {
  const { logTau, tau, z, theta } = effectsOf(position)
  const observed = theta.sub(np.array(schools.effects)).div(np.array(schools.errors))
  const squares = position.slice(0).square().add(z.square().sum()).add(observed.square().sum())
  // the Cauchy density of τ, and the Jacobian of its logarithm
  return squares
    .div(-2)
    .sub(np.log1p(tau.div(5).square()))
    .add(logTau)
}

const main = (): void => {
  const [draws, chains] = [Number(process.argv[2] ?? 2000), Number(process.argv[3] ?? 16)]
  const options: SamplerOptions = { warmup: 1000, draws, steps: 12, target: 0.9 }
  const sampler = makeSampler(eightSchools, options)
  const [startKey, chainKey] = random.split(random.key(0)) as unknown as [NDArray, NDArray]
  const starts = random.normal(startKey, [chains, 10])
  const sampled = timed(() => sampler(random.split(chainKey, chains), starts))
  const { draws: positions, acceptance, stepSize, divergences } = sampled.result
  const { mu, tau, theta } = jit(vmap(vmap(effectsOf)))(positions)
  const quantities = [["μ", mu], ["τ", tau], ...schools.effects.map((_, j) => [`θ${j + 1}`, theta.slice([], [], j)] as const)] as const
  console.log("        mean ± sd       effective   R̂")
  for (const [name, values] of quantities) {
    const { mean, sd, effective, rHat } = summarize(values.js() as number[][])
    console.log(
      `${name.padEnd(4)}${mean.toFixed(2).padStart(8)} ± ${sd.toFixed(2).padEnd(8)}${effective.toFixed(0).padStart(7)}${rHat.toFixed(4).padStart(10)}`,
    )
  }
  console.log(`\n${chains} chains of ${draws} draws after ${options.warmup} to warm up, one call: ${showTimes(sampled)}`)
  console.log(
    `acceptance ${(100 * acceptance.mean().item()).toFixed(1)} %, step size ${stepSize.mean().item().toFixed(3)} ± ${stepSize.std().item().toFixed(3)}, ${divergences.sum().item()} divergences`,
  )
  const gradients = chains * (draws + options.warmup) * options.steps
  console.log(`${(gradients / sampled.runSeconds / 1e6).toFixed(2)} million gradients a second`)
}

if (isProgram(import.meta.url)) main()
