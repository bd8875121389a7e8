// Law 2: batching is a loop.
//   vmap(f)(stack(xs)) = stack(xs.map(f))
import type { NDArray } from "../../../src/core/array.js"
import { jit } from "../../../src/transforms/jit.js"
import { vmap } from "../../../src/transforms/vmap.js"
import { expectSame, type Flat, type Point, stack } from "../arrays.js"
import type { Case, Law } from "../law.js"

/** Results of several runs, stacked one by one. */
const stackEach = (runs: readonly Point[], axes: (y: NDArray) => number = () => 0): NDArray[] =>
  (runs[0] as Point).map((y, k) =>
    stack(
      runs.map((run) => run[k] as NDArray),
      axes(y),
    ),
  )

const lanesOf = ({ xs, others }: Case): readonly [Point, Point, Point] => [xs, ...others]

/** Every non-empty choice among `n` arguments. */
const choices = (n: number): readonly (readonly boolean[])[] =>
  Array.from({ length: 2 ** n - 1 }, (_, k) => Array.from({ length: n }, (_, i) => (((k + 1) >> i) & 1) === 1))

/** Arguments of which the chosen ones take turns, and the others stay at the first point. */
const argumentsOf = (lanes: readonly Point[], chosen: readonly boolean[], axes: (x: NDArray) => number = () => 0): NDArray[] =>
  (lanes[0] as Point).map((x, i) =>
    chosen[i]
      ? stack(
          lanes.map((lane) => lane[i] as NDArray),
          axes(x),
        )
      : x,
  )

const runsOf = (f: Flat, lanes: readonly Point[], chosen: readonly boolean[]): readonly Point[] =>
  lanes.map((lane) => f(...lane.map((x, i) => (chosen[i] ? x : ((lanes[0] as Point)[i] as NDArray)))))

export const everyChoice: Law = {
  title: "vmap(f) = stack ∘ map f, for every choice of batched arguments",
  holds: (c) => {
    const lanes = lanesOf(c)
    for (const chosen of choices(c.xs.length)) {
      const inAxes = chosen.map((b) => (b ? 0 : null))
      const actual = vmap(c.f, { inAxes })(...argumentsOf(lanes, chosen))
      expectSame(actual, stackEach(runsOf(c.f, lanes, chosen)), `inAxes [${inAxes.map(String).join(", ")}]`)
    }
  },
}

/** Axis `k` of an array that gains one, counted round; every other one is written as a negative number. */
const turn =
  (k: number) =>
  (x: NDArray): number =>
    k % (x.ndim + 1)

const signed = (k: number, x: NDArray): number => (k % 2 === 0 ? turn(k)(x) : turn(k)(x) - x.ndim - 1)

export const everyAxis: Law = {
  title: "vmap(f) = stack ∘ map f, along every axis of the arguments and of the results",
  holds: (c) => {
    const lanes = lanesOf(c)
    const all = c.xs.map(() => true)
    if (all.length === 0) return
    const runs = runsOf(c.f, lanes, all)
    const results = runs[0] as Point
    const turns = Math.max(...[...c.xs, ...results].map((x) => x.ndim + 1))
    for (let k = 0; k < turns; k++) {
      const inAxes = c.xs.map((x) => signed(k, x))
      const outAxes = results.map((y) => signed(k + 1, y))
      const actual = vmap(c.f, { inAxes, outAxes })(...argumentsOf(lanes, all, turn(k)))
      expectSame(actual, stackEach(runs, turn(k + 1)), `inAxes [${inAxes.join(", ")}], outAxes [${outAxes.join(", ")}]`)
    }
  },
}

export const alone: Law = {
  title: "vmap(f) of a batch of one is f",
  holds: (c) => {
    const lanes = [c.xs]
    const all = c.xs.map(() => true)
    if (all.length === 0) return
    expectSame(vmap(c.f)(...argumentsOf(lanes, all)), stackEach([c.f(...c.xs)]), "a batch of one")
  },
}

/** Which of two nested loops an argument takes part in. */
const parts = [
  { outer: true, inner: true },
  { outer: true, inner: false },
  { outer: false, inner: true },
] as const

export const nested: Law = {
  title: "vmap(vmap(f)) is two nested loops, and jit may stand anywhere",
  holds: (c) => {
    const lanes = lanesOf(c)
    const lane = (k: number): Point => lanes[k % 3] as Point
    for (let shift = 0; shift < 3; shift++) {
      const part = c.xs.map((_, i) => parts[(i + shift) % 3] as (typeof parts)[number])
      const at = (i: number, j: number): NDArray[] =>
        part.map(({ outer, inner }, k) => lane((outer ? i : 0) + (inner ? j : 0))[k] as NDArray)
      const rows = (i: number): NDArray[] =>
        part.map((p, k) =>
          p.inner
            ? stack(
                [0, 1, 2].map((j) => at(i, j)[k] as NDArray),
                0,
              )
            : (at(i, 0)[k] as NDArray),
        )
      const args = part.map((p, k) =>
        p.outer
          ? stack(
              [0, 1].map((i) => rows(i)[k] as NDArray),
              0,
            )
          : (rows(0)[k] as NDArray),
      )
      const inner = vmap(shift === 1 ? jit(c.f) : c.f, { inAxes: part.map((p) => (p.inner ? 0 : null)), axisSize: 3 })
      const outer = vmap(shift === 2 ? jit(inner) : inner, { inAxes: part.map((p) => (p.outer ? 0 : null)), axisSize: 2 })
      const expected = stackEach([0, 1].map((i) => stackEach([0, 1, 2].map((j) => c.f(...at(i, j))))))
      expectSame(outer(...args), expected, `two loops, turn ${shift}`)
      expectSame(jit(outer)(...args), expected, `jit of two loops, turn ${shift}`)
    }
  },
}

export const batching: readonly Law[] = [everyChoice, everyAxis, alone, nested]
