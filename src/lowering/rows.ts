// An array as rows along one axis: what lies before the axis, the axis, and what lies behind it, the row.
import type { Shape } from "../core/aval.js"
import type { Value } from "./value.js"
import type { View } from "./view.js"

export interface Rows {
  readonly before: Shape
  readonly count: number
  readonly row: Shape
  readonly value: Value
}

export const rowsAlong = (value: Value, axis: number): Rows => ({
  before: value.shape.slice(0, axis),
  count: value.shape[axis] as number,
  row: value.shape.slice(axis + 1),
  value,
})

/** A view of `[before…, row…]` as the loops over `[before…, count, row…]` see it: the same in every row. */
export const beforeRow = ({ offset, strides }: View, before: number): View => ({
  offset,
  strides: [...strides.slice(0, before), 0, ...strides.slice(before)],
})
