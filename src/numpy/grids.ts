// Coordinates: the places of a grid, as arrays.
import { type ArrayLike, isArrayLike, NDArray } from "../core/array.js"
import type { Shape } from "../core/aval.js"
import type { DType } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { iota } from "../primitives/shape/iota.js"
import { broadcastInDim } from "../primitives/sum.js"
import { vmap } from "../transforms/vmap.js"
import { numbersOf, shapeOf, toArray } from "./host.js"
import { stack } from "./joining.js"
import { arange } from "./ranges.js"
import { reshape } from "./reshape.js"

export interface MeshgridOptions {
  /** "xy": the first array runs along columns; "ij": along rows. Default "xy". */
  readonly indexing?: "xy" | "ij"
  /** Leaves axes of size 1 that would broadcast. */
  readonly sparse?: boolean
}

const meshgridOptions: OptionNames<MeshgridOptions> = { indexing: "string", sparse: "boolean" }

/** The vectors in a list, or one by one. */
interface Meshgrid {
  (vectors: readonly ArrayLike[], options?: MeshgridOptions): NDArray[]
  (...vectors: readonly ArrayLike[]): NDArray[]
  (...given: readonly [...vectors: ArrayLike[], options: MeshgridOptions]): NDArray[]
}

const vectorsOf = (given: readonly unknown[]): readonly [vectors: readonly ArrayLike[], options: MeshgridOptions | undefined] => {
  const [first, ...others] = given
  const vectors = Array.isArray(first) ? (first as readonly ArrayLike[]) : given.filter(isArrayLike)
  const rest = vectors === first ? others : given.slice(vectors.length)
  return [vectors, (rest.length > 1 ? rest : rest[0]) as MeshgridOptions | undefined] // more than options is refused as such
}

/**
 * One array for each vector, with its elements along its own axis and copies along the others'. (`jax.numpy.meshgrid`)
 * @example const [x, y] = np.meshgrid(np.arange(3), np.arange(2)) // both [2, 3]
 */
export const meshgrid: Meshgrid = (...given: readonly unknown[]) => {
  const [vectors, options] = vectorsOf(given)
  const { indexing = "xy", sparse = false } = optionsOf("meshgrid", options, meshgridOptions)
  const xs = vectors.map((v) => reshape(toArray(v, "meshgrid"), -1))
  const bad = vectors.findIndex((v) => v instanceof NDArray && v.ndim > 1)
  if (bad >= 0)
    raise({ code: "shape/rank", op: "meshgrid", need: "vectors are needed", path: `[${bad}]`, avals: [(vectors[bad] as NDArray).aval] })
  const axisOf = (i: number): number => (indexing === "xy" && i < 2 && xs.length > 1 ? 1 - i : i)
  const shape = xs.map((_, k) => (xs[axisOf(k)] as NDArray).size)
  return xs.map((x, i) => {
    const axis = axisOf(i)
    const sizes = sparse ? shape.map((d, k) => (k === axis ? d : 1)) : shape
    return broadcastInDim(x, sizes, [axis])
  })
}

const indicesOptions: OptionNames<{ readonly dtype?: DType }> = { dtype: "string" }

/** For each axis of a shape, the array of its indices, stacked along a new first axis. (`jax.numpy.indices`) */
export const indices = (dimensions: Shape, options?: { readonly dtype?: DType }): NDArray => {
  const { dtype = "int32" } = optionsOf("indices", options, indicesOptions)
  const shape = shapeOf(dimensions, "indices")
  return shape.length === 0 ? iota([0], 0, dtype) : stack(shape.map((_, axis) => iota(shape, axis, dtype)))
}

const fromfunctionOptions: OptionNames<{ readonly dtype?: DType }> = { dtype: "string" }

/** The array of `f(i, j, …)` over the indices of a shape; `f` sees scalars, and is traced once. (`jax.numpy.fromfunction`) */
export const fromfunction = (f: (...index: NDArray[]) => NDArray, shape: Shape, options?: { readonly dtype?: DType }): NDArray => {
  const { dtype = "float32" } = optionsOf("fromfunction", options, fromfunctionOptions)
  const sizes = shapeOf(shape, "fromfunction")
  const over = sizes.reduceRight<(...index: NDArray[]) => NDArray>(
    (inner, _, axis) => vmap(inner, { inAxes: sizes.map((_, k) => (k === axis ? 0 : null)) as never }) as (...index: NDArray[]) => NDArray,
    f,
  )
  return over(...sizes.map((d) => iota([d], 0, dtype)))
}

/** From where, up to but without where, and in which steps (1); a step that is a number of points times `1j` in NumPy is `np.linspace` here. */
export type GridRange = readonly [start: number, stop: number, step?: number]

const lines = (ranges: readonly GridRange[], op: string): readonly NDArray[] =>
  ranges.map((range) => {
    const [start, stop, step = 1] = numbersOf(range as readonly number[], op) as GridRange
    return arange(start, stop, step)
  })

/** The coordinates of a grid over ranges, stacked: `mgrid([0, 3], [0, 2])` is NumPy's `mgrid[0:3, 0:2]`. (`jax.numpy.mgrid`) */
export const mgrid = (...ranges: readonly GridRange[]): NDArray => stack(meshgrid(lines(ranges, "mgrid"), { indexing: "ij" }))

/** The coordinates of a grid over ranges, one array for each, shaped to broadcast. (`jax.numpy.ogrid`) */
export const ogrid = (...ranges: readonly GridRange[]): NDArray[] => meshgrid(lines(ranges, "ogrid"), { indexing: "ij", sparse: true })
