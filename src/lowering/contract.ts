// General products as matrix products: axes of each operand are gathered into batch, free and contracted ones. Operands that lie in memory
// are read where they lie, transposed or not; others are computed into memory first. Products that are sums in disguise become nests.
import { type Shape, sizeOf } from "../core/aval.js"
import { accumulatorOf, type DType } from "../core/dtype.js"
import type { DotAxes } from "../core/lower.js"
import { constant, inOrder, node } from "../core/scalar.js"
import type { Builder } from "./builder.js"
import type { Loop, MatrixView, Product } from "./kernel.js"
import { reduce } from "./reduce.js"
import { confine, convertTo } from "./scalar/storage.js"
import { type Memory, scalarTypeOf, throughViews, type Value, viewOf, wholeBuffer } from "./value.js"
import { broadcast, contiguous, runsOf, transposed } from "./view.js"

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

/** The loops over some axes: as few as say the same. */
const loopsOf = (strides: readonly number[], shape: Shape): readonly Loop[] =>
  runsOf({ offset: 0, strides }, shape).map(({ size, stride }) => ({ size, stride }))

/** A matrix for each batch index. */
const asMatrix = ({ batch, rows, columns }: Operand, { buffer, view: { offset, strides } }: Memory): MatrixView => {
  const [first, second] = [batch.length, batch.length + rows.length]
  const [along, across] = [loopsOf(strides.slice(first, second), rows), loopsOf(strides.slice(second), columns)]
  return {
    buffer,
    offset,
    row: along.at(-1)?.stride ?? 0,
    column: across.at(-1)?.stride ?? 0,
    ...(along.length > 1 && { rows: along }),
    ...(across.length > 1 && { columns: across }),
    batch: strides.slice(0, batch.length),
  }
}

const isPlain = (x: MatrixView): boolean => !x.rows && !x.columns

/** Elements from which on an operand is packed from where it lies rather than copied first, if each is packed once. */
const large = 16384

/** The batch axes along which an operand does not merely repeat. */
const variedAxes = ({ value, batch }: Operand): Axes => {
  const views = inOrder([value.node]).flatMap((n) => viewOf(n) ?? [])
  return batch.map((_, a) => a).filter((a) => views.some((v) => v.strides[a] !== 0))
}

/** The operand with some of its batch axes only; along the others it repeats. */
const once = ({ value, batch, rows, columns }: Operand, varied: Axes): Operand => {
  const axes = [...varied, ...value.shape.map((_, a) => a).slice(batch.length)]
  const shape = axes.map((a) => value.shape[a] as number)
  const single = throughViews(value, shape, (v) => ({ offset: v.offset, strides: axes.map((a) => v.strides[a] as number) })) as Value
  return { value: single, batch: varied.map((a) => batch[a] as number), rows, columns }
}

/** An operand as a matrix. One that no two strides describe is copied if it is small or is read again and again; windows never are. */
const matrixOf = (builder: Builder, x: Operand): MatrixView => {
  const varied = variedAxes(x)
  const single = once(x, varied)
  const memory = builder.inMemory(single.value)
  const found = asMatrix(single, memory)
  const size = sizeOf(single.value.shape)
  const stays = isPlain(found) || size > memory.buffer.size || (varied.length === x.batch.length && size >= large)
  const { shape, dtype, node: elements } = single.value
  const matrix = stays ? found : asMatrix(single, builder.inMemory(builder.inBuffer({ shape, dtype, node: elements })))
  return { ...matrix, batch: x.batch.map((_, a) => matrix.batch[varied.indexOf(a)] ?? 0) }
}

const converted = (x: Value, dtype: DType): Value =>
  x.dtype === dtype ? x : { shape: x.shape, dtype, node: convertTo(x.node, x.dtype, dtype) }

const times = (x: Value, y: Value, shape: Shape, dtype: DType): Value => ({
  shape,
  dtype,
  node: confine(node("mul", x.node.type, [x.node, y.node]), dtype),
})

/** Sizes from which on a line fills vectors. */
const longLine = 8

/** Whether memory runs along the right operand's columns, in rows worth summing as rows, and not along what is summed over. */
const runsAlongColumns = ({ value, columns, batch, rows }: Operand): boolean => {
  const strides = value.memory?.view.strides
  const [inner, last] = [batch.length + rows.length - 1, value.shape.length - 1]
  return (
    strides !== undefined &&
    (columns.at(-1) ?? 0) >= longLine &&
    strides[last] === 1 &&
    (strides[inner] !== 1 || (rows.at(-1) ?? 0) < longLine)
  )
}

