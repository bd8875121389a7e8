// Schedules at their landmarks, and where their pieces meet.
import { describe, expect, it } from "vitest"
import { jit, type NDArray, numpy as np, optim } from "../../src/index.js"
import { close } from "../support/close.js"

const at = (schedule: optim.Scheduled, counts: readonly number[]): readonly number[] =>
  counts.map((t) => schedule(np.array(t, { dtype: "int32" })).item())
const near = (schedule: optim.Scheduled, counts: readonly number[], expected: readonly number[]): void =>
  close(np.array([...at(schedule, counts)]), [...expected], 1e-6)

describe("schedules", () => {
  it("constant", () => near(optim.constantSchedule(0.3), [0, 5], [0.3, 0.3]))
  it("linear, from one value to another, waiting first", () => {
    near(optim.linearSchedule(1, 0, 4), [0, 1, 4, 9], [1, 0.75, 0, 0])
    near(optim.linearSchedule(1, 3, 2, { transitionBegin: 10 }), [0, 10, 11, 12], [1, 1, 2, 3])
    near(optim.linearSchedule(1, 3, 0), [0, 9], [1, 1])
  })
  it("polynomial: (a − b)(1 − t/T)ᵖ + b", () => near(optim.polynomialSchedule(2, 1, 3, 10), [0, 5, 10], [2, 1 + 0.125, 1]))
  it("exponential: a·rᵗᐟᵀ, in steps, and no further than an end", () => {
    near(optim.exponentialDecay(2, 10, 0.5), [0, 5, 10], [2, 2 * Math.SQRT1_2, 1])
    near(optim.exponentialDecay(2, 10, 0.5, { staircase: true }), [9, 10, 19, 20], [2, 1, 1, 0.5])
    near(optim.exponentialDecay(2, 10, 0.5, { transitionBegin: 3 }), [0, 3, 13], [2, 2, 1])
    near(optim.exponentialDecay(2, 1, 0.5, { endValue: 0.4 }), [1, 2, 3], [1, 0.5, 0.4])
    near(optim.exponentialDecay(1, 1, 2, { endValue: 3 }), [1, 2], [2, 3])
    near(optim.exponentialDecay(2, 10, 0), [0, 50], [2, 2])
  })
  it("cosine: half a wave down to α", () => {
    near(optim.cosineDecaySchedule(2, 10), [0, 5, 10, 99], [2, 1, 0, 0])
    near(optim.cosineDecaySchedule(2, 10, { alpha: 0.1, exponent: 2 }), [5, 10], [2 * (0.9 * 0.25 + 0.1), 0.2])
    expect(() => optim.cosineDecaySchedule(1, 0)).toThrow(/there must be steps to decay in/)
  })
  it("piecewise constant: scaled from the boundary on, boundaries in any order", () => {
    near(optim.piecewiseConstantSchedule(1, { 20: 0.1, 10: 0.5 }), [0, 9, 10, 19, 20], [1, 1, 0.5, 0.5, 0.05])
    expect(() => optim.piecewiseConstantSchedule(1, { 3: -1 })(0)).toThrow(/scales must not be negative; got -1 at 3/)
  })
  it("joined: each counts from its own boundary", () => {
    near(optim.joinSchedules([optim.linearSchedule(0, 1, 4), (t) => t.mul(10)], [4]), [3, 4, 5], [0.75, 0, 10])
    expect(() => optim.joinSchedules([optim.constantSchedule(1)], [3])).toThrow(/one boundary between every two schedules/)
  })
  it("warm-ups", () => {
    near(optim.warmupConstantSchedule(0, 1, 4), [0, 2, 4, 9], [0, 0.5, 1, 1])
    near(optim.warmupCosineDecaySchedule(0, 1, 4, 12, { endValue: 0.2 }), [0, 2, 4, 8, 12, 99], [0, 0.5, 1, 0.6, 0.2, 0.2])
    near(optim.warmupExponentialDecaySchedule(0, 1, 4, 2, 0.5), [0, 4, 6, 8], [0, 1, 0.5, 0.25])
    near(
      optim.sgdrSchedule([
        { initValue: 0, peakValue: 1, warmupSteps: 2, decaySteps: 6 },
        { initValue: 0, peakValue: 0.5, warmupSteps: 2, decaySteps: 6 },
      ]),
      [0, 2, 4, 6, 8, 10, 12],
      [0, 1, 0.5, 0, 0.5, 0.25, 0],
    )
  })
  it("one cycle, along lines or waves", () => {
    near(optim.linearOnecycleSchedule(100, 1), [0, 30, 85, 100, 200], [0.04, 1, 0.04, 0.04e-4, 0.04e-4])
    near(optim.cosineOnecycleSchedule(100, 1), [0, 15, 30, 65, 100], [0.04, 0.52, 1, 0.5 + 0.5 / 25e4, 1 / 25e4])
    near(optim.piecewiseInterpolateSchedule("linear", 2, { 10: 2, 20: 0.5 }), [0, 5, 10, 15, 20, 30], [2, 3, 4, 3, 2, 2])
    expect(() => optim.linearOnecycleSchedule(0, 1)).toThrow(/there must be steps to cycle in/)
  })
  it("warm-ups are continuous where their pieces meet", () => {
    const smooth: readonly (readonly [optim.Scheduled, number])[] = [
      [optim.warmupCosineDecaySchedule(0, 1, 1000, 2000), 1000],
      [optim.warmupExponentialDecaySchedule(0.1, 1, 1000, 500, 0.9), 1000],
      [optim.linearOnecycleSchedule(10_000, 1), 3000],
      [optim.linearOnecycleSchedule(10_000, 1), 8500],
      [optim.cosineOnecycleSchedule(10_000, 1), 3000],
    ]
    for (const [schedule, t] of smooth) {
      const [before, here, after] = at(schedule, [t - 1, t, t + 1]) as [number, number, number]
      expect(Math.abs(before - here)).toBeLessThan(0.002)
      expect(Math.abs(after - here)).toBeLessThan(0.002)
    }
  })
  it("take plain numbers, and traced counts", () => {
    const schedule = optim.warmupCosineDecaySchedule(0, 1, 4, 12)
    close(schedule(8), 0.5)
    close(jit((t: NDArray) => schedule(t))(np.array(8, { dtype: "int32" })), 0.5)
  })
})

describe("counting", () => {
  it("a schedule sees 0 at the first step, and one more at each", () => {
    const optimizer = optim.sgd((count) => count.add(1))
    let state = optimizer.init(np.array([0]))
    const seen = [1, 1, 1].map((x) => {
      const [updates, next] = optimizer.update(np.array([x]), state)
      state = next
      return updates.item()
    })
    expect(seen).toEqual([-1, -2, -3])
  })
  it("weight decay may follow one too", () => {
    const decay = optim.addDecayedWeights((count) => count.mul(0.5))
    const [first, state] = decay.update(np.array([1]), decay.init(np.array([2])), np.array([2]))
    close(first, [1])
    close(decay.update(np.array([1]), state, np.array([2]))[0], [2])
  })
  it("scaleByLearningRate goes downhill unless told otherwise", () => {
    const up = optim.scaleByLearningRate(0.5, { flipSign: false })
    close(up.update(np.array([2]), up.init(np.array([0])))[0], [1])
  })
})
