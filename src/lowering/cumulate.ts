// Cumulative reductions. Along the last axis a total runs along each line in a register; along another axis a row of totals is kept, and each
// row of the operand is combined with it. Totals of inexact operations are wider than what is stored.
import { sizeOf } from "../core/aval.js"
import { type DType, dtypeInfo, isFloat } from "../core/dtype.js"
import type { CumulativeOp, Expansion } from "../core/lower.js"
import type { ScalarNode } from "../core/scalar.js"
import type { Builder } from "./builder.js"
import { expExpansion } from "./math/exponential.js"
import { log1pExpansion } from "./math/logarithm.js"
import { beforeRow, rowsAlong } from "./rows.js"
import * as b from "./scalar/build.js"
import { scalarFunction } from "./scalar/functions.js"
import { confine, convertTo, encode } from "./scalar/storage.js"
import { leaf, load, scalarTypeOf, throughViews, type Value, wholeBuffer } from "./value.js"
import { contiguous, reversed, transposed } from "./view.js"

const isExact = (op: CumulativeOp): boolean => op === "max" || op === "min"

/** What totals are held in: float64 where rounding would add up, and 32 bits for small integers. */
const totalDtype = (op: CumulativeOp, dtype: DType): DType => {
  if (isFloat(dtype)) return isExact(op) ? dtype : "float64"
  return dtype.startsWith("u") ? "uint32" : "int32"
}

/** What combining starts from. */
const startOf = (op: CumulativeOp, dtype: DType): number => {
  const { min, max } = dtypeInfo[dtype]
  switch (op) {
    case "add":
      return 0
    case "mul":
      return 1
    case "min":
      return isFloat(dtype) ? Number.POSITIVE_INFINITY : max
    default:
      return isFloat(dtype) ? Number.NEGATIVE_INFINITY : min
  }
}

const floatFunction = (name: string, x: ScalarNode, reference: (x: number) => number, expansion: Expansion): ScalarNode =>
  scalarFunction(name, [x], "float64", "float64", {}, reference, expansion)

/** `log(eˣ + eʸ)` of float64: the greater, and what the distance adds. Where the distance is no number, the sum is x + y or an infinity. */
const logAddExp = (x: ScalarNode, y: ScalarNode): ScalarNode => {
  const [top, low] = [b.max(x, y), b.min(x, y)]
  const finite = b.lt(b.abs(top), b.like(top, Number.POSITIVE_INFINITY))
  const gap = b.select(finite, b.sub(low, top), b.like(top, 0))
  const more = floatFunction("log1p", floatFunction("exp", gap, Math.exp, expExpansion), Math.log1p, log1pExpansion)
  // an infinity beside −∞ stays itself
  return b.select(finite, b.add(top, more), top)
}

const combined = (op: CumulativeOp, total: ScalarNode, x: ScalarNode): ScalarNode => {
  switch (op) {
    case "add":
      return b.add(total, x)
    case "mul":
      return b.mul(total, x)
    case "max":
      return b.max(total, x)
    case "min":
      return b.min(total, x)
    case "logaddexp":
      return logAddExp(total, x)
  }
}

/** A total as an element: rounded to the dtype, or wrapped. */
const elementOf = (total: ScalarNode, of: DType, dtype: DType): ScalarNode =>
  encode(isFloat(dtype) ? convertTo(total, of, dtype) : confine(total, dtype), dtype)

/** Lines along the last axis of the loops, each with its total in a register. */
const runLines = (builder: Builder, op: CumulativeOp, x: Value, axis: number): Value => {
  const others = x.shape.map((_, a) => a).filter((a) => a !== axis)
  const outer = others.map((a) => x.shape[a] as number)
  const lines = throughViews(x, [...outer, x.shape[axis] as number], (v) => transposed(v, [...others, axis])) as Value
  const dtype = totalDtype(op, x.dtype)
  const id = {}
  const total = leaf(scalarTypeOf(dtype), { kind: "fold", fold: id })
  const buffer = builder.newBuffer(x.dtype, sizeOf(x.shape))
  const store = { buffer, view: transposed(contiguous(x.shape), [...others, axis]), value: elementOf(total, dtype, x.dtype) }
  const next = combined(op, total, convertTo(lines.node, x.dtype, dtype))
  builder.push({ kind: "running", outer, length: x.shape[axis] as number, id, start: startOf(op, dtype), next, stores: [store] })
  return wholeBuffer(buffer, x.shape)
}

/** Row after row, with a row of totals in memory. */
const runRows = (builder: Builder, op: CumulativeOp, x: Value, axis: number): Value => {
  const { before, count, row } = rowsAlong(x, axis)
  const shape = [...before, ...row]
  const dtype = totalDtype(op, x.dtype)
  const totals = builder.newBuffer(dtype, sizeOf(shape))
  builder.write(totals, contiguous(shape), shape, b.constant(scalarTypeOf(dtype), startOf(op, dtype)))
  const view = beforeRow(contiguous(shape), before.length)
  const next = combined(op, load(totals, view), convertTo(x.node, x.dtype, dtype))
  const buffer = builder.newBuffer(x.dtype, sizeOf(x.shape))
  const element = { buffer, view: contiguous(x.shape), value: elementOf(next, dtype, x.dtype) }
  const total = { buffer: totals, view, value: encode(next, dtype) }
  builder.push({ kind: "nest", outer: [...before, count], stages: [{ inner: row, folds: [], stores: [element, total] }] })
  return wholeBuffer(buffer, x.shape)
}

/** Rows narrower than this are not worth keeping. */
const minimalRow = 4

/** Every element combined with all before it along an axis; with all behind it if reversed, which is the same seen from the other end. */
export const cumulate = (builder: Builder, op: CumulativeOp, x: Value, axis: number, reverse: boolean): Value => {
  if (sizeOf(x.shape) === 0) return x
  const turned = (v: Value): Value => (reverse ? (throughViews(v, v.shape, (view) => reversed(view, v.shape, [axis])) as Value) : v)
  const run = sizeOf(x.shape.slice(axis + 1)) < minimalRow ? runLines : runRows
  return turned(run(builder, op, turned(x), axis))
}
