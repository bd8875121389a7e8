// Reductions as nests. Where the last axis is reduced, each row folds into registers; where it is kept, rows are added onto a row of results,
// eight at a time, so that memory is walked in order. Long sums run in blocks, which keeps them accurate.
import { type Shape, sizeOf } from "../core/aval.js"
import { type DType, isFloat, kindOf } from "../core/dtype.js"
import type { FoldOp } from "../core/lower.js"
import { constant, node, type ScalarNode } from "../core/scalar.js"
import type { Builder } from "./builder.js"
import type { Fold, Stage, Store } from "./kernel.js"
import { confine, encode } from "./scalar/storage.js"
import { type Buffer, costOf, leaf, scalarTypeOf, throughViews, type Value, wholeBuffer } from "./value.js"
import { contiguous, transposed, type View } from "./view.js"

/** What combining starts from: the neutral element. */
export const neutral = (op: FoldOp, dtype: DType): number => {
  const float = isFloat(dtype)
  const unsigned = kindOf(dtype) === "uint"
  switch (op) {
    case "add":
    case "or":
    case "xor":
      return 0
    case "mul":
      return 1
    case "and":
      return dtype === "bool" ? 1 : -1
    case "max":
      return float ? Number.NEGATIVE_INFINITY : unsigned || dtype === "bool" ? 0 : -(2 ** 31)
    case "min":
      return float ? Number.POSITIVE_INFINITY : dtype === "bool" ? 1 : unsigned ? 2 ** 32 - 1 : 2 ** 31 - 1
  }
}

/** Booleans fold as bits: max is or, min is and. */
const opFor = (op: FoldOp, dtype: DType): FoldOp =>
  dtype === "bool" && op === "max" ? "or" : dtype === "bool" && op === "min" ? "and" : op

const neutralNode = (op: FoldOp, dtype: DType): ScalarNode => constant(scalarTypeOf(dtype), neutral(op, dtype))

/** Kept results narrower than this are not worth a row of their own. */
const minimalRow = 4
const rowsPerBlock = 1024

/** How many rows are combined before they meet the results: many if a row is only read, few if it has to be computed. */
const rowsAtOnce = (x: Value): number => (costOf(x) <= 2 ? 8 : costOf(x) <= 12 ? 2 : 1)

const fill = (builder: Builder, x: Value, shape: Shape, op: FoldOp): Value => {
  const buffer = builder.newBuffer(x.dtype, sizeOf(shape))
  builder.write(buffer, contiguous(shape), shape, confine(neutralNode(op, x.dtype), x.dtype))
  return wholeBuffer(buffer, shape)
}

/** `x` with its axes reordered. */
const reordered = (x: Value, axes: readonly number[]): Value =>
  throughViews(
    x,
    axes.map((a) => x.shape[a] as number),
    (v) => transposed(v, axes),
  ) as Value

const foldRows = (builder: Builder, x: Value, kept: readonly number[], reduced: readonly number[], op: FoldOp): Value => {
  const moved = reordered(x, [...kept, ...reduced])
  const outer = moved.shape.slice(0, kept.length)
  const buffer = builder.newBuffer(x.dtype, sizeOf(outer))
  const fold: Fold = { id: {}, op, value: moved.node }
  const result = confine(leaf(scalarTypeOf(x.dtype), { kind: "fold", fold: fold.id }), x.dtype)
  builder.push({
    kind: "nest",
    outer,
    stages: [
      { inner: moved.shape.slice(kept.length), folds: [fold], stores: [] },
      { inner: [], folds: [], stores: [{ buffer, view: contiguous(outer), value: encode(result, x.dtype) }] },
    ],
  })
  return wholeBuffer(buffer, outer)
}

/** Rows as a nest of loops sees them: the value, which axis counts rows, and how many lie between one turn of the loop and the next. */
interface Rows {
  readonly x: Value
  readonly axis: number
  readonly first: number
  readonly step: number
}

const rowOf = ({ x, axis, first, step }: Rows, ahead: number): ScalarNode =>
  (
    throughViews(x, x.shape, ({ offset, strides }) => ({
      offset: offset + (first + ahead) * (strides[axis] as number),
      strides: strides.map((s, a) => (a === axis ? s * step : s)),
    })) as Value
  ).node

/** `count` neighbouring rows combined into one expression, in halves of halves. */
const neighbours = (rows: Rows, from: number, count: number, op: FoldOp): ScalarNode => {
  if (count === 1) return rowOf(rows, from)
  const half = count >> 1
  const [left, right] = [neighbours(rows, from, half, op), neighbours(rows, from + half, count - half, op)]
  return node(op, left.type, [left, right])
}

/** A row of results, for each turn of the outer loops. */
interface Target {
  readonly buffer: Buffer
  readonly view: View
  readonly row: Shape
  /** How many outer loops there are. */
  readonly outer: number
}

/** A store into a target, with more loops between the outer ones and those along the row. */
const storeRow = ({ buffer, view, outer }: Target, between: number, value: ScalarNode, combine?: FoldOp): Store => ({
  buffer,
  view: {
    offset: view.offset,
    strides: [...view.strides.slice(0, outer), ...new Array<number>(between).fill(0), ...view.strides.slice(outer)],
  },
  value,
  ...(combine && { combine }),
})

