import { expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { lax, makeJaxpr, numpy as np } from "../../src/index.js"
import { workOfJaxpr } from "../../src/runtime/work.js"

const workOfLoop = (length: number): number =>
  workOfJaxpr(makeJaxpr((x: NDArray) => lax.foriLoop(0, length, (_, c: NDArray) => c.mul(0.5).add(1), x))(np.array(1)).jaxpr)

test("a loop is as much work as its turns together", () => {
  expect(workOfLoop(10_000)).toBeGreaterThan(900 * workOfLoop(10))
})
