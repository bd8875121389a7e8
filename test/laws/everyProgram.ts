// The laws, on random programs. A program that fails is shrunk, and printed.
import type fc from "fast-check"
import { describe, test } from "vitest"
import { showJaxpr } from "../../src/core/print.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"
import { floats } from "./arrays.js"
import { type Case, casesOf, type Effort, type Law, requireOfSame } from "./law.js"
import { functionOf, programs } from "./programs.js"
import { isSteady } from "./steady.js"
import { batching } from "./theorems/batching.js"
import { secondOrder } from "./theorems/curvature.js"
import { forward } from "./theorems/forward.js"
import { perExample } from "./theorems/jacobian.js"
import { reverse } from "./theorems/reverse.js"
import { staging } from "./theorems/staging.js"

const laws: readonly Law[] = [...staging, ...batching, ...forward, ...reverse, secondOrder, perExample]

const cases = (length: number): fc.Arbitrary<Case> => programs(length).chain((p) => casesOf(functionOf(p), p.inputs))

/** Whether a program's values are numbers and do not amplify rounding. One that cannot even run is left for the laws to fail on. */
const isFit = ({ f, xs, v, w }: Case): boolean => {
  try {
    return floats(f(...xs)).every(Number.isFinite) && isSteady(f, xs, v, w)
  } catch {
    return true
  }
}

/** The law; a failure carries the program's text. */
const withText =
  ({ holds }: Law): Law["holds"] =>
  (c) => {
    try {
      holds(c)
    } catch (error) {
      if (error instanceof Error) error.message += `\nin ${showJaxpr(makeJaxpr(c.f)(...c.xs).jaxpr)}`
      throw error
    }
  }

/** Tests every law on random programs of up to `length` steps, the same ones. */
export const everyProgram = (effort: Effort = { numRuns: 20, seed: 20250 }, length = 12, of: readonly Law[] = laws): void => {
  describe("for random programs,", () => {
    const ofSame = requireOfSame(cases(length).filter(isFit), effort, false)
    test.each(of)("$title", (law) => ofSame(withText(law)))
  })
}
