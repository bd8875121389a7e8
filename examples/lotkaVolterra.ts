// Hares and lynxes: four parameters of a differential equation, fitted to pelts that the Hudson's Bay Company counted from 1900 to 1920.
//   x' = αx − βxy   hares,    y' = δxy − γy   lynxes
// Solver, gradient and optimizer are one compiled call, in float64.
//   npx tsx examples/lotkaVolterra.ts [steps] [starts]
import { grad, jit, lax, type NDArray, numpy as np, optim, random, tree, valueAndGrad, vmap } from "../src/index.js"
import { type SolveOptions, solve } from "./support/dormandPrince.js"
import { isProgram, showTimes, timed } from "./support/program.js"

const thousandPelts = {
  hares: [30.0, 47.2, 70.2, 77.4, 36.3, 20.6, 18.1, 21.4, 22.0, 25.4, 27.1, 40.3, 57.0, 76.6, 52.3, 19.5, 11.2, 7.6, 14.6, 16.2, 24.7],
  lynxes: [4.0, 6.1, 9.8, 35.2, 59.4, 41.7, 19.0, 13.0, 8.3, 9.1, 7.4, 8.0, 12.3, 19.5, 45.7, 51.1, 29.7, 15.8, 9.7, 10.1, 8.6],
} as const

export const double = (x: number | readonly number[]): NDArray => np.array(x as number, { dtype: "float64" })

/** The rates `[α, β, γ, δ]`, and the numbers of hares and lynxes at the first time; all positive, so kept as logarithms. */
export interface Unknowns {
  readonly logRates: NDArray
  readonly logStart: NDArray
}

/** The slopes of both populations, `[x', y']`. */
export const field = (rates: NDArray, state: NDArray): NDArray => {
  const [alpha, beta, gamma, delta] = rates as unknown as [NDArray, NDArray, NDArray, NDArray]
  const [x, y] = state as unknown as [NDArray, NDArray]
  return np.stack([x.mul(alpha.sub(beta.mul(y))), y.mul(delta.mul(x).sub(gamma))])
}

/** `V = δx − γ ln x + βy − α ln y`, which does not change along a solution; for states `[…, 2]`. */
export const conserved = (rates: NDArray, states: NDArray): NDArray => {
  const [alpha, beta, gamma, delta] = rates as unknown as [NDArray, NDArray, NDArray, NDArray]
  const [x, y] = np.split(states, 2, -1).map((part) => part.squeeze(-1)) as [NDArray, NDArray]
  return delta.mul(x).sub(gamma.mul(x.log())).add(beta.mul(y)).sub(alpha.mul(y.log()))
}

export interface Observations {
  readonly times: NDArray
  /** `[times, 2]` */
  readonly counts: NDArray
}

export const predict = ({ logRates, logStart }: Unknowns, times: NDArray, options: SolveOptions): NDArray =>
  solve(field, logRates.exp(), logStart.exp(), times, options).ys

/** The mean square of what the logarithms of the counts are off. */
export const misfit = (unknowns: Unknowns, { times, counts }: Observations, options: SolveOptions): NDArray =>
  predict(unknowns, times, options).log().sub(counts.log()).square().mean()

export interface Recipe extends SolveOptions {
  readonly steps: number
  readonly rate: number
}

/**
 * `steps` steps of Adam, with a rate that falls to nothing, as one function: the unknowns it ends with, and the misfit at each step.
 * Misfits of oscillations have many valleys, so there are many starts, side by side: the leaves of `starts` have one more axis, the first.
 */
export const makeFit = ({ steps, rate, ...options }: Recipe) => {
  const optimizer = optim.adam(optim.cosineDecaySchedule(rate, steps))
  interface State {
    readonly unknowns: Unknowns
    readonly moments: ReturnType<typeof optimizer.init>
  }
  return jit(function fromManyStarts(starts: Unknowns, data: Observations) {
    const step = ({ unknowns, moments }: State) => {
      const [value, grads] = valueAndGrad(misfit)(unknowns, data, options)
      const [updates, next] = optimizer.update(grads, moments, unknowns)
      return [{ unknowns: optim.applyUpdates(unknowns, updates), moments: next }, value] as const
    }
    const fromOne = (start: Unknowns) => {
      const [{ unknowns }, misfits] = lax.scan(step, { unknowns: start, moments: optimizer.init(start) }, null, { length: steps })
      return { unknowns, misfits }
    }
    return vmap(fromOne)(starts)
  })
}

