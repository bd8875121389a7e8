// Samples of collectives, which only run inside a map that names their axis.
import type { NDArray } from "../../../src/core/array.js"
import * as collective from "../../../src/primitives/collective.js"
import { add, mul } from "../../../src/primitives/elementwise/arithmetic.js"
import { convertElementType } from "../../../src/primitives/elementwise/convert.js"
import { vmap } from "../../../src/transforms/vmap.js"
import type { Domain, Sample } from "../sample.js"

const axis = { axisName: "i", axisSize: 3 } as const
const cube: Domain = { shape: [3, 2, 5], low: -2, high: 2 }
const square: Domain = { shape: [3, 3, 2], low: -2, high: 2 }
const mapped = (f: (x: NDArray) => NDArray, x: Domain = cube, note?: string): Sample => ({
  apply: vmap(f, { axisName: "i" }) as unknown as Sample["apply"],
  inputs: [x],
  ...(note && { note }),
})

export const collectiveSamples: { readonly [N in keyof typeof collective.collectivePrimitives]: readonly Sample[] } = {
  psum: [mapped((x) => add(mul(x, 2), collective.psum(x, axis)))],
  all_gather: [
    mapped((x) => collective.allGather(x, { ...axis, allGatherDimension: 0 })),
    mapped((x) => collective.allGather(x, { ...axis, allGatherDimension: 1 }), cube, "last axis"),
  ],
  reduce_scatter: [mapped((x) => collective.psumScatter(x, { ...axis, allGatherDimension: 0 }), square)],
  ppermute: [
    mapped((x) =>
      collective.ppermute(x, {
        ...axis,
        perm: [
          [0, 1],
          [1, 2],
          [2, 0],
        ],
      }),
    ),
    mapped((x) => collective.ppermute(x, { ...axis, perm: [[0, 2]] }), cube, "some get nothing"),
  ],
  axis_index: [mapped((x) => add(x, convertElementType(collective.axisIndex(axis), "float64")), { shape: [3], low: -2, high: 2 })],
}
