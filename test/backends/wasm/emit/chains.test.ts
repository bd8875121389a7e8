// Long chains of numbers: their code is about the numbers, and hardly about where these lie.
import { expect, test } from "vitest"
import "../../../../src/install.js"
import { emitProgram } from "../../../../src/backends/wasm/emit/program.js"
import type { NDArray } from "../../../../src/core/array.js"
import { kernelsOf } from "../../../../src/lowering/compile.js"
import * as np from "../../../../src/numpy/index.js"
import { valueAndGrad } from "../../../../src/transforms/grad.js"
import { makeJaxpr } from "../../../../src/transforms/makeJaxpr.js"

const ROUNDS = 250
const chain = (x: NDArray, a: NDArray, b: NDArray): NDArray =>
  Array.from({ length: ROUNDS }).reduce<NDArray>((y) => np.sin(y.mul(a).add(b)).mul(0.98), x)
const gradient = valueAndGrad(chain, { argnums: [0, 1, 2] })

test("the gradient of a chain of numbers takes at most 10 bytes an operation, memory included", () => {
  const { jaxpr } = makeJaxpr((x: NDArray, a: NDArray, b: NDArray) => gradient(x, a, b))(np.array(0.5), np.array(1.02), np.array(0.002))
  expect(emitProgram(kernelsOf(jaxpr)).bytes.length / jaxpr.eqns.length).toBeLessThanOrEqual(10)
})
