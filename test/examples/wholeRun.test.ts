// The whole run in one call learns to read digits, and is the run that single steps make.
import { describe, expect, it } from "vitest"
import { type Experiment, makeLoop, makeRun, prepare } from "../../examples/wholeRun.js"
import { type NDArray, tree } from "../../src/index.js"

const experiment: Experiment = { epochs: 4, hidden: 32, batch: 25, rate: 3e-3, sizes: [600, 200], seed: 1 }

const bitsOf = (x: NDArray): readonly number[] => Array.from(new Int32Array(Float32Array.from(x.dataSync() as Float32Array).buffer))

/** The greatest distance between two trees of float32, counted in numbers that lie between. */
const ulpsBetween = (a: unknown, b: unknown): number => {
  const [left, right] = [tree.leaves(a), tree.leaves(b)].map((leaves) => (leaves as readonly NDArray[]).flatMap(bitsOf))
  expect(left).toHaveLength(right?.length ?? -1)
  return Math.max(...(left ?? []).map((x, i) => Math.abs(x - (right?.[i] as number))))
}

describe("a whole training run in one call", async () => {
  const inputs = await prepare(experiment)
  const whole = makeRun(experiment)(...inputs)

  it("learns", () => {
    const [first, , , last] = whole.losses.js() as [number, number, number, number]
    expect(first).toBeGreaterThan(1)
    expect(last).toBeLessThan(first / 3)
    expect(whole.accuracies.slice(-1).item()).toBeGreaterThan(0.8)
  })

  it("equals the loop over single steps, number for number", () => {
    expect(ulpsBetween(whole, makeLoop(experiment)(...inputs))).toBeLessThanOrEqual(2)
  })

  it("shuffles by its keys", () => {
    const [params, training, test, keys] = inputs
    const again = makeRun(experiment)(params, training, test, keys)
    expect(ulpsBetween(whole, again)).toBe(0)
    const other = makeRun(experiment)(params, training, test, keys.slice([], [null, null, -1]))
    expect(ulpsBetween(whole.losses, other.losses)).toBeGreaterThan(2)
  })
})