/** Combines `count` rows from `first` on into a target. `x` has axes: the outer ones, those reduced, those along the row. */
const combining = (x: Value, first: number, count: number, target: Target, op: FoldOp): readonly Stage[] => {
  const axis = target.outer
  const others = x.shape.slice(axis + 1, x.shape.length - target.row.length)
  const stage = (turns: number, from: number, step: number): Stage => ({
    inner: [turns, ...others, ...target.row],
    folds: [],
    stores: [storeRow(target, 1 + others.length, neighbours({ x, axis, first: from, step }, 0, step, op), op)],
  })
  const group = rowsAtOnce(x)
  const whole = Math.floor(count / group)
  const rest = count % group
  return [...(whole > 0 ? [stage(whole, first, group)] : []), ...(rest > 0 ? [stage(1, first + whole * group, rest)] : [])]
}

const startRow = (target: Target, op: FoldOp): Stage => ({
  inner: target.row,
  folds: [],
  stores: [storeRow(target, 0, neutralNode(op, target.buffer.dtype))],
})

/** The first reduced axis cut into blocks: an outer loop over blocks, and within each the rows. */
const inBlocks = (x: Value, axis: number, blocks: number): Value =>
  throughViews(x, [...x.shape.slice(0, axis), blocks, rowsPerBlock, ...x.shape.slice(axis + 1)], ({ offset, strides }) => ({
    offset,
    strides: [...strides.slice(0, axis), rowsPerBlock * (strides[axis] as number), ...strides.slice(axis)],
  })) as Value

/** Blocks of rows are summed apart, and their sums added: errors grow with a block's length plus the number of blocks, not with all rows. */
const addBlocks = (builder: Builder, x: Value, outer: Shape, target: Target, blocks: number): void => {
  const part: Target = {
    buffer: builder.newBuffer(x.dtype, target.buffer.size),
    view: { offset: 0, strides: [...target.view.strides.slice(0, target.outer), 0, ...target.view.strides.slice(target.outer)] },
    row: target.row,
    outer: target.outer + 1,
  }
  const partRow = leaf(scalarTypeOf(x.dtype), { kind: "load", buffer: part.buffer, view: part.view })
  builder.push({
    kind: "nest",
    outer: [...outer, blocks],
    stages: [
      startRow(part, "add"),
      ...combining(inBlocks(x, target.outer, blocks), 0, rowsPerBlock, part, "add"),
      { inner: target.row, folds: [], stores: [{ ...storeRow(part, 0, partRow, "add"), buffer: target.buffer }] },
    ],
  })
}

const addRows = (
  builder: Builder,
  x: Value,
  kept: readonly number[],
  reduced: readonly number[],
  inner: readonly number[],
  op: FoldOp,
): Buffer => {
  const outerAxes = kept.filter((a) => !inner.includes(a))
  const moved = reordered(x, [...outerAxes, ...reduced, ...inner])
  const outer = moved.shape.slice(0, outerAxes.length)
  const row = moved.shape.slice(outer.length + reduced.length)
  const count = moved.shape[outer.length] as number
  const target: Target = {
    buffer: builder.newBuffer(x.dtype, sizeOf(outer) * sizeOf(row)),
    view: contiguous([...outer, ...row]),
    row,
    outer: outer.length,
  }
  const blocks = op === "add" && count > rowsPerBlock ? Math.floor(count / rowsPerBlock) : 0
  if (blocks === 0) builder.push({ kind: "nest", outer, stages: [startRow(target, op), ...combining(moved, 0, count, target, op)] })
  else {
    builder.push({ kind: "nest", outer, stages: [startRow(target, op)] })
    addBlocks(builder, moved, outer, target, blocks)
    const rest = combining(moved, blocks * rowsPerBlock, count - blocks * rowsPerBlock, target, op)
    if (rest.length > 0) builder.push({ kind: "nest", outer, stages: rest })
  }
  return target.buffer
}

/** `op` over axes, which disappear. */
export const reduce = (builder: Builder, op: FoldOp, x: Value, axes: readonly number[]): Value => {
  const combine = opFor(op, x.dtype)
  const kept = x.shape.map((_, a) => a).filter((a) => !axes.includes(a))
  const keptShape = kept.map((a) => x.shape[a] as number)
  if (sizeOf(x.shape) === 0) return fill(builder, x, keptShape, combine)
  const reduced = axes.filter((a) => x.shape[a] !== 1)
  if (reduced.length === 0)
    return throughViews(x, keptShape, ({ offset, strides }) => ({ offset, strides: kept.map((a) => strides[a] as number) })) as Value
  const last = Math.max(-1, ...reduced)
  const inner = kept.filter((a) => a > last && x.shape[a] !== 1)
  const narrow = x.dtype !== "float32" && x.dtype !== "float64" && x.dtype !== "int32" && x.dtype !== "uint32"
  const byRows = last < 0 || inner.reduce((n, a) => n * (x.shape[a] as number), 1) < minimalRow || narrow
  if (byRows) return foldRows(builder, x, kept, [...axes], combine)
  const sized = kept.filter((a) => x.shape[a] !== 1)
  return wholeBuffer(addRows(builder, x, sized, reduced, inner, combine), keptShape)
}
