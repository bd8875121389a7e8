// The places of extreme values. Along the last axis a fold carries value and place in registers; along another axis rows of best values and
// places are kept, and each row of the operand is compared with them.
import { sizeOf } from "../core/aval.js"
import { type DType, dtypeInfo, isFloat } from "../core/dtype.js"
import type { ScalarNode } from "../core/scalar.js"
import type { Builder } from "./builder.js"
import type { Fold, Stage } from "./kernel.js"
import { beforeRow, rowsAlong } from "./rows.js"
import * as b from "./scalar/build.js"
import { convertTo, encode } from "./scalar/storage.js"
import { type Buffer, leaf, load, scalarTypeOf, throughViews, type Value, wholeBuffer } from "./value.js"
import { contiguous, transposed } from "./view.js"

type Extreme = "max" | "min"

/** Booleans compare as numbers. */
const comparable = (x: Value): Value => (x.dtype === "bool" ? { shape: x.shape, dtype: "int32", node: b.convert(x.node, "i32") } : x)

const foldLines = (builder: Builder, op: Extreme, x: Value, axis: number, dtype: DType): Value => {
  const kept = x.shape.map((_, a) => a).filter((a) => a !== axis)
  const outer = kept.map((a) => x.shape[a] as number)
  const moved = throughViews(x, [...outer, x.shape[axis] as number], (v) => transposed(v, [...kept, axis])) as Value
  const place = leaf("i32", { kind: "index", view: { offset: 0, strides: [...outer.map(() => 0), 1] } })
  const fold: Fold = { id: {}, op: op === "max" ? "argmax" : "argmin", value: moved.node, place }
  const buffer = builder.newBuffer(dtype, sizeOf(outer))
  const found = convertTo(leaf("i32", { kind: "fold", fold: fold.id }), "int32", dtype)
  builder.push({
    kind: "nest",
    outer,
    stages: [
      { inner: [x.shape[axis] as number], folds: [fold], stores: [] },
      { inner: [], folds: [], stores: [{ buffer, view: contiguous(outer), value: encode(found, dtype) }] },
    ],
  })
  return wholeBuffer(buffer, outer)
}

/** What nothing is beyond the wrong way. */
const startOf = (op: Extreme, dtype: DType): number => {
  if (isFloat(dtype)) return op === "max" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  return op === "max" ? dtypeInfo[dtype].min : dtypeInfo[dtype].max
}

/** Whether `x` takes the place of `best`: it is beyond it, or the first NaN. */
const wins = (op: Extreme, x: ScalarNode, best: ScalarNode, dtype: DType): ScalarNode => {
  const beyond = (op === "max" ? b.gt : b.lt)(x, best)
  return isFloat(dtype) ? b.or(beyond, b.and(b.ne(x, x), b.eq(best, best))) : beyond
}

const compareRows = (builder: Builder, op: Extreme, x: Value, axis: number, dtype: DType): Value => {
  const { before, count, row, value } = rowsAlong(x, axis)
  const shape = [...before, ...row]
  const memory = (of: DType, start: number): Buffer => {
    const buffer = builder.newBuffer(of, sizeOf(shape))
    builder.write(buffer, contiguous(shape), shape, b.constant(scalarTypeOf(of), start))
    return buffer
  }
  const [best, place] = [memory(x.dtype, startOf(op, x.dtype)), memory("int32", 0)]
  const view = beforeRow(contiguous(shape), before.length)
  const known = load(best, view)
  const better = wins(op, value.node, known, x.dtype)
  const here = leaf("i32", { kind: "index", view: { offset: 0, strides: [...before.map(() => 0), 1, ...row.map(() => 0)] } })
  const stage: Stage = {
    inner: row,
    folds: [],
    stores: [
      { buffer: place, view, value: b.select(better, here, load(place, view)) },
      { buffer: best, view, value: encode(b.select(better, value.node, known), x.dtype) },
    ],
  }
  builder.push({ kind: "nest", outer: [...before, count], stages: [stage] })
  const found = wholeBuffer(place, shape)
  return dtype === "int32" ? found : { shape, dtype, node: convertTo(found.node, "int32", dtype) }
}

/** Rows narrower than this are not worth keeping. */
const minimalRow = 4

/** Where along an axis the first extreme element is. */
export const extremePlace = (builder: Builder, op: Extreme, operand: Value, axis: number, dtype: DType): Value => {
  const x = comparable(operand)
  const row = sizeOf(x.shape.slice(axis + 1))
  return row < minimalRow || sizeOf(x.shape) === 0 ? foldLines(builder, op, x, axis, dtype) : compareRows(builder, op, x, axis, dtype)
}
