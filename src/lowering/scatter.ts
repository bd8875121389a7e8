// Scatters: a copy of the operand, and a loop over the updates, one after the other, that writes at computed places.
import { sizeOf } from "../core/aval.js"
import type { DType } from "../core/dtype.js"
import type { FoldOp, WindowPlaces } from "../core/lower.js"
import { loadsIn } from "./access.js"
import type { Builder } from "./builder.js"
import type { Store } from "./kernel.js"
import { placesIn } from "./places.js"
import { convertTo, encode } from "./scalar/storage.js"
import { type Value, wholeBuffer } from "./value.js"
import { contiguous } from "./view.js"

/** What updates are combined in: 16-bit floats are rounded once, at the end. */
const wideFor = (dtype: DType, op: FoldOp | undefined): DType =>
  op !== undefined && (dtype === "float16" || dtype === "bfloat16") ? "float32" : dtype

/** A value computed now if it reads the array that will be written, so that the array itself can be written and need not be copied. */
const readBefore = (builder: Builder, x: Value, v: Value): Value =>
  x.memory && loadsIn([v.node]).some((l) => l.buffer === x.memory?.buffer) ? builder.inBuffer(v) : v

/** `x` with updates combined by `op` into its windows, or without one written over them. */
export const scatter = (
  builder: Builder,
  op: FoldOp | undefined,
  x: Value,
  givenStarts: readonly Value[],
  givenUpdates: Value,
  places: WindowPlaces,
  outside: "clip" | "drop",
): Value => {
  const updates = readBefore(builder, x, givenUpdates)
  const starts = givenStarts.map((s) => readBefore(builder, x, s))
  const dtype = wideFor(x.dtype, op)
  const buffer = builder.newBuffer(dtype, sizeOf(x.shape))
  const whole = contiguous(x.shape)
  const stored = (v: Value) => encode(convertTo(v.node, v.dtype, dtype), dtype)
  builder.write(buffer, whole, x.shape, convertTo(x.node, x.dtype, dtype))
  const { view, index, fits } = placesIn(builder, whole, starts, places)
  const store: Store = {
    buffer,
    view,
    value: stored(updates),
    index,
    ...(op && { combine: op }),
    ...(outside === "drop" && fits && { guard: fits }),
  }
  if (sizeOf(places.shape) > 0) builder.push({ kind: "nest", outer: [], stages: [{ inner: places.shape, folds: [], stores: [store] }] })
  const result = wholeBuffer(buffer, x.shape)
  return dtype === x.dtype ? result : { shape: x.shape, dtype: x.dtype, node: convertTo(result.node, dtype, x.dtype) }
}
