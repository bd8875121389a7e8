// A key threaded through drawings: State's laws, up to the very bits, and no key used twice.
import { fc, test } from "@fast-check/vitest"
import * as S from "fp-ts/lib/State.js"
import { describe, expect } from "vitest"
import { type NDArray, random } from "../../src/index.js"

/** Drawings of a few numbers, told apart by what they draw and how much. */
const drawings = fc
  .record({
    size: fc.integer({ min: 1, max: 3 }),
    draw: fc.constantFrom(random.normal, random.uniform),
    times: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ size, draw, times }) => random.drawAll(Array.from({ length: times }, () => random.drawing((key) => draw(key, [size])))))

const seeds = fc.integer({ min: 0, max: 2 ** 31 })

type Drawn = readonly NDArray[]

/** What came out, numbers and the key handed on, as plain data. */
const run = (drawing: random.Drawing<Drawn>, seed: number): unknown => {
  const [drawn, next] = drawing(random.key(seed))
  return [drawn.map((x) => x.js()), next.js()]
}

/** A drawing that depends on what was drawn before. */
const shiftedBy =
  (drawing: random.Drawing<Drawn>) =>
  (before: Drawn): random.Drawing<Drawn> =>
    S.map((drawn: Drawn) => [...before, ...drawn.map((x) => x.add(before[0]?.sum() ?? 0))])(drawing)

describe("key threading", () => {
  test.prop([drawings, drawings, drawings, seeds])("is associative: (a; f); g = a; (x ↦ f(x); g)", (a, f, g, seed) => {
    const [then, last] = [shiftedBy(f), shiftedBy(g)]
    const left = S.flatMap(last)(S.flatMap(then)(a))
    const right = S.flatMap((x: Drawn) => S.flatMap(last)(then(x)))(a)
    expect(run(left, seed)).toEqual(run(right, seed))
  })

  test.prop([drawings, seeds])("has `of` as its unit on both sides, which draws nothing and hands the key on", (a, seed) => {
    const then = shiftedBy(a)
    expect(run(S.flatMap(then)(S.of([]) as random.Drawing<Drawn>), seed)).toEqual(run(then([]), seed))
    expect(run(S.flatMap((x: Drawn) => S.of(x) as random.Drawing<Drawn>)(a), seed)).toEqual(run(a, seed))
  })

  test.prop([fc.integer({ min: 2, max: 6 }), seeds])("uses no key twice", (n, seed) => {
    const [words, next] = random.drawAll(Array.from({ length: n }, () => random.drawing((key) => key.js() as number[])))(random.key(seed))
    expect(new Set([...words, next.js()].map(String)).size).toBe(n + 1)
  })
})
