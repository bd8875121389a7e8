import { describe, expect, it } from "vitest"
import type { GemmSpec, GemmType, Loop, MatrixStrides } from "../../../../src/backends/wasm/gemm/spec.js"
import { dense, rowMajor, wrong } from "./check.js"

const types: readonly GemmType[] = ["f32", "f64", "i32"]

/** All windows of an image of features: steps of k are features and taps, lines are places. */
interface Windows {
  readonly features: number
  readonly taps: readonly [number, number]
  readonly out: readonly [number, number]
  readonly stride: number
  readonly dilation?: number
}

const countOf = (loops: readonly Loop[]): number => loops.reduce((n, { size }) => n * size, 1)

const loopsOf = ({
  features,
  taps,
  out,
  stride,
  dilation = 1,
}: Windows): { readonly steps: readonly Loop[]; readonly lines: readonly Loop[] } => {
  const width = Math.abs((out[1] - 1) * stride) + (taps[1] - 1) * dilation + 1
  const height = (out[0] - 1) * Math.abs(stride) + (taps[0] - 1) * dilation + 1
  return {
    steps: [
      { size: features, stride: width * height },
      { size: taps[0], stride: dilation * width },
      { size: taps[1], stride: dilation },
    ],
    lines: [
      { size: out[0], stride: Math.abs(stride) * width },
      { size: out[1], stride },
    ],
  }
}

const windows: readonly Windows[] = [
  { features: 3, taps: [3, 3], out: [5, 7], stride: 1 },
  { features: 2, taps: [2, 3], out: [4, 8], stride: 2 },
  { features: 2, taps: [1, 5], out: [3, 9], stride: 3, dilation: 2 },
  { features: 1, taps: [3, 6], out: [4, 4], stride: -1 },
  { features: 4, taps: [2, 2], out: [7, 3], stride: -2 },
  { features: 1, taps: [5, 1], out: [1, 17], stride: 2 },
  { features: 40, taps: [3, 3], out: [26, 23], stride: 1 },
]

const none = { row: 0, column: 0 } as const

/** The windows on the right of a product with `m` rows, and on the left of one with as many columns. */
const specsOf = (w: Windows, m: number, type: GemmType): readonly GemmSpec[] => {
  const { steps, lines } = loopsOf(w)
  const [k, n] = [countOf(steps), countOf(lines)]
  const right: MatrixStrides = { ...none, rows: steps, columns: lines }
  const left: MatrixStrides = { ...none, rows: lines, columns: steps }
  return [
    { ...dense(m, n, k, type), b: right },
    { ...dense(n, m, k, type), a: left },
    { ...dense(m, n, k, type), b: right, c: { row: 1, column: m } },
    // the gradient of a kernel: what were steps are lines
    { ...dense(m, k, n, type), b: { ...none, rows: lines, columns: steps } },
    { ...dense(m, n, k, type), b: right, batch: [{ size: 3, a: 0, b: 5, c: m * n }] },
  ]
}

const rowsFor = (w: Windows): readonly number[] => (w.features > 10 ? [3] : [2, 5, 9])

/** With either operand at the end of memory. */
const expectRight = (spec: GemmSpec): void => {
  for (const last of ["a", "b"] as const) expect(wrong({ spec, last }), JSON.stringify(spec)).toBeUndefined()
}

describe("a product whose operand lies where tables say", () => {
  it.each(types)("is right for windows of any stride in %s, and reads nothing beyond them", (type) => {
    for (const w of windows) for (const m of rowsFor(w)) for (const spec of specsOf(w, m, type)) expectRight(spec)
  })
  it("is right in float32 if both operands do, and if only one direction does", () => {
    const two: readonly Loop[] = [
      { size: 5, stride: 90 },
      { size: 6, stride: 3 },
    ]
    const reversed: readonly Loop[] = [
      { size: 3, stride: -40 },
      { size: 10, stride: -1 },
    ]
    const base = dense(11, 30, 30, "f32")
    const specs: readonly GemmSpec[] = [
      { ...base, a: { row: 700, column: 0, columns: two }, b: { row: 0, column: 1, rows: reversed } },
      { ...base, a: rowMajor(30), b: { row: 200, column: 0, columns: reversed } },
      { ...base, a: { row: 1, column: 0, columns: reversed }, b: { row: 1, column: 0, columns: two } },
    ]
    specs.forEach(expectRight)
  })
})
