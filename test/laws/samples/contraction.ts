// Samples of products: every way to pair axes, and convolutions with every parameter.
import type { NDArray } from "../../../src/core/array.js"
import { convGeneralDilated } from "../../../src/primitives/contraction/conv.js"
import type { ConvParams } from "../../../src/primitives/contraction/convshape.js"
import { type DotParams, dotGeneral } from "../../../src/primitives/contraction/dot.js"
import type { Domain, Sample } from "../sample.js"

const on = (...shape: readonly number[]): Domain => ({ shape, low: -2, high: 2 })
const ints = (...shape: readonly number[]): Domain => ({ shape, dtype: "int32", low: -9, high: 9 })

const dot = (note: string, x: Domain, y: Domain, dimensionNumbers: DotParams["dimensionNumbers"]): Sample => ({
  note,
  apply: ((a: NDArray, b: NDArray) => dotGeneral(a, b, dimensionNumbers)) as Sample["apply"],
  inputs: [x, y],
})

const images = { lhsSpec: [0, 1, 2, 3], rhsSpec: [0, 1, 2, 3], outSpec: [0, 1, 2, 3] } as const
const plain: ConvParams = {
  windowStrides: [1, 1],
  padding: [
    [0, 0],
    [0, 0],
  ],
  lhsDilation: [1, 1],
  rhsDilation: [1, 1],
  dimensionNumbers: images,
  featureGroupCount: 1,
  batchGroupCount: 1,
}
const conv = (note: string, x: Domain, y: Domain, params: Partial<ConvParams>): Sample => ({
  note,
  apply: ((a: NDArray, b: NDArray) => convGeneralDilated(a, b, { ...plain, ...params })) as Sample["apply"],
  inputs: [x, y],
})

export const contractionSamples: { readonly dot_general: readonly Sample[]; readonly conv_general_dilated: readonly Sample[] } = {
  dot_general: [
    dot("matrices", on(2, 3), on(3, 5), [
      [[1], [0]],
      [[], []],
    ]),
    dot("vectors", on(5), on(5), [
      [[0], [0]],
      [[], []],
    ]),
    dot("an outer product", on(2), on(3), [
      [[], []],
      [[], []],
    ]),
    dot("a batch", on(2, 3, 5), on(2, 5, 4), [
      [[2], [1]],
      [[0], [0]],
    ]),
    dot("a batch that is not in front", on(3, 2, 5), on(5, 4, 2), [
      [[2], [0]],
      [[1], [2]],
    ]),
    dot("two axes, crosswise", on(2, 3, 5), on(5, 4, 3), [
      [
        [1, 2],
        [2, 0],
      ],
      [[], []],
    ]),
    dot("integers", ints(2, 3), ints(3, 5), [
      [[1], [0]],
      [[], []],
    ]),
  ],
  conv_general_dilated: [
    conv("plain", on(2, 3, 4, 5), on(2, 3, 2, 3), {}),
    conv("strides and padding", on(1, 2, 5, 4), on(3, 2, 3, 2), {
      windowStrides: [2, 1],
      padding: [
        [1, 2],
        [0, 1],
      ],
    }),
    conv("dilations", on(1, 2, 4, 3), on(2, 2, 2, 2), {
      lhsDilation: [2, 1],
      rhsDilation: [1, 2],
      padding: [
        [1, 0],
        [1, 1],
      ],
    }),
    conv("negative padding", on(1, 1, 5, 4), on(1, 1, 2, 2), {
      padding: [
        [-1, 1],
        [0, -1],
      ],
    }),
    conv("feature groups", on(2, 4, 3, 3), on(6, 2, 2, 2), { featureGroupCount: 2 }),
    conv("batch groups", on(4, 2, 3, 3), on(6, 2, 2, 2), { batchGroupCount: 2 }),
    conv("channels last", on(2, 4, 5, 3), on(2, 2, 3, 4), {
      dimensionNumbers: { lhsSpec: [0, 3, 1, 2], rhsSpec: [3, 2, 0, 1], outSpec: [0, 3, 1, 2] },
    }),
    conv("one dimension", on(2, 3, 7), on(2, 3, 3), {
      windowStrides: [2],
      padding: [[1, 1]],
      lhsDilation: [1],
      rhsDilation: [1],
      dimensionNumbers: { lhsSpec: [0, 1, 2], rhsSpec: [0, 1, 2], outSpec: [0, 1, 2] },
    }),
    conv("integers", ints(1, 2, 3, 3), ints(2, 2, 2, 2), {}),
  ],
}
