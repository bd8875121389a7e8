// The reference product: both operands are brought to matrices, [batch, m, k] and [batch, n, k], and rows are multiplied with rows.
// Sums run in float64. Four by four results are computed together, so that every number read is used four times.
import { sizeOf } from "../../core/aval.js"
import { dtypeInfo, isInteger, type TypedArray } from "../../core/dtype.js"
import { forEachIndex, stridesOf, type Tensor, tensor, tensorFrom } from "../../core/tensor.js"
import type { DotParams } from "./dot.js"

type Axes = readonly number[]

const freeAxes = (rank: number, contracting: Axes, batch: Axes): Axes =>
  Array.from({ length: rank }, (_, a) => a).filter((a) => !contracting.includes(a) && !batch.includes(a))

const product = (shape: readonly number[], axes: Axes): number => axes.reduce((n, a) => n * shape[a]!, 1)

/** The elements in another order of axes; shared if the order is the same. */
const arranged = (x: Tensor, order: Axes): TypedArray => {
  if (order.every((a, i) => a === i)) return x.data
  const strides = stridesOf(x.shape)
  const step = order.map((a) => strides[a]!)
  const out = new dtypeInfo[x.dtype].Working(x.data.length)
  const { data } = x
  const shape = order.map((a) => x.shape[a]!)
  const last = shape.length - 1
  const run = shape[last]!
  const stride = step[last]!
  forEachIndex(shape.slice(0, last), (index, row) => {
    let at = 0
    for (let k = 0; k < last; k++) at += index[k]! * step[k]!
    for (let i = 0, to = row * run; i < run; i++, to++, at += stride) out[to] = data[at]!
  })
  return out
}

export const multiply = (x: Tensor, y: Tensor, { dimensionNumbers: [[xc, yc], [xb, yb]], preferredElementType }: DotParams): Tensor => {
  const [xFree, yFree] = [freeAxes(x.shape.length, xc, xb), freeAxes(y.shape.length, yc, yb)]
  const [batch, m, n, k] = [product(x.shape, xb), product(x.shape, xFree), product(y.shape, yFree), product(x.shape, xc)]
  const shape = [...xb.map((a) => x.shape[a]!), ...xFree.map((a) => x.shape[a]!), ...yFree.map((a) => y.shape[a]!)]
  const dtype = preferredElementType ?? x.dtype
  const out = new dtypeInfo[dtype === "bool" ? "int32" : dtype].Working(sizeOf(shape))
  const left = arranged(x, [...xb, ...xFree, ...xc])
  const right = arranged(y, [...yb, ...yFree, ...yc])
  const rows = isInteger(x.dtype) || x.dtype === "bool" ? integerRows : floatRows
  for (let b = 0; b < batch; b++) rows(left, right, out, b, m, n, k)
  return dtype === "bool" ? tensorFrom(shape, dtype, (i) => Number(out[i] !== 0)) : tensor(shape, dtype, out)
}

type Rows = (x: TypedArray, y: TypedArray, out: TypedArray, b: number, m: number, n: number, k: number) => void

/** `out[i, j] = Σ x[i, ·]·y[j, ·]`, wrapping at 32 bits. */
const integerRows: Rows = (x, y, out, b, m, n, k) => {
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      let total = 0
      for (let p = 0, xi = (b * m + i) * k, yj = (b * n + j) * k; p < k; p++) total = (total + Math.imul(x[xi + p]!, y[yj + p]!)) | 0
      out[(b * m + i) * n + j] = total
    }
}

const floatRows: Rows = (x, y, out, b, m, n, k) => {
  const m4 = m - (m % 4)
  const n4 = n - (n % 4)
  for (let i = 0; i < m4; i += 4)
    for (let j = 0; j < n4; j += 4) tile(x, y, out, (b * m + i) * k, (b * n + j) * k, (b * m + i) * n + j, n, k)
  for (let i = 0; i < m; i++)
    for (let j = i < m4 ? n4 : 0; j < n; j++) {
      let total = 0
      for (let p = 0, xi = (b * m + i) * k, yj = (b * n + j) * k; p < k; p++) total += x[xi + p]! * y[yj + p]!
      out[(b * m + i) * n + j] = total
    }
}

/** Four rows times four rows. */
const tile = (x: TypedArray, y: TypedArray, out: TypedArray, x0: number, y0: number, o: number, n: number, k: number): void => {
  let [a0, a1, a2, a3, b0, b1, b2, b3] = [0, 0, 0, 0, 0, 0, 0, 0]
  let [c0, c1, c2, c3, d0, d1, d2, d3] = [0, 0, 0, 0, 0, 0, 0, 0]
  for (let p = 0; p < k; p++) {
    const [i, j] = [x0 + p, y0 + p]
    const x1 = x[i]!
    const x2 = x[i + k]!
    const x3 = x[i + 2 * k]!
    const x4 = x[i + 3 * k]!
    const y1 = y[j]!
    const y2 = y[j + k]!
    const y3 = y[j + 2 * k]!
    const y4 = y[j + 3 * k]!
    a0 += x1 * y1
    a1 += x1 * y2
    a2 += x1 * y3
    a3 += x1 * y4
    b0 += x2 * y1
    b1 += x2 * y2
    b2 += x2 * y3
    b3 += x2 * y4
    c0 += x3 * y1
    c1 += x3 * y2
    c2 += x3 * y3
    c3 += x3 * y4
    d0 += x4 * y1
    d1 += x4 * y2
    d2 += x4 * y3
    d3 += x4 * y4
  }
  out[o] = a0
  out[o + 1] = a1
  out[o + 2] = a2
  out[o + 3] = a3
  out[o + n] = b0
  out[o + n + 1] = b1
  out[o + n + 2] = b2
  out[o + n + 3] = b3
  out[o + 2 * n] = c0
  out[o + 2 * n + 1] = c1
  out[o + 2 * n + 2] = c2
  out[o + 2 * n + 3] = c3
  out[o + 3 * n] = d0
  out[o + 3 * n + 1] = d1
  out[o + 3 * n + 2] = d2
  out[o + 3 * n + 3] = d3
}
