// The laws, on random programs. A program that fails is shrunk, and printed.
import fc from "fast-check"
import { describe, test } from "vitest"
import { showJaxpr } from "../../src/core/print.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"
import { floats } from "./arrays.js"
import { type Case, casesOf, type Effort, type Law, require } from "./law.js"
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

/** The law of programs whose values are numbers and do not amplify rounding; a failure carries the program's text. */
const ofFinite =
  ({ holds }: Law): Law["holds"] =>
  (c) => {
    fc.pre(floats(c.f(...c.xs)).every(Number.isFinite) && isSteady(c.f, c.xs, c.v, c.w))
    try {
      holds(c)
    } catch (error) {
      if (error instanceof Error) error.message += `\nin ${showJaxpr(makeJaxpr(c.f)(...c.xs).jaxpr)}`
      throw error
    }
  }

/** Tests every law on random programs of up to `length` steps. */
export const everyProgram = (effort: Effort = { numRuns: 20, seed: 20250 }, length = 12, of: readonly Law[] = laws): void => {
  describe("for random programs,", () => {
    test.each(of)("$title", (law) => require(cases(length), ofFinite(law), effort, false))
  })
}
