// The solver keeps to its tolerances, its derivatives are those of the solution, and a fit finds the parameters that made the data.
import { describe, expect, it } from "vitest"
import {
  conserved,
  double,
  field,
  makeFit,
  misfit,
  type Observations,
  predict,
  spread,
  type Unknowns,
} from "../../examples/lotkaVolterra.js"
import { type SolveOptions, solve } from "../../examples/support/dormandPrince.js"
import { grad, jit, jvp, type NDArray, numpy as np, random } from "../../src/index.js"
import { close } from "../support/close.js"

const upTo = (n: number): readonly number[] => Array.from({ length: n + 1 }, (_, i) => i)

/** A pendulum of small swings, `y'' = −ω²y`, whose solution is a cosine. */
const pendulum = (omega: NDArray, y: NDArray): NDArray => np.stack([y.slice(1), y.slice(0).mul(omega.square()).neg()])
const swing = jit(
  (omega: NDArray, tolerance: number, firstStep: number, maxSteps: number, loop: "while" | "scan") =>
    solve(pendulum, omega, double([1, 0]), double(upTo(5)), { rtol: tolerance, atol: tolerance, firstStep, maxSteps, loop }),
  { staticArgnums: [1, 2, 3, 4] },
)
const omega = double(1.3)
const exactly = upTo(5).map((t) => [Math.cos(1.3 * t), -1.3 * Math.sin(1.3 * t)])

describe("the method of Dormand and Prince", () => {
  const worst = (tolerance: number): number =>
    swing(omega, tolerance, 0.01, 400, "while")
      .ys.sub(double(exactly.flat()).reshape([6, 2]))
      .abs()
      .max()
      .item()

  it("keeps to its tolerance, and needs more steps for a smaller one", () => {
    for (const tolerance of [1e-4, 1e-7, 1e-10]) expect(worst(tolerance)).toBeLessThan(20 * tolerance)
    const steps = [1e-4, 1e-7, 1e-10].map((tolerance) => swing(omega, tolerance, 0.01, 400, "while").taken.sum().item())
    expect(steps).toEqual(steps.toSorted((a, b) => a - b))
    // a method of order five: a thousandth of the error for about four times the steps
    const [, some, more] = steps as [number, number, number]
    expect(more / some).toBeGreaterThan(3)
    expect(more / some).toBeLessThan(5)
  })

  it("rejects a first step that is too long", () => {
    const { rejected, ys } = swing(omega, 1e-8, 1, 100, "while")
    expect(rejected.slice(0).item()).toBeGreaterThan(0)
    close(ys, exactly, 1e-6)
  })

  it("takes the same steps in both loops", () => {
    const [a, b] = (["while", "scan"] as const).map((loop) => swing(omega, 1e-8, 1, 100, loop))
    expect(a?.ys.js()).toEqual(b?.ys.js())
    expect([a?.taken.js(), a?.rejected.js()]).toEqual([b?.taken.js(), b?.rejected.js()])
  })

  it("is NaN where it runs out of steps, not wrong", () => {
    for (const loop of ["while", "scan"] as const) {
      const { ys } = swing(omega, 1e-8, 0.01, 4, loop)
      expect(ys.slice(0).js()).toEqual([1, 0])
      expect(ys.slice([1, null]).js()).toEqual(upTo(4).map(() => [Number.NaN, Number.NaN]))
    }
  })
})

const rates = double([0.55, 0.028, 0.8, 0.024])
const years = double(upTo(20).map((t) => t))
const precise: SolveOptions = { rtol: 1e-10, atol: 1e-10, maxSteps: 100 }
const truth: Unknowns = { logRates: rates.log(), logStart: double([30, 4]).log() }

describe("hares and lynxes", () => {
  it("go in circles, on which V stays what it is", () => {
    const drift = (tolerance: number): number =>
      conserved(rates, solve(field, rates, double([30, 4]), years, { rtol: tolerance, atol: tolerance, maxSteps: 100, loop: "while" }).ys)
        .ptp()
        .item()
    expect(drift(1e-10)).toBeLessThan(1e-9)
    expect(drift(1e-5)).toBeGreaterThan(100 * drift(1e-10))
  })

  const data: Observations = { times: years, counts: np.full([21, 2], 20, { dtype: "float64" }) }
  const value = jit((u: Unknowns) => misfit(u, data, precise))
  const gradient = jit(grad((u: Unknowns) => misfit(u, data, precise)))(truth)

  it("have the gradient that differences have", () => {
    const h = 1e-5
    for (const name of ["logRates", "logStart"] as const)
      for (let i = 0; i < truth[name].size; i++) {
        const at = (by: number): number => value({ ...truth, [name]: truth[name].at(i).add(by) }).item()
        close(gradient[name].slice(i), (at(h) - at(-h)) / (2 * h), 1e-6)
      }
  })

  it("have the same slope forwards, through a loop of unknown length", () => {
    const along = { logRates: double([0.3, -0.2, 0.5, 0.7]), logStart: double([-0.4, 0.6]) }
    const [, slope] = jvp((u: Unknowns) => misfit(u, data, { ...precise, loop: "while" }), [truth], [along])
    const product = gradient.logRates.dot(along.logRates).add(gradient.logStart.dot(along.logStart))
    close(slope, product.item(), 1e-9)
  })

  it("give away their parameters, from noisy counts", () => {
    const times = double(upTo(10).map((t) => 1.5 * t))
    const noise = random.normal(random.key(3), [11, 2], { dtype: "float64" }).mul(0.01)
    const counts = predict(truth, times, { loop: "while" }).mul(noise.exp())
    const starts = spread(random.key(0), 3, rates.mul(1.15), double([30, 4]), 0.1)
    const { unknowns, misfits } = makeFit({ steps: 120, rate: 0.05, maxSteps: 16 })(starts, { times, counts })
    const best = np.argmin(misfits.slice([], -1))
    expect(misfits.slice(best, -1).item()).toBeLessThan(2e-4) // what the noise leaves: 1e-4
    expect(misfits.slice(best, 0).item()).toBeGreaterThan(1e-2)
    close(unknowns.logRates.slice(best).exp().div(rates), [1, 1, 1, 1], 0.01)
  })
})
