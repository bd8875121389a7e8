// Splits are disjoint and seeded for any fractions; batches go once through the data.
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { data, type NDArray, numpy as np, random } from "../../src/index.js"

const numbersOf = (x: NDArray): readonly number[] => x.js() as number[]
const sorted = (xs: readonly number[]): readonly number[] => [...xs].sort((a, b) => a - b)
const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i)

describe("split", () => {
  it("any fractions give disjoint parts of the right sizes, the same for the same key", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.array(fc.nat(10), { minLength: 1, maxLength: 4 }), fc.nat(99), (n, weights, seed) => {
        const total = Math.max(
          10,
          weights.reduce((a, b) => a + b, 0),
        )
        const fractions = weights.map((w) => w / total)
        fc.pre(fractions.some((f) => f > 0))
        const all = { x: np.arange(n).mul(2), y: np.arange(n) }
        const parts = data.split(random.key(seed), all, fractions)
        const seen = parts.flatMap((part) => numbersOf(part.y))
        expect(new Set(seen).size).toBe(seen.length)
        expect(seen.every((i) => i >= 0 && i < n)).toBe(true)
        for (const part of parts) expect(numbersOf(part.x)).toEqual(numbersOf(part.y).map((i) => 2 * i))
        for (const [i, part] of parts.entries()) if (i > 0) expect(part.y.size).toBe(Math.floor(n * (fractions[i] as number) + 1e-9))
        expect(data.split(random.key(seed), all, fractions).map((part) => part.y.js())).toEqual(parts.map((part) => part.y.js()))
      }),
      { numRuns: 40 },
    ))
  it("what rounding leaves over goes to the first part", () => {
    const parts = data.split(random.key(0), np.arange(10), [1 / 3, 1 / 3, 1 / 3])
    expect(parts.map((part) => part.size)).toEqual([4, 3, 3])
    expect(sorted(parts.flatMap(numbersOf))).toEqual(upTo(10))
  })
  it("fractions of less than 1 leave examples out", () =>
    expect(data.split(random.key(0), np.arange(10), [0.2, 0.3]).map((part) => part.size)).toEqual([2, 3]))
  it("says what is wrong with fractions and data", () => {
    for (const fractions of [[], [0.7, 0.5], [-0.1, 0.5], [0, 0]])
      expect(() => data.split(random.key(0), np.arange(4), fractions)).toThrow(/must not be negative and must add up to at most 1/)
    expect(() => data.split(random.key(0), { x: np.arange(4), y: np.arange(5) }, [1])).toThrow(/the same number of examples/)
    expect(() => data.split(random.key(0), {}, [1])).toThrow(/a tree of arrays with examples along the first axis/)
  })
})

describe("batches", () => {
  it("go once through the data, leaves together", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), fc.boolean(), (n, size, dropLast) => {
        fc.pre(size <= n)
        const all = { x: np.arange(n).mul(3), y: np.arange(n) }
        const seen = [...data.batches(random.key(n), all, size, { dropLast })]
        expect(seen).toHaveLength(data.countBatches(all, size, { dropLast }))
        const ys = seen.flatMap((b) => numbersOf(b.y))
        expect(new Set(ys).size).toBe(ys.length)
        expect(ys).toHaveLength(dropLast ? Math.floor(n / size) * size : n)
        for (const b of seen) expect(numbersOf(b.x)).toEqual(numbersOf(b.y).map((i) => 3 * i))
      }),
      { numRuns: 30 },
    ))
  it("are in another order for another key, and in the same for the same", () => {
    const order = (seed: number): readonly number[] => [...data.batches(random.key(seed), np.arange(24), 8)].flatMap(numbersOf)
    expect(order(1)).toEqual(order(1))
    expect(order(1)).not.toEqual(order(2))
    expect(sorted(order(1))).toEqual(upTo(24))
  })
  it("refuse sizes that give no batch", () => {
    for (const size of [0, 1.5, 25])
      expect(() => [...data.batches(random.key(0), np.arange(24), size)]).toThrow(/the batch size must be a whole number/)
  })
})
