// Early stopping: the best parameters so far, and when to stop waiting for better ones.
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { train } from "../../src/index.js"

/** Feeds losses until it says stop; parameters are the numbers of the evaluations. */
const follow = (options: train.EarlyStoppingOptions, losses: readonly number[]) => {
  const stopper = train.earlyStopping(options)
  let state = stopper.init(0)
  for (const [i, loss] of losses.entries()) {
    if (state.shouldStop) break
    state = stopper.update(state, loss, i + 1)
  }
  return state
}

describe("earlyStopping", () => {
  it("keeps the parameters of the lowest loss before it stopped", () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 5 }),
        (losses, patience) => {
          const state = follow({ patience }, losses)
          const seen = losses.slice(0, state.step)
          expect(state.bestLoss).toBe(Math.min(...seen))
          expect(state.bestParams).toBe(seen.indexOf(state.bestLoss) + 1)
          expect(state.bestStep).toBe(state.bestParams)
          expect(state.shouldStop).toBe(state.step - state.bestStep >= patience)
          if (!state.shouldStop) expect(state.step).toBe(losses.length)
        },
      ),
    ))
  it("waits exactly `patience` evaluations", () => {
    expect(follow({ patience: 2 }, [3, 2, 2, 2, 1])).toMatchObject({ step: 4, bestStep: 2, shouldStop: true })
    expect(follow({ patience: 3 }, [3, 2, 2, 2, 1])).toMatchObject({ step: 5, bestStep: 5, bestLoss: 1 })
  })
  it("improves by more than minDelta or not at all", () => {
    expect(follow({ patience: 9, minDelta: 0.5 }, [3, 2.6, 2.5, 2.4])).toMatchObject({ bestLoss: 2.4, bestStep: 4 })
    expect(follow({ patience: 9, minDelta: 1 }, [3, 2.5])).toMatchObject({ bestLoss: 3, bestStep: 1 })
  })
  it("changes nothing in place", () => {
    const stopper = train.earlyStopping({ patience: 1 })
    const first = Object.freeze(stopper.init("a"))
    const second = stopper.update(first, 1, "b")
    expect([first.bestParams, second.bestParams]).toEqual(["a", "b"])
  })
  it("NaN never improves, infinity neither", () =>
    expect(follow({ patience: 2 }, [Number.NaN, Number.POSITIVE_INFINITY])).toMatchObject({ bestStep: 0, shouldStop: true }))
})
