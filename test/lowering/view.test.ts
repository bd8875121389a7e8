// Views against arrays of positions: what a chain of views reads is what the same operations leave of the numbers 0, 1, 2, …
import fc from "fast-check"
import { expect, test } from "vitest"
import { type Shape, sizeOf } from "../../src/core/aval.js"
import { forEachIndex, stridesOf } from "../../src/core/tensor.js"
import {
  broadcast,
  contiguous,
  isContiguous,
  reach,
  reshaped,
  reversed,
  sliced,
  transposed,
  type View,
  windowed,
} from "../../src/lowering/view.js"

/** A view, and the positions that it ought to read in row-major order. */
interface Seen {
  readonly view: View
  readonly shape: Shape
  readonly positions: readonly number[]
}

const whole = (shape: Shape): Seen => ({ view: contiguous(shape), shape, positions: Array.from({ length: sizeOf(shape) }, (_, i) => i) })

const read = ({ offset, strides }: View, shape: Shape): readonly number[] => {
  const out: number[] = []
  forEachIndex(shape, (index) => out.push(index.reduce((sum, i, a) => sum + i * (strides[a] as number), offset)))
  return out
}

/** The elements at computed indices of a list under a shape. */
const pick = (from: Seen, shape: Shape, at: (index: readonly number[]) => readonly number[]): readonly number[] => {
  const strides = stridesOf(from.shape)
  const out: number[] = []
  forEachIndex(shape, (index) => out.push(from.positions[at(index).reduce((sum, i, a) => sum + i * (strides[a] as number), 0)] as number))
  return out
}

type Move = (x: Seen, choose: (n: number) => number) => Seen

const turned: Move = (x, choose) => {
  const rest = x.shape.map((_, a) => a)
  const permutation = x.shape.map(() => rest.splice(choose(rest.length), 1)[0] as number)
  const shape = permutation.map((a) => x.shape[a] as number)
  const at = (index: readonly number[]): readonly number[] => x.shape.map((_, a) => index[permutation.indexOf(a)] as number)
  return { view: transposed(x.view, permutation), shape, positions: pick(x, shape, at) }
}

const cut: Move = (x, choose) => {
  const starts = x.shape.map((d) => choose(d))
  const steps = x.shape.map(() => 1 + choose(2))
  const shape = x.shape.map((d, a) => Math.ceil((1 + choose(d - (starts[a] as number))) / (steps[a] as number)))
  const at = (index: readonly number[]): readonly number[] => index.map((i, a) => (starts[a] as number) + i * (steps[a] as number))
  return { view: sliced(x.view, starts, steps), shape, positions: pick(x, shape, at) }
}

const flipped: Move = (x, choose) => {
  const axes = x.shape.map((_, a) => a).filter(() => choose(2) === 1)
  const at = (index: readonly number[]): readonly number[] => index.map((i, a) => (axes.includes(a) ? (x.shape[a] as number) - 1 - i : i))
  return { view: reversed(x.view, x.shape, axes), shape: x.shape, positions: pick(x, x.shape, at) }
}

const copied: Move = (x, choose) => {
  const axis = choose(x.shape.length + 1)
  const shape = [...x.shape.slice(0, axis), 1 + choose(3), ...x.shape.slice(axis)]
  const dims = x.shape.map((_, a) => (a < axis ? a : a + 1))
  const at = (index: readonly number[]): readonly number[] => dims.map((d) => index[d] as number)
  return { view: broadcast(x.view, x.shape, shape, dims), shape, positions: pick(x, shape, at) }
}

const slid: Move = (x, choose) => {
  const sizes = x.shape.map((d) => 1 + choose(Math.min(2, d)))
  const steps = x.shape.map(() => 1 + choose(2))
  const counts = x.shape.map((d, a) => Math.floor((d - (sizes[a] as number)) / (steps[a] as number)) + 1)
  const ones = x.shape.map(() => 1)
  const shape = [...counts, ...sizes]
  const at = (index: readonly number[]): readonly number[] =>
    x.shape.map((_, a) => (index[a] as number) * (steps[a] as number) + (index[a + x.shape.length] as number))
  return { view: windowed(x.view, steps, ones), shape, positions: pick(x, shape, at) }
}

const grouped: Move = (x, choose) => {
  const n = sizeOf(x.shape)
  const shapes = [[n], [1, n], [n, 1], [2, n / 2], [n / 3, 3], [n / 2, 1, 2], []].filter(
    (s) => s.every(Number.isInteger) && sizeOf(s) === n,
  )
  const shape = shapes[choose(shapes.length)] as Shape
  const view = reshaped(x.view, x.shape, shape)
  return view ? { view, shape, positions: x.positions } : x
}

const moves: readonly Move[] = [turned, cut, flipped, copied, slid, grouped, grouped]

const chain = (shape: Shape, choices: readonly number[]): Seen => {
  let next = 0
  const choose = (n: number): number => (n > 1 ? (choices[next++ % choices.length] as number) % n : 0)
  let x = whole(shape)
  for (let i = 0; i < 4; i++) {
    const moved = (moves[choose(moves.length)] as Move)(x, choose)
    if (sizeOf(moved.shape) <= 400) x = moved
  }
  return x
}

const chains = fc
  .tuple(fc.constantFrom<Shape>([2, 3, 5], [6], [4, 6], [1, 3, 2], []), fc.array(fc.nat({ max: 119 }), { minLength: 24, maxLength: 24 }))
  .map(([shape, choices]) => chain(shape, choices))

test("a chain of views reads what the operations leave", () => {
  fc.assert(
    fc.property(chains, ({ view, shape, positions }) => {
      expect(read(view, shape)).toEqual(positions)
    }),
    { seed: 3, numRuns: 1000 },
  )
})

test("a view reaches from its least position to its greatest, and is contiguous exactly where it reads them in order", () => {
  fc.assert(
    fc.property(chains, ({ view, shape, positions }) => {
      expect(reach(view, shape)).toEqual([Math.min(...positions), Math.max(...positions)])
      const first = positions[0] as number
      expect(isContiguous(view, shape)).toBe(positions.every((p, i) => p === first + i))
    }),
    { seed: 4, numRuns: 1000 },
  )
})

test("a reshape that strides can say is found: merging and splitting axes of a whole array, and of its every other row", () => {
  expect(reshaped(contiguous([4, 6]), [4, 6], [2, 12])).toEqual({ offset: 0, strides: [12, 1] })
  expect(reshaped({ offset: 6, strides: [12, 1] }, [2, 6], [2, 3, 2])).toEqual({ offset: 6, strides: [12, 2, 1] })
  expect(reshaped({ offset: 0, strides: [1, 4] }, [4, 6], [24])).toBeUndefined()
})
