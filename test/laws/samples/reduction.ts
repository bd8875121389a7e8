// Samples of reductions, cumulative ones and those over windows.
import type { NDArray } from "../../../src/core/array.js"
import * as cumulative from "../../../src/primitives/cumulative.js"
import * as reductions from "../../../src/primitives/reductions.js"
import { reduceSum } from "../../../src/primitives/sum.js"
import * as windows from "../../../src/primitives/windows.js"
import type { Domain, Sample } from "../sample.js"

const on = (more: Partial<Domain> = {}): Domain => ({ shape: [2, 3, 5], low: -2, high: 2, ...more })
const distinct = on({ distinct: true })
const ints = on({ dtype: "int32", low: -9, high: 9 })
const bools = on({ dtype: "bool", low: 0, high: 1 })

type OverAxes = (x: NDArray, axes: readonly number[]) => NDArray
const over = (f: OverAxes, axes: readonly number[], x: Domain): Sample => ({
  note: `axes ${axes}, ${x.dtype ?? "float64"}`,
  apply: ((v: NDArray) => f(v, axes)) as Sample["apply"],
  inputs: [x],
})
const everyWay = (f: OverAxes, ...domains: readonly Domain[]): readonly Sample[] =>
  domains.flatMap((x) => [[1], [0, 2], [0, 1, 2]].map((axes) => over(f, axes, x)))

type At = (x: NDArray, axis: number) => NDArray
const at = (f: At, axis: number, x: Domain): Sample => ({
  note: `axis ${axis}`,
  apply: ((v: NDArray) => f(v, axis)) as Sample["apply"],
  inputs: [x],
})

type Along = (x: NDArray, axis: number, reverse?: boolean) => NDArray
const along = (f: Along, ...domains: readonly Domain[]): readonly Sample[] =>
  domains.flatMap((x) =>
    (
      [
        [1, false],
        [2, true],
        [0, false],
      ] as const
    ).map(
      ([axis, reverse]): Sample => ({
        note: `axis ${axis}${reverse ? " reversed" : ""}`,
        apply: ((v: NDArray) => f(v, axis, reverse)) as Sample["apply"],
        inputs: [x],
      }),
    ),
  )

type Windowed = (x: NDArray, params: windows.WindowParams) => NDArray
const plain: windows.WindowParams = {
  windowDimensions: [1, 2, 3],
  windowStrides: [1, 1, 2],
  padding: [
    [0, 0],
    [1, 0],
    [0, 1],
  ],
  baseDilation: [1, 1, 1],
  windowDilation: [1, 1, 1],
}
const spread: windows.WindowParams = {
  windowDimensions: [2, 1, 2],
  windowStrides: [1, 2, 1],
  padding: [
    [0, 1],
    [0, 0],
    [1, 1],
  ],
  baseDilation: [1, 1, 2],
  windowDilation: [1, 1, 3],
}
const window = (f: Windowed, x: Domain): readonly Sample[] => [
  { note: "strides and padding", apply: ((v: NDArray) => f(v, plain)) as Sample["apply"], inputs: [x] },
  { note: "dilations", apply: ((v: NDArray) => f(v, spread)) as Sample["apply"], inputs: [x] },
]
// windows that touch padding only would be infinite
const covered: windows.WindowParams = {
  ...plain,
  padding: [
    [0, 0],
    [0, 0],
    [0, 0],
  ],
}
const extremes = (f: Windowed): readonly Sample[] => [
  { apply: ((v: NDArray) => f(v, plain)) as Sample["apply"], inputs: [distinct] },
  {
    note: "window dilation",
    apply: ((v: NDArray) => f(v, { ...covered, windowDilation: [1, 1, 2], windowDimensions: [1, 2, 2] })) as Sample["apply"],
    inputs: [distinct],
  },
]

export const reductionSamples: {
  readonly [N in
    | "reduce_sum"
    | keyof typeof reductions.reductionPrimitives
    | keyof typeof cumulative.cumulativePrimitives
    | keyof typeof windows.windowPrimitives]: readonly Sample[]
} = {
  reduce_sum: everyWay(reduceSum, on(), ints),
  reduce_prod: everyWay(reductions.reduceProd, on({ low: 0.5, high: 1.5 }), ints),
  reduce_max: everyWay(reductions.reduceMax, distinct, ints),
  reduce_min: everyWay(reductions.reduceMin, distinct, ints),
  reduce_and: everyWay(reductions.reduceAnd, bools, ints),
  reduce_or: everyWay(reductions.reduceOr, bools, ints),
  reduce_xor: everyWay(reductions.reduceXor, bools, ints),
  argmax: [at(reductions.argmax, 0, distinct), at(reductions.argmax, 2, ints)],
  argmin: [at(reductions.argmin, 1, distinct), at(reductions.argmin, 2, ints)],
  cumsum: along(cumulative.cumsum, on(), ints),
  cumprod: along(cumulative.cumprod, on({ low: 0.5, high: 1.5 }), ints),
  cummax: along(cumulative.cummax, distinct),
  cummin: along(cumulative.cummin, distinct),
  cumlogsumexp: along(cumulative.cumlogsumexp, on()),
  reduce_window_sum: [...window(windows.reduceWindowSum, on()), ...window(windows.reduceWindowSum, ints)],
  reduce_window_max: extremes(windows.reduceWindowMax),
  reduce_window_min: extremes(windows.reduceWindowMin),
}
