// The allocator of linear memory against a list of what is taken: any order of taking and giving back.
import fc from "fast-check"
import { expect, test } from "vitest"
import { alignment, newHeap, roundUp } from "../../src/runtime/heap.js"

interface Block {
  readonly address: number
  readonly bytes: number
}

/** Takes a block of some lines, or gives back one of those taken. */
const actions = fc.array(fc.oneof(fc.record({ take: fc.integer({ min: 1, max: 12 }) }), fc.record({ give: fc.nat({ max: 30 }) })), {
  maxLength: 80,
})

const START = 128
const LINES = 64

const after = (list: readonly ({ readonly take: number } | { readonly give: number })[]) => {
  const heap = newHeap(START, () => START + LINES * alignment)
  const taken: Block[] = []
  let refused = 0
  for (const action of list) {
    if ("take" in action) {
      const bytes = action.take * alignment
      const address = heap.take(bytes)
      if (address === undefined) refused = Math.max(refused, bytes)
      else taken.push({ address, bytes })
      if (address === undefined) expect(longestGap(taken)).toBeLessThan(bytes)
    } else if (taken.length > 0) {
      const [block] = taken.splice(action.give % taken.length, 1) as [Block]
      heap.give(block.address, block.bytes)
    }
  }
  return { heap, taken }
}

const inOrder = (blocks: readonly Block[]): readonly Block[] => [...blocks].sort((a, b) => a.address - b.address)

/** The most bytes in a row that no block takes. */
const longestGap = (blocks: readonly Block[]): number => {
  const ends = [START, ...inOrder(blocks).map((b) => b.address + b.bytes)]
  const starts = [...inOrder(blocks).map((b) => b.address), START + LINES * alignment]
  return Math.max(...starts.map((s, i) => s - (ends[i] as number)))
}

test("blocks never overlap, begin at cache lines and stay within the limits; one is refused only where no gap holds it", () => {
  fc.assert(
    fc.property(actions, (list) => {
      const blocks = inOrder(after(list).taken)
      blocks.forEach(({ address, bytes }, i) => {
        expect(address % alignment).toBe(0)
        expect(address).toBeGreaterThanOrEqual(START)
        expect(address + bytes).toBeLessThanOrEqual(blocks[i + 1]?.address ?? START + LINES * alignment)
      })
    }),
    { seed: 1, numRuns: 300 },
  )
})

test("when all is given back, in any order, the holes are one again and reach the end", () => {
  fc.assert(
    fc.property(actions, fc.array(fc.nat({ max: 99 }), { minLength: 80, maxLength: 80 }), (list, order) => {
      const { heap, taken } = after(list)
      const shuffled = taken.map((b, i) => ({ b, key: order[i] as number })).sort((x, y) => x.key - y.key)
      for (const { b } of shuffled) heap.give(b.address, b.bytes)
      expect(heap.end()).toBe(START)
      expect(heap.take(LINES * alignment)).toBe(START)
    }),
    { seed: 2, numRuns: 300 },
  )
})

test("the lowest hole that holds a block is taken, and room that was given back is found again", () => {
  const heap = newHeap(0, () => 100 * alignment)
  const [a, b, c] = [heap.take(3 * alignment), heap.take(alignment), heap.take(alignment)] as [number, number, number]
  heap.give(a, 3 * alignment)
  expect(heap.take(alignment)).toBe(a)
  expect(heap.take(2 * alignment)).toBe(a + alignment)
  heap.give(b, alignment)
  expect(heap.take(2 * alignment)).toBe(c + alignment)
  expect(heap.take(alignment)).toBe(b)
})

test("sizes are rounded up to cache lines", () => {
  expect([0, 1, 64, 65].map(roundUp)).toEqual([0, 64, 64, 128])
})
