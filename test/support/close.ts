// Comparing arrays with what they should be: shapes exactly, numbers within a relative and absolute bound.
import { expect } from "vitest"
import type { NDArray, NestedArray } from "../../src/index.js"

const flat = (x: NestedArray): readonly number[] =>
  typeof x === "number" ? [x] : typeof x === "boolean" ? [Number(x)] : "re" in x ? [x.re, x.im] : x.flatMap(flat)
const shapeOf = (x: NestedArray): readonly number[] =>
  Array.isArray(x) ? [x.length, ...shapeOf((x as readonly NestedArray[])[0] ?? 0)] : []

/** Requires `|actual − expected| ≤ tolerance · (1 + |expected|)` everywhere, and equal shapes. */
export const close = (actual: NDArray, expected: NestedArray, tolerance = 1e-6): void => {
  if (actual.size > 0) expect(actual.shape).toEqual(shapeOf(expected))
  const got = Array.from(actual.dataSync())
  const want = flat(expected)
  expect(got).toHaveLength(want.length)
  got.forEach((g, i) => {
    const w = want[i] as number
    const fits = Object.is(g, w) || g === w || Math.abs(g - w) <= tolerance * (1 + Math.abs(w))
    if (!fits) expect.fail(`element ${i}: got ${g}, expected ${w} within ${tolerance}`)
  })
}
