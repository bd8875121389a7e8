// Collectives: operations across the examples of a vmap that names its axis. They take trees, leaf by leaf.
import { type ArrayLike, literalArray, type NDArray } from "../core/array.js"
import { type DType, isInexact } from "../core/dtype.js"
import * as prim from "../primitives/collective.js"
import { convertElementType, div, mul } from "../primitives/elementwise/index.js"
import { reduceMax, reduceMin } from "../primitives/reductions.js"
import { add } from "../primitives/vector.js"
import type { Arrays } from "../transforms/types.js"
import { flatten } from "../tree/flatten.js"
import { unflatten } from "../tree/unflatten.js"
import { type AxisName, namesOf, sizeOfAxes, sizeOfAxis } from "./axisnames.js"
import { arrayOf } from "./operands.js"

/** `f` on every leaf of a tree. */
export const onLeaves = <T>(op: string, tree: T, f: (x: NDArray) => NDArray): Arrays<T> => {
  const { leaves, treedef } = flatten(tree)
  return unflatten(
    treedef,
    leaves.map((x) => f(arrayOf(x as ArrayLike, op))),
  ) as Arrays<T>
}

/** One named axis after the other. */
const overNames = (op: string, x: NDArray, axisName: AxisName, f: (x: NDArray, params: prim.AxisParams) => NDArray): NDArray =>
  namesOf(axisName).reduce((y, name) => f(y, { axisName: name, axisSize: sizeOfAxis(op, name) }), x)

const summed = (x: NDArray, params: prim.AxisParams): NDArray => {
  const dtype: DType = x.dtype === "bool" ? "int32" : x.dtype
  // a constant is the same for every example
  return x.state.kind === "literal"
    ? literalArray(x.state.value * params.axisSize, dtype)
    : prim.psum(x.dtype === dtype ? x : convertElementType(x, dtype), params)
}

/**
 * `Σᵢ xᵢ` over the examples of a named axis, the same for all of them; `psum(1, name)` is the axis's size. (`lax.psum`)
 * @throws ArgumentError outside a vmap that names the axis
 * @example
 * vmap((x: NDArray) => lax.div(x, lax.psum(x, "batch")), { axisName: "batch" })(np.array([1, 3])) // [0.25, 0.75]
 */
export const psum = <T>(x: T, axisName: AxisName): Arrays<T> => onLeaves("psum", x, (leaf) => overNames("psum", leaf, axisName, summed))

/** `Σᵢ xᵢ / n` over the examples of a named axis; integers become float32. (`lax.pmean`) */
export const pmean = <T>(x: T, axisName: AxisName): Arrays<T> => {
  const n = sizeOfAxes("pmean", axisName)
  return onLeaves("pmean", x, (leaf) =>
    div(overNames("pmean", isInexact(leaf.dtype) ? leaf : convertElementType(leaf, "float32"), axisName, summed), n),
  )
}

const stacked =
  (reduce: (x: NDArray, axes: readonly number[]) => NDArray) =>
  (x: NDArray, params: prim.AxisParams): NDArray =>
    reduce(prim.allGather(x, { ...params, allGatherDimension: 0 }), [0])

/** `maxᵢ xᵢ` over the examples of a named axis; those that tie share the gradient. (`lax.pmax`) */
export const pmax = <T>(x: T, axisName: AxisName): Arrays<T> =>
  onLeaves("pmax", x, (leaf) => overNames("pmax", leaf, axisName, stacked(reduceMax)))
/** `minᵢ xᵢ` over the examples of a named axis; those that tie share the gradient. (`lax.pmin`) */
export const pmin = <T>(x: T, axisName: AxisName): Arrays<T> =>
  onLeaves("pmin", x, (leaf) => overNames("pmin", leaf, axisName, stacked(reduceMin)))

/** The number of the example along a named axis, int32; along several, counted in row-major order. (`lax.axis_index`) */
export const axisIndex = (axisName: AxisName): NDArray =>
  namesOf(axisName).reduce((index: NDArray | undefined, name) => {
    const params = { axisName: name, axisSize: sizeOfAxis("axisIndex", name) }
    const own = prim.axisIndex(params)
    return index === undefined ? own : add(mul(index, params.axisSize), own)
  }, undefined) ?? literalArray(0, "int32")