/** The product as a sum of elementwise products: what inner products, outer products and products of small integers are best at. */
const asSum = (builder: Builder, x: Operand, y: Operand, dtype: DType): Value => {
  const { batch, rows, columns: inner } = x
  const columns = y.columns
  const [b, m, n, k] = [batch.length, rows.length, columns.length, inner.length]
  const places = (from: number, count: number): Axes => Array.from({ length: count }, (_, i) => from + i)
  if (n > 0 && k > 0 && runsAlongColumns(y)) {
    const shape = [...batch, ...rows, ...inner, ...columns]
    const wide = (v: Value, dims: Axes): Value => throughViews(v, shape, (view) => broadcast(view, v.shape, shape, dims)) as Value
    const left = wide(x.value, places(0, b + m + k))
    const right = wide(y.value, [...places(0, b), ...places(b + m, k + n)])
    return reduce(builder, "add", times(left, right, shape, dtype), places(b + m, k))
  }
  const shape = [...batch, ...rows, ...columns, ...inner]
  const wide = (v: Value, dims: Axes): Value => throughViews(v, shape, (view) => broadcast(view, v.shape, shape, dims)) as Value
  const left = wide(x.value, [...places(0, b + m), ...places(b + m + n, k)])
  // the right operand stands as batch, inner, columns: bring its columns before its inner axes
  const turned = permuted(y.value, [...places(0, b), ...places(b + k, n), ...places(b, k)])
  const right = wide(turned, [...places(0, b), ...places(b + m, n), ...places(b + m + n, k)])
  const product = times(left, right, shape, dtype)
  return inner.length === 0 ? product : reduce(builder, "add", product, places(b + m + n, k))
}

/** Sizes from which on a product is worth packing for. */
const worthAProduct = (m: number, n: number, k: number): boolean => m > 1 && n > 1 && k > 1

/** Steps of a sum that are worth a product of their own. */
const enoughSteps = 64

/**
 * A product whose outermost loop over k is a batch loop, each turn adding to the result, if that lets an operand be read where it lies: the
 * features of an image for each example, say, in the gradient of a kernel.
 */
const inParts = (p: Product): Product | undefined => {
  const [outer, ...inner] = p.a.columns ?? []
  const [last] = inner
  if (!outer || !last || inner.length > 1 || p.a.rows || last.size < enoughSteps) return undefined
  const steps = p.b.rows ?? [{ size: p.k, stride: p.b.row }]
  const cut = split(steps, last.size)
  if (!cut) return undefined
  const { columns: _, ...a } = p.a
  const { rows: __, ...b } = p.b
  return {
    ...p,
    batch: [...p.batch, outer.size],
    k: last.size,
    a: { ...a, column: last.stride, batch: [...a.batch, outer.stride] },
    b: { ...b, row: cut.inner.at(-1)?.stride as number, ...(cut.inner.length > 1 && { rows: cut.inner }), batch: [...b.batch, cut.outer] },
    c: { ...p.c, batch: [...p.c.batch, 0] },
    accumulate: true,
  }
}

/** Loops cut in two: those that make `size` turns, and how far one turn of a single loop around them goes. */
const split = (loops: readonly Loop[], size: number): { readonly outer: number; readonly inner: readonly Loop[] } | undefined => {
  const inner: Loop[] = []
  let left = size
  for (let i = loops.length - 1; i >= 0; i--) {
    const loop = loops[i] as Loop
    if (left === 1) return i === 0 ? { outer: loop.stride, inner } : undefined
    if (loop.size > left) {
      const rest = loop.size / left
      return i === 0 && Number.isInteger(rest)
        ? { outer: loop.stride * left, inner: [{ size: left, stride: loop.stride }, ...inner] }
        : undefined
    }
    if (left % loop.size !== 0) return undefined
    inner.unshift(loop)
    left /= loop.size
  }
  return undefined
}

export const contract = (builder: Builder, lhs: Value, rhs: Value, [[xc, yc], [xb, yb]]: DotAxes, dtype: DType): Value => {
  const compute = accumulatorOf(dtype)
  const free = (v: Value, contracted: Axes, batch: Axes): Axes =>
    v.shape.map((_, a) => a).filter((a) => !contracted.includes(a) && !batch.includes(a))
  const x = operand(converted(builder.beforeRepeating(lhs), compute), xb, free(lhs, xc, xb), xc)
  const y = operand(converted(builder.beforeRepeating(rhs), compute), yb, yc, free(rhs, yc, yb))
  const shape = [...x.batch, ...x.rows, ...y.columns]
  const [m, n, k] = [sizeOf(x.rows), sizeOf(y.columns), sizeOf(x.columns)]
  if (!worthAProduct(m, n, k) || sizeOf(shape) === 0) return converted(asSum(builder, x, y, compute), dtype)
  const [a, b] = [matrixOf(builder, x), matrixOf(builder, y)]
  const buffer = builder.newBuffer(compute, sizeOf(shape))
  const batchStrides = contiguous([...x.batch, m, n]).strides.slice(0, x.batch.length)
  const c: MatrixView = { buffer, offset: 0, row: n, column: 1, batch: batchStrides }
  const whole: Product = { kind: "product", batch: x.batch, m, n, k, a, b, c }
  const parts = inParts(whole)
  if (parts) builder.write(buffer, contiguous(shape), shape, constant(scalarTypeOf(compute), 0))
  builder.push(parts ?? whole)
  return converted(wholeBuffer(buffer, shape), dtype)
}
