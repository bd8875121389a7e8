import { expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import type { DType } from "../../src/core/dtype.js"
import { convGeneralDilated } from "../../src/primitives/contraction/conv.js"
import type { ConvDimensionNumbers, ConvParams } from "../../src/primitives/contraction/convshape.js"
import { tanh } from "../../src/primitives/elementwise/trigonometric.js"
import { vjp } from "../../src/transforms/vjp.js"
import { expectAgreement, scrambled, stepsOf } from "./agree.js"

type Layout = "NCHW" | "NHWC" | "CHWN" | "HNCW"

const axes = (count: number, from: number): readonly number[] => Array.from({ length: count }, (_, i) => from + i)

const layouts: { readonly [L in Layout]: (rank: number) => ConvDimensionNumbers } = {
  NCHW: (s) => ({ lhsSpec: [0, 1, ...axes(s, 2)], rhsSpec: [0, 1, ...axes(s, 2)], outSpec: [0, 1, ...axes(s, 2)] }),
  NHWC: (s) => ({ lhsSpec: [0, s + 1, ...axes(s, 1)], rhsSpec: [s + 1, s, ...axes(s, 0)], outSpec: [0, s + 1, ...axes(s, 1)] }),
  CHWN: (s) => ({ lhsSpec: [s + 1, 0, ...axes(s, 1)], rhsSpec: [0, s + 1, ...axes(s, 1)], outSpec: [s + 1, 0, ...axes(s, 1)] }),
  HNCW: (s) => ({ lhsSpec: [1, 2, 0, ...axes(s - 1, 3)], rhsSpec: [1, 2, 0, ...axes(s - 1, 3)], outSpec: [1, 2, 0, ...axes(s - 1, 3)] }),
}

interface Conv {
  readonly n?: number
  readonly c?: number
  readonly o?: number
  readonly space: readonly number[]
  readonly window: readonly number[]
  readonly layout?: Layout
  readonly params?: Partial<ConvParams>
  readonly dtype?: DType
}

const shaped = (spec: readonly number[], sizes: readonly number[]): readonly number[] =>
  spec.map((_, a) => sizes[spec.indexOf(a)] as number)

const build = ({ n = 2, c = 3, o = 4, space, window, layout = "NCHW", params = {}, dtype = "float32" }: Conv) => {
  const rank = space.length
  const dimensionNumbers = layouts[layout](rank)
  const full: ConvParams = {
    windowStrides: space.map(() => 1),
    padding: space.map(() => [0, 0] as const),
    lhsDilation: space.map(() => 1),
    rhsDilation: space.map(() => 1),
    featureGroupCount: 1,
    batchGroupCount: 1,
    dimensionNumbers,
    ...params,
  }
  const x = scrambled(shaped(dimensionNumbers.lhsSpec, [n, c, ...space]), dtype, 1)
  const y = scrambled(shaped(dimensionNumbers.rhsSpec, [o, c / full.featureGroupCount, ...window]), dtype, 5)
  return { x, y, f: (a: NDArray, b: NDArray): NDArray => convGeneralDilated(a, b, full) }
}

/** The convolution against the interpreter. */
const alone = (conv: Conv): void => {
  const { x, y, f } = build(conv)
  expectAgreement((a, b) => [f(a as NDArray, b as NDArray)], x, y)
}

/** The convolution and both of its gradients, against the interpreter. */
const agrees = (conv: Conv): void => {
  alone(conv)
  const { x, y, f } = build(conv)
  const ct = scrambled(f(x, y).shape, conv.dtype ?? "float32", 3)
  if (ct.size === 0) return
  expectAgreement(
    (a, b, t) => {
      const [, pullback] = vjp(f, a, b)
      return pullback(t) as NDArray[]
    },
    x,
    y,
    ct,
  )
}

const every = Object.keys(layouts) as Layout[]

test.each(every)("convolutions in the plane of any size, in layout %s", (layout) => {
  for (const side of [3, 4, 5, 8, 11]) {
    agrees({ space: [side, side + 2], window: [3, 2], layout })
    agrees({ space: [side + 1, side], window: [1, 3], layout, c: 1, o: 5 })
  }
  agrees({ space: [7, 9], window: [3, 3], layout, n: 1, c: 8, o: 9 })
})

test.each(every)("strides, dilations and paddings that differ from axis to axis, in layout %s", (layout) => {
  const windowStrides = [2, 3]
  const padding = [
    [1, 2],
    [0, 3],
  ] as const
  agrees({ space: [9, 10], window: [3, 2], layout, params: { windowStrides } })
  agrees({ space: [8, 7], window: [3, 3], layout, params: { padding } })
  agrees({ space: [8, 7], window: [3, 2], layout, params: { windowStrides, padding, rhsDilation: [2, 1] } })
  agrees({ space: [5, 4], window: [3, 4], layout, params: { padding, lhsDilation: [2, 3] } })
  agrees({ space: [5, 4], window: [3, 4], layout, params: { windowStrides, padding, lhsDilation: [3, 2], rhsDilation: [2, 3] } })
})

test.each(every)("negative paddings cut the input, in layout %s", (layout) => {
  const padding = [
    [-1, 0],
    [2, -2],
  ] as const
  agrees({ space: [8, 9], window: [3, 3], layout, params: { padding } })
  agrees({ space: [8, 9], window: [2, 3], layout, params: { padding, windowStrides: [2, 2], lhsDilation: [2, 1] } })
})

test.each(every)("groups of features and of batches, in layout %s", (layout) => {
  agrees({ space: [6, 7], window: [3, 2], layout, c: 6, o: 4, params: { featureGroupCount: 2 } })
  agrees({ space: [6, 7], window: [3, 3], layout, c: 4, o: 4, params: { featureGroupCount: 4, windowStrides: [2, 1] } })
  agrees({ space: [6, 5], window: [2, 3], layout, c: 3, o: 6, params: { featureGroupCount: 3, lhsDilation: [1, 2] } })
  agrees({ space: [6, 5], window: [2, 3], layout, n: 4, o: 6, params: { batchGroupCount: 2 } })
  agrees({ space: [6, 5], window: [2, 3], layout, n: 3, o: 3, params: { batchGroupCount: 3, windowStrides: [1, 2] } })
})

test.each(["int8", "uint8", "int16", "int32", "uint32", "float16", "bfloat16", "bool", "complex64"] as const)(
  "convolutions of %s, with channels and without",
  (dtype) => {
    for (const layout of ["NCHW", "NHWC"] as const) {
      alone({ space: [5, 6], window: [3, 2], layout, dtype })
      alone({ space: [7], window: [3], layout, dtype, c: 4, o: 4, params: { featureGroupCount: 4, windowStrides: [2] } })
      alone({ space: [4, 3], window: [2, 2], layout, dtype, params: { lhsDilation: [2, 1] } })
    }
  },
)

test("convolutions along a line, in space, and without space", () => {
  for (const layout of ["NCHW", "NHWC"] as const) {
    agrees({ space: [], window: [], layout })
    agrees({ space: [17], window: [5], layout, params: { windowStrides: [3], padding: [[2, 1]] } })
    agrees({ space: [5, 4, 6], window: [2, 3, 2], layout, params: { windowStrides: [1, 1, 2] } })
    agrees({ space: [4, 3, 4], window: [2, 2, 3], layout, params: { lhsDilation: [2, 1, 3], rhsDilation: [1, 2, 1] } })
  }
})

test("float64 is summed in float64", () => {
  for (const layout of every) {
    agrees({ space: [9, 10], window: [3, 3], layout, c: 5, o: 6, dtype: "float64", params: { windowStrides: [2, 1] } })
    agrees({ space: [5, 7], window: [3, 2], layout, dtype: "float64", params: { lhsDilation: [2, 2], featureGroupCount: 1 } })
  }
})

test("sizes beyond one block of the product, and sizes that leave tiles half full", () => {
  agrees({ space: [26, 27], window: [3, 3], n: 2, c: 32, o: 19 })
  agrees({ space: [26, 25], window: [3, 3], n: 3, c: 13, o: 24, params: { windowStrides: [2, 2] } })
  agrees({ space: [13, 14], window: [3, 3], n: 3, c: 17, o: 21, layout: "NHWC", params: { windowStrides: [2, 1] } })
})

test("windows that fit nowhere, kernels without taps for a place, and many holes", () => {
  agrees({ space: [2, 3], window: [3, 3] })
  agrees({ space: [4, 5], window: [1, 1], params: { lhsDilation: [3, 2] } })
  agrees({
    space: [3, 3],
    window: [2, 2],
    params: {
      lhsDilation: [9, 11],
      padding: [
        [3, 3],
        [0, 1],
      ],
    },
  })
})

/** Elements that nests write, buffer by buffer. */
const writtenBy = (...[f, ...xs]: Parameters<typeof stepsOf>): readonly number[] =>
  stepsOf(f, ...xs).flatMap((s) => (s.kind === "nest" ? s.stages.flatMap((t) => t.stores.map((w) => w.buffer.size)) : []))

test("windows are never written out, and a computed kernel is computed once for all examples", () => {
  const { x, y, f } = build({ space: [12, 12], window: [5, 5], n: 16, c: 8, o: 8 })
  expect(writtenBy((a, b) => [f(a as NDArray, b as NDArray)], x, y)).toEqual([])
  expect(writtenBy((a, b) => [f(a as NDArray, tanh(b as NDArray))], x, y)).toEqual([y.size])
  const gradients = writtenBy((a, b) => vjp(f, a, b)[1](f(a as NDArray, b as NDArray)) as NDArray[], x, y)
  for (const size of gradients) expect(size).toBeLessThan(3 * x.size)
})
