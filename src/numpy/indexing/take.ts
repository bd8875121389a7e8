// Picking along one axis: the same places for all lines, or each line its own.
import { type ArrayLike, NDArray } from "../../core/array.js"
import { isInteger } from "../../core/dtype.js"
import { raise } from "../../core/errors.js"
import { type OptionNames, optionsOf } from "../../core/options.js"
import { gather } from "../../primitives/indexing/gather.js"
import { scatter } from "../../primitives/indexing/scatter.js"
import { mod } from "../arithmetic.js"
import { resolveAxis } from "../axes.js"
import { broadcastShapes, broadcastTo } from "../broadcast.js"
import { toArray } from "../host.js"
import { requireArrayLike, updateOf } from "../promote.js"
import { expandDims, ravel, reshape } from "../reshape.js"
import { type Index, parseIndex } from "./items.js"
import { readItems } from "./slice.js"
import { type OutsideOptions, outsideOptions, wrapped } from "./windows.js"

export interface TakeOptions extends Omit<OutsideOptions, "mode"> {
  /** Places outside: "fill" (the default) reads a missing number, "clip" the nearest element, "wrap" counts on from the start. */
  readonly mode?: "fill" | "clip" | "wrap" | "promise_in_bounds"
}

const takeOptions: OptionNames<TakeOptions> = outsideOptions

const requireIndices = (indices: NDArray, op: string): NDArray =>
  isInteger(indices.dtype)
    ? indices
    : raise({
        code: "dtype/index",
        op,
        need: "indices are integers",
        avals: [indices.aval],
        hint: "make them with { dtype: 'int32' }, or convert with astype('int32')",
      })

const flatOr = (x: NDArray, axis: number | null | undefined, op: string): readonly [NDArray, number] =>
  axis === null || axis === undefined ? [ravel(x), 0] : [x, resolveAxis(op, axis, x.ndim)]

/**
 * The elements at `indices` along an axis, of the flattened array if none is given; the axis is replaced by those of `indices`. Negative indices count
 * from the end. A number is checked against the shape; arrays read NaN for places outside, unless the mode says otherwise. (`jax.numpy.take`)
 */
export const take = (x: ArrayLike, indices: ArrayLike, axis?: number | null, given?: TakeOptions): NDArray => {
  const { mode = "fill", ...options } = optionsOf("take", given, takeOptions)
  const [a, along] = flatOr(toArray(x, "take"), axis, "take")
  const whole: readonly Index[] = Array.from({ length: along }, () => [])
  const index = placesWithin(requireArrayLike(indices, "take"), a.shape[along] as number, mode === "wrap")
  return readItems(a, parseIndex([...whole, index], a.shape), { ...options, mode: mode === "wrap" ? "clip" : mode })
}

/** Indices as an item of an index; wrapped around if they are to be. */
const placesWithin = (indices: ArrayLike, size: number, wrap: boolean): number | NDArray => {
  if (!(indices instanceof NDArray)) return wrap ? ((Number(indices) % size) + size) % size : Number(indices)
  const places = requireIndices(indices, "take")
  return wrap ? mod(places, size) : places
}

interface Along {
  readonly x: NDArray
  readonly rows: NDArray
  readonly axis: number
}

/** Operand and indices with equal sizes along all axes but one, and the indices as rows of one entry. */
const aligned = (x: ArrayLike, indices: ArrayLike, axis: number | null, op: string): Along => {
  const given = requireIndices(toArray(indices, op), op)
  const [a, along] = flatOr(toArray(x, op), axis, op)
  const index = axis === null ? ravel(given) : given
  if (index.ndim !== a.ndim)
    raise({
      code: "shape/rank",
      op,
      need: "array and indices must have the same rank",
      avals: [a.aval, index.aval],
      hint: "insert an axis with np.expandDims",
    })
  const others = broadcastShapes(op, a.shape.with(along, 1), index.shape.with(along, 1))
  const spread = (z: NDArray): NDArray => broadcastTo(z, others.with(along, z.shape[along] as number), op)
  return { x: spread(a), rows: expandDims(wrapped(spread(index), a.shape[along] as number), -1), axis: along }
}

const otherAxes = ({ x, axis }: Along): readonly number[] => x.shape.map((_, k) => k).filter((k) => k !== axis)

const takeAlongAxisOptions: OptionNames<Pick<OutsideOptions, "fillValue"> & { readonly mode?: "fill" | "clip" | "promise_in_bounds" }> = {
  fillValue: "number",
  mode: "string",
}

/**
 * Along an axis, every line picks by its own indices: `y[…, i, …] = x[…, indices[…, i, …], …]`. The other axes broadcast. (`jax.numpy.take_along_axis`)
 */
export const takeAlongAxis = (
  x: ArrayLike,
  indices: ArrayLike,
  axis: number | null = -1,
  options?: Pick<OutsideOptions, "fillValue"> & { readonly mode?: "fill" | "clip" | "promise_in_bounds" },
): NDArray => {
  const { mode = "fill", fillValue } = optionsOf("takeAlongAxis", options, takeAlongAxisOptions)
  const at = aligned(x, indices, axis, "takeAlongAxis")
  const others = otherAxes(at)
  return gather(at.x, at.rows, {
    dimensionNumbers: {
      offsetDims: [],
      collapsedSliceDims: [at.axis],
      startIndexMap: [at.axis],
      operandBatchingDims: others,
      startIndicesBatchingDims: others,
    },
    sliceSizes: at.x.shape.map(() => 1),
    mode,
    fillValue: fillValue ?? null,
  })
}

/** A copy in which, along an axis, every line has `values` at its own indices. (`jax.numpy.put_along_axis` with `inplace=False`) */
export const putAlongAxis = (x: ArrayLike, indices: ArrayLike, values: ArrayLike, axis: number | null): NDArray => {
  const whole = toArray(x, "putAlongAxis")
  const at = aligned(whole, indices, axis, "putAlongAxis")
  const others = otherAxes(at)
  const updates = broadcastTo(updateOf(at.x, values, "putAlongAxis"), at.rows.shape.slice(0, -1), "putAlongAxis")
  const written = scatter(at.x, at.rows, updates, {
    dimensionNumbers: {
      updateWindowDims: [],
      insertedWindowDims: [at.axis],
      scatterDimsToOperandDims: [at.axis],
      operandBatchingDims: others,
      scatterIndicesBatchingDims: others,
    },
  })
  return axis === null ? reshape(written, whole.shape) : written
}
