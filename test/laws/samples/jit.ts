// Samples of calls: several results, results that are arguments or constants, calls in calls, a body used twice, captured values.
import type { NDArray } from "../../../src/core/array.js"
import { add, mul, neg } from "../../../src/primitives/elementwise/arithmetic.js"
import { reduceSum, restoreAxes } from "../../../src/primitives/sum.js"
import { transpose } from "../../../src/primitives/transpose.js"
import { jit } from "../../../src/transforms/jit.js"
import type { Domain, Sample } from "../sample.js"

const cube: Domain = { shape: [2, 3, 5], low: -1, high: 1 }
const counts: Domain = { shape: [2, 3, 5], dtype: "int32", low: -3, high: 3 }

const product = jit((x: NDArray, y: NDArray) => mul(add(x, 2), y))
const turned = jit((x: NDArray) => transpose(x, [2, 0, 1]))
const centred = jit((x: NDArray) => add(x, restoreAxes(mul(reduceSum(x, [1]), -1 / 3), x.shape, [1])))
const several = jit((x: NDArray, n: NDArray) => [neg(x), x, add(n, 1), mul(x, 0)])
const twice = (x: NDArray): NDArray => product(turned(centred(x)), turned(x))

export const jitSamples: { readonly jit: readonly Sample[] } = {
  jit: [
    { apply: (x, y) => product(x as NDArray, y as NDArray), inputs: [cube, cube] },
    { note: "in one another", apply: (x) => jit(twice)(x as NDArray), inputs: [cube] },
    {
      note: "an argument and integers among the results",
      apply: (x, n) => several(x as NDArray, n as NDArray),
      inputs: [cube, counts],
    },
    {
      note: "an argument not used, and a value captured",
      apply: (x, y, n) => jit((z: NDArray, _: NDArray) => mul(z, y as NDArray))(centred(x as NDArray), n as NDArray),
      inputs: [cube, cube, counts],
    },
  ],
}
