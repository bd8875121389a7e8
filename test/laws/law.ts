// What a law is: a theorem about any function of arrays at any point. The table of samples and random programs both supply functions.
import fc from "fast-check"
import { describe, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import type { ShapeDtype } from "../../src/core/aval.js"
import type { PrimitiveName } from "../../src/primitives/index.js"
import { evalShape } from "../../src/transforms/makeJaxpr.js"
import { arrayFrom, type Flat, type Point } from "./arrays.js"
import { directionFor, dtypeOf, pointIn } from "./draw.js"
import type { Domain, Sample } from "./sample.js"
import { samples } from "./samples/index.js"

/** A function, and all that a law needs to try it. */
export interface Case {
  readonly f: Flat
  /** Where. */
  readonly xs: Point
  /** Two other places: the lanes of a batch of three. */
  readonly others: readonly [Point, Point]
  /** Two directions in the arguments, and one in the results. */
  readonly v: Point
  readonly w: Point
  readonly u: Point
  /** Two numbers. */
  readonly a: number
  readonly b: number
}

export interface Law {
  /** The theorem, as a sentence or an equation. */
  readonly title: string
  /** Fails where the theorem does. */
  readonly holds: (c: Case) => void
}

/** A sample's function with its results as a list. */
export const flatOf =
  (apply: Sample["apply"]): Flat =>
  (...xs) => {
    const result = apply(...xs)
    return Array.isArray(result) ? [...(result as readonly NDArray[])] : [result as NDArray]
  }

/** Cases of a function whose arguments are drawn from the domains. */
export const casesOf = (f: Flat, domains: readonly Domain[]): fc.Arbitrary<Case> => {
  const types = domains.map((d) => ({ shape: d.shape, dtype: dtypeOf(d) }))
  const results: readonly ShapeDtype[] = evalShape(f)(...types.map((t) => arrayFrom(t.shape, t.dtype, () => 0))).map((y) => y.aval)
  const point = pointIn(domains)
  const number = fc.integer({ min: -8, max: 8 }).map((n) => n / 4)
  return fc.record({
    f: fc.constant(f),
    xs: point,
    others: fc.tuple(point, point),
    v: directionFor(types),
    w: directionFor(types),
    u: directionFor(results),
    a: number,
    b: number,
  })
}

/** Fixed by default, so that a failure is found again. */
const seed = 20250

/** Tests laws on every sample of every primitive, `numRuns` random points each. A point is not shrunk: small numbers explain nothing more. */
export const everySample = (laws: readonly Law[], numRuns = 1, options: { readonly seed?: number } = { seed }): void => {
  describe.each(laws)("$title", ({ holds }) => {
    for (const name of Object.keys(samples) as readonly PrimitiveName[])
      for (const { note, apply, inputs } of samples[name])
        test(note === undefined ? name : `${name} (${note})`, () => {
          fc.assert(fc.property(casesOf(flatOf(apply), inputs), holds), { numRuns, endOnFailure: true, ...options })
        })
  })
}
