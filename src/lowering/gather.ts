// Gathers as elementwise functions: a load whose place is computed. So they grow into the expressions of those who use them, and the
// expressions of the starts grow into them.
import type { WindowPlaces } from "../core/lower.js"
import { roundTo } from "../core/tensor.js"
import type { Builder } from "./builder.js"
import { placesIn } from "./places.js"
import * as b from "./scalar/build.js"
import { load, scalarTypeOf, type Value } from "./value.js"

/** Windows of `x`; with `fill`, that number for windows that do not fit, which are moved otherwise. */
export const gather = (builder: Builder, x: Value, starts: readonly Value[], places: WindowPlaces, fill?: number): Value => {
  const memory = builder.inMemory(x)
  const { view, index, fits } = placesIn(builder, memory.view, starts, places)
  const read = load(memory.buffer, view, index)
  const missing = fill === undefined || !fits ? undefined : b.constant(scalarTypeOf(x.dtype), roundTo(x.dtype, fill))
  return { shape: places.shape, dtype: x.dtype, node: missing && fits ? b.select(fits, read, missing) : read }
}
