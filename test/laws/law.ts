// What a law is: a theorem about any function of arrays at any point. The table of samples and random programs both supply functions.
import fc from "fast-check"
import { afterAll, describe, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import type { ShapeDtype } from "../../src/core/aval.js"
import type { PrimitiveName } from "../../src/primitives/index.js"
import "../../src/install.js"
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
  /** Samples that the theorem is not about. */
  readonly skips?: (sample: Sample, name: PrimitiveName) => boolean
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

export interface Effort {
  /** Random cases for each function. */
  readonly numRuns: number
  /** Left out, every run draws other cases. */
  readonly seed?: number
}

/** One case, and always the same one, so that a failure is found again. */
export const quick: Effort = { numRuns: 1, seed: 20250 }

/** Requires a law of random cases. What failed is said by the law; the seed and the path say where, and find the case again. */
export const require = <T>(cases: fc.Arbitrary<T>, holds: (c: T) => void, effort: Effort, endOnFailure = true): void => {
  const { failed, errorInstance, seed, counterexamplePath } = fc.check(fc.property(cases, holds), { ...effort, endOnFailure })
  if (!failed) return
  if (errorInstance instanceof Error) errorInstance.message += ` (seed ${seed}, path ${counterexamplePath})`
  throw errorInstance
}

/** Requires of cases what many laws are asked of: drawn when the first asks. Where one fails, it is looked for again, and told as above. */
export const requireOfSame = <T>(cases: fc.Arbitrary<T>, effort: Effort, endOnFailure = true): ((holds: (c: T) => void) => void) => {
  const same = { ...effort, seed: effort.seed ?? Date.now() }
  let drawn: readonly T[] | undefined
  return (holds) => {
    drawn ??= fc.sample(cases, same)
    try {
      drawn.forEach(holds)
    } catch (error) {
      require(cases, holds, same, endOnFailure)
      throw error
    }
  }
}

/**
 * Tests laws on every sample of every primitive. Points are not shrunk: small numbers explain nothing more. All laws of a sample follow one
 * another, of the same cases: what one has drawn, traced or compiled is there for the next.
 */
export const everySample = (laws: readonly Law[], effort: Effort = quick): void => {
  for (const name of Object.keys(samples) as readonly PrimitiveName[])
    for (const sample of samples[name]) {
      const asked = laws.filter(({ skips }) => !skips?.(sample, name))
      if (asked.length === 0) continue
      describe(sample.note === undefined ? name : `${name} (${sample.note})`, () => {
        let ofSame: ReturnType<typeof requireOfSame<Case>> | undefined
        for (const { title, holds } of asked)
          test(title, () => {
            ofSame ??= requireOfSame(casesOf(flatOf(sample.apply), sample.inputs), effort)
            ofSame(holds)
          })
        afterAll(() => {
          ofSame = undefined
        })
      })
    }
}
