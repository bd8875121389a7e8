// General products as matrix products: axes of each operand are gathered into batch, free and contracted ones. Operands that lie in memory
// are read where they lie, transposed or not; others are computed into memory first. Products that are sums in disguise become nests.
import { type Shape, sizeOf } from "../core/aval.js"
import type { DType } from "../core/dtype.js"
import type { DotAxes } from "../core/lower.js"
import { node } from "../core/scalar.js"
import type { Builder } from "./builder.js"
import type { MatrixView } from "./kernel.js"
import { reduce } from "./reduce.js"
import { confine, convertTo } from "./scalar/storage.js"
import { throughViews, type Value, wholeBuffer } from "./value.js"
import { broadcast, contiguous, reshaped, transposed, type View } from "./view.js"

type Axes = readonly number[]

/** One operand with its axes in three groups, batch first. */
interface Operand {
  readonly value: Value
  readonly batch: Shape
  readonly rows: Shape
  readonly columns: Shape
}

const permuted = (x: Value, axes: Axes): Value =>
  throughViews(
    x,
    axes.map((a) => x.shape[a] as number),
    (v) => transposed(v, axes),
  ) as Value

const operand = (x: Value, batch: Axes, rows: Axes, columns: Axes): Operand => {
  const sizes = (axes: Axes): Shape => axes.map((a) => x.shape[a] as number)
  return { value: permuted(x, [...batch, ...rows, ...columns]), batch: sizes(batch), rows: sizes(rows), columns: sizes(columns) }
}

/** A matrix for each batch index, if the axes of each group walk memory with one stride. */
const asMatrix = (
  { batch, rows, columns }: Operand,
  memory: { readonly buffer: MatrixView["buffer"]; readonly view: View },
): MatrixView | undefined => {
  const { offset, strides } = memory.view
  const one = (from: number, shape: Shape): number | undefined =>
    reshaped({ offset: 0, strides: strides.slice(from, from + shape.length) }, shape, [sizeOf(shape)])?.strides[0]
  const [row, column] = [one(batch.length, rows), one(batch.length + rows.length, columns)]
  return row === undefined || column === undefined
    ? undefined
    : { buffer: memory.buffer, offset, row, column, batch: strides.slice(0, batch.length) }
}

const matrixOf = (builder: Builder, x: Operand): MatrixView => {
  const found = asMatrix(x, builder.inMemory(x.value))
  if (found) return found
  const copy = builder.inBuffer({ shape: x.value.shape, dtype: x.value.dtype, node: x.value.node })
  return asMatrix(x, builder.inMemory(copy)) as MatrixView
}

const converted = (x: Value, dtype: DType): Value =>
  x.dtype === dtype ? x : { shape: x.shape, dtype, node: convertTo(x.node, x.dtype, dtype) }

/** The product as a sum of elementwise products: what inner products, outer products and products of small integers are best at. */
const asSum = (builder: Builder, x: Operand, y: Operand, dtype: DType): Value => {
  const { batch, rows, columns: inner } = x
  const columns = y.columns
  const shape = [...batch, ...rows, ...columns, ...inner]
  const [b, m, n, k] = [batch.length, rows.length, columns.length, inner.length]
  const places = (from: number, count: number): Axes => Array.from({ length: count }, (_, i) => from + i)
  const wide = (v: Value, dims: Axes): Value => throughViews(v, shape, (view) => broadcast(view, v.shape, shape, dims)) as Value
  const left = wide(x.value, [...places(0, b + m), ...places(b + m + n, k)])
  // the right operand stands as batch, inner, columns: bring its columns before its inner axes
  const turned = permuted(y.value, [...places(0, b), ...places(b + k, n), ...places(b, k)])
  const right = wide(turned, [...places(0, b), ...places(b + m, n), ...places(b + m + n, k)])
  const product: Value = { shape, dtype, node: confine(node("mul", left.node.type, [left.node, right.node]), dtype) }
  return inner.length === 0 ? product : reduce(builder, "add", product, places(b + m + n, k))
}

/** Dtypes that have a routine for products. */
const hasProduct: ReadonlySet<DType> = new Set(["float32", "float64", "int32", "uint32"])

/** Sizes from which on a product is worth packing for. */
const worthAProduct = (m: number, n: number, k: number): boolean => m > 1 && n > 1 && k > 1

export const contract = (builder: Builder, lhs: Value, rhs: Value, [[xc, yc], [xb, yb]]: DotAxes, dtype: DType): Value => {
  const compute: DType = dtype === "float16" || dtype === "bfloat16" ? "float32" : dtype
  const free = (v: Value, contracted: Axes, batch: Axes): Axes =>
    v.shape.map((_, a) => a).filter((a) => !contracted.includes(a) && !batch.includes(a))
  const x = operand(converted(builder.beforeRepeating(lhs), compute), xb, free(lhs, xc, xb), xc)
  const y = operand(converted(builder.beforeRepeating(rhs), compute), yb, yc, free(rhs, yc, yb))
  const shape = [...x.batch, ...x.rows, ...y.columns]
  const [m, n, k] = [sizeOf(x.rows), sizeOf(y.columns), sizeOf(x.columns)]
  if (!hasProduct.has(compute) || !worthAProduct(m, n, k) || sizeOf(shape) === 0) return converted(asSum(builder, x, y, compute), dtype)
  const [a, b] = [matrixOf(builder, x), matrixOf(builder, y)]
  const buffer = builder.newBuffer(compute, sizeOf(shape))
  const batchStrides = contiguous([...x.batch, m, n]).strides.slice(0, x.batch.length)
  builder.push({ kind: "product", batch: x.batch, m, n, k, a, b, c: { buffer, offset: 0, row: n, column: 1, batch: batchStrides } })
  return converted(wholeBuffer(buffer, shape), dtype)
}
