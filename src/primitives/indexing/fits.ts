// Whether dimension numbers, window sizes, indices and operand go together: XLA's conditions, one row each.
import { type Aval, type Shape, sameShape } from "../../core/aval.js"
import type { Issue } from "../../core/issue.js"
import { dtypeKinds, sameDtypes } from "../guards.js"
import { type GatherDimensionNumbers, type Windows, windowAxes, windowedShape } from "./windows.js"

/** A condition, what it asks, and what came. */
type Row = readonly [holds: boolean, need: string, got: string]

const firstBroken = (rows: readonly Row[]): Issue | undefined => {
  const broken = rows.find(([holds]) => !holds)
  return broken && { code: "shape/windows", need: broken[1], got: broken[2] }
}

const list = (xs: readonly number[]): string => `(${xs.join(", ")})`

const within = (dims: readonly number[], rank: number): boolean =>
  dims.every((d) => Number.isInteger(d) && d >= 0 && d < rank) && new Set(dims).size === dims.length

const increasing = (dims: readonly number[]): boolean => dims.every((d, i) => i === 0 || d > (dims[i - 1] as number))

const disjoint = (a: readonly number[], b: readonly number[]): boolean => !a.some((d) => b.includes(d))

/** Axes, by name: they must lie within a rank, once each, in increasing order if `sorted`. */
const axesRow = (name: string, dims: readonly number[], rank: number, sorted = true): Row => [
  within(dims, rank) && (!sorted || increasing(dims)),
  `${name} must be distinct axes in 0…${rank - 1}${sorted ? ", increasing" : ""}`,
  list(dims),
]

const operandRows = (rank: number, entries: number, dims: GatherDimensionNumbers): readonly Row[] => {
  const { collapsedSliceDims: collapsed, startIndexMap: map, operandBatchingDims: batching } = dims
  return [
    axesRow("collapsed axes of the operand", collapsed, rank),
    axesRow("batching axes of the operand", batching, rank),
    axesRow("the axes that indices address", map, rank, false),
    [disjoint(collapsed, batching), "an axis is either collapsed or batching", `${list(collapsed)} and ${list(batching)}`],
    [disjoint(map, batching), "indices do not address batching axes", `${list(map)} and ${list(batching)}`],
    [map.length === entries, "an index row must have one entry for each axis it addresses", `${entries} entries for axes ${list(map)}`],
  ]
}

const batchingRows = (operand: Shape, indices: Shape, dims: GatherDimensionNumbers): readonly Row[] => {
  const { operandBatchingDims: own, startIndicesBatchingDims: walked } = dims
  const sizes = [own.map((d) => operand[d] as number), walked.map((d) => indices[d] as number)] as const
  return [
    axesRow("batching axes of the indices", walked, indices.length - 1, false),
    [sameShape(...sizes), "batching axes of operand and indices must pair up with equal sizes", sizes.map(list).join(" and ")],
  ]
}

const sizeRows = (operand: Shape, indices: Shape, windows: Windows): readonly Row[] => {
  const { dimensionNumbers: dims, sliceSizes: sizes } = windows
  const dropped = [...dims.collapsedSliceDims, ...dims.operandBatchingDims]
  const inside = windowAxes(windows).length
  return [
    [
      sizes.length === operand.length && sizes.every((n) => Number.isInteger(n) && n >= 0),
      `window sizes must be ${operand.length} natural numbers`,
      list(sizes),
    ],
    [dropped.every((d) => sizes[d] === 1), `windows must have size 1 along the axes ${list(dropped)} that they drop`, list(sizes)],
    [
      // a batching axis is walked, not searched: it may be empty
      sizes.every((n, d) => n <= (operand[d] as number) || dims.operandBatchingDims.includes(d)),
      `windows must fit into the operand, ${list(operand)}`,
      list(sizes),
    ],
    [dims.offsetDims.length === inside, `there must be one offset axis for each of ${inside} window axes`, list(dims.offsetDims)],
    axesRow("offset axes", dims.offsetDims, inside + indices.length - 1),
  ]
}

/** The windows must lie on the operand, and the indices must be integers that address it. */
export const windowsFit = (x: Aval, indices: Aval, windows: Windows): Issue | undefined =>
  dtypeKinds([indices], ["int", "uint"]) ??
  firstBroken([[indices.shape.length > 0, "the last axis of the indices must hold the entries of a row", "a scalar"]]) ??
  firstBroken(operandRows(x.shape.length, indices.shape.at(-1) as number, windows.dimensionNumbers)) ??
  firstBroken(batchingRows(x.shape, indices.shape, windows.dimensionNumbers)) ??
  firstBroken(sizeRows(x.shape, indices.shape, windows))

/** Updates must be what the same windows would gather from the operand. */
export const updatesFit = (x: Aval, indices: Aval, updates: Aval, windows: Windows): Issue | undefined => {
  const misfit = sameDtypes([x, updates]) ?? windowsFit(x, indices, windows)
  if (misfit) return misfit
  const shape = windowedShape(indices.shape, windows)
  return sameShape(shape, updates.shape)
    ? undefined
    : { code: "shape/updates", need: `updates must have shape [${shape.join(",")}] for these indices and windows`, avals: [updates] }
}