/** Starts spread about a guess, by factors of about `e^spread`. */
export const spread = (key: NDArray, count: number, rates: NDArray, start: NDArray, spread: number): Unknowns => {
  const logRates = random.normal(key, [count, 4], { dtype: "float64" }).mul(spread).add(rates.log())
  return { logRates, logStart: np.broadcastTo(start.log(), [count, 2]) }
}

const main = (): void => {
  const [steps, count] = [Number(process.argv[2] ?? 400), Number(process.argv[3] ?? 32)]
  const data: Observations = {
    times: double(Array.from(thousandPelts.hares, (_, i) => i)),
    counts: np.stack([double(thousandPelts.hares), double(thousandPelts.lynxes)], 1),
  }
  const starts = spread(random.key(0), count, double([1, 0.05, 1, 0.05]), double([30, 4]), 0.5)
  const start = tree.map((x: NDArray) => x.slice(0), starts)
  const recipe: Recipe = { steps, rate: 0.03, rtol: 1e-6, atol: 1e-6, maxSteps: 25 }

  const run = makeFit(recipe)
  const fitted = timed(() => run(starts, data))
  const last = fitted.result.misfits.slice([], -1)
  const best = np.nanargmin(last)
  const unknowns = tree.map((x: NDArray) => x.slice(best), fitted.result.unknowns)
  const rates = unknowns.logRates.exp()
  console.log(
    `mean square of the logarithms' errors, from ${count} starts after ${steps} steps, best first (NaN where the solver ran out of steps):`,
  )
  console.log(`  ${(last.sort().js() as number[]).map((x) => x.toFixed(4)).join(" ")}`)
  for (const [i, name] of ["α", "β", "γ", "δ"].entries()) console.log(`  ${name} = ${rates.slice(i).item().toFixed(4)}`)
  const each = (1000 * fitted.runSeconds) / steps / count
  console.log(`the fit, one call: ${showTimes(fitted)}: ${each.toFixed(2)} ms for a solution and its gradient\n`)

  const solution = jit((u: Unknowns) =>
    solve(field, u.logRates.exp(), u.logStart.exp(), data.times, { rtol: 1e-9, atol: 1e-9, maxSteps: 1000, loop: "while" }),
  )
  const solved = timed(() => solution(unknowns))
  const { ys, taken, rejected } = solved.result
  console.log(`a solution to nine digits: ${taken.sum().item()} steps taken, ${rejected.sum().item()} rejected; ${showTimes(solved)}`)
  console.log(`what is conserved varies by ${conserved(rates, ys).ptp().item().toExponential(1)}`)

  const exact = { rtol: 1e-10, atol: 1e-10, maxSteps: 144 }
  const value = jit((u: Unknowns) => misfit(u, data, exact))
  const slopes = jit(grad((u: Unknowns) => misfit(u, data, exact)))(start).logRates.js() as number[]
  console.log("\nthe gradient of the misfit at the start, and by differences:")
  for (const [i, name] of ["ln α", "ln β", "ln γ", "ln δ"].entries()) {
    const at = (h: number): number => value({ ...start, logRates: start.logRates.at(i).add(h) }).item()
    console.log(`  ${name}: ${slopes[i]?.toFixed(6).padStart(11)} ${((at(1e-5) - at(-1e-5)) / 2e-5).toFixed(6).padStart(11)}`)
  }
  console.log("\nyear    hares  counted   lynxes  counted")
  const modelled = ys.js() as [number, number][]
  for (const [i, [x, y]] of modelled.entries()) {
    const cells = [x, thousandPelts.hares[i] as number, y, thousandPelts.lynxes[i] as number]
    console.log(`${1900 + i}${cells.map((cell) => cell.toFixed(1).padStart(9)).join("")}`)
  }
}

if (isProgram(import.meta.url)) main()
