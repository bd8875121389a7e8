// Static slices along one axis, for the functions that are made of them.
import type { NDArray } from "../core/array.js"
import * as prim from "../primitives/shape/pad.js"

/** `x[…, start:stop, …]` along one axis; bounds lie within the axis. */
export const sliceAxis = (x: NDArray, axis: number, start: number, stop: number): NDArray =>
  start === 0 && stop === x.shape[axis]
    ? x
    : prim.slice(
        x,
        x.shape.map((_, k) => (k === axis ? start : 0)),
        x.shape.with(axis, stop),
      )
