// Several arrays become one, along an axis that they have or along a new one.
import type { ArrayLike, NDArray } from "../core/array.js"
import { sameShape } from "../core/aval.js"
import { raise } from "../core/errors.js"
import * as prim from "../primitives/shape/concatenate.js"
import { resolveAxis } from "./axes.js"
import { promote, requireArrays } from "./promote.js"
import { atleast1d, atleast2d, atleast3d, expandDims, ravel } from "./reshape.js"

const requireSome = (xs: readonly ArrayLike[], op: string): void => {
  if (requireArrays(xs, op).length === 0) raise({ code: "argument/arrays", op, need: "at least one array is needed", got: "an empty list" })
}

/** Every axis but the joined one must agree. */
const requireFit = (xs: readonly NDArray[], axis: number, op: string): void => {
  const [first] = xs as readonly [NDArray]
  const misfit = xs.findIndex((x) => x.ndim !== first.ndim || !sameShape(x.shape.with(axis, 0), first.shape.with(axis, 0)))
  if (misfit >= 0)
    raise({
      code: "shape/concatenate",
      op,
      need: `shapes must agree except along axis ${axis}`,
      path: `[${misfit}]`,
      avals: [(xs[misfit] as NDArray).aval, first.aval],
      hint: "join along another axis, or bring the sizes together with reshape, slice or pad",
    })
}

/** Arrays joined along an axis that they have, all of them flattened for null. (`jax.numpy.concatenate`) */
export const concatenate = (xs: readonly ArrayLike[], axis: number | null = 0): NDArray => {
  requireSome(xs, "concatenate")
  const arrays = promote("concatenate", xs).map((x) => (axis === null ? ravel(x) : x))
  const along = resolveAxis("concatenate", axis ?? 0, (arrays[0] as NDArray).ndim)
  requireFit(arrays, along, "concatenate")
  return prim.concatenate(arrays, along)
}
/** The same function as `concatenate`. (`jax.numpy.concat`) */
export const concat = concatenate

/** Arrays of one shape joined along a new axis. (`jax.numpy.stack`) */
export const stack = (xs: readonly ArrayLike[], axis = 0): NDArray => {
  requireSome(xs, "stack")
  const arrays = promote("stack", xs)
  const [first] = arrays as readonly [NDArray]
  const misfit = arrays.findIndex((x) => !sameShape(x.shape, first.shape))
  if (misfit >= 0)
    raise({
      code: "shape/stack",
      op: "stack",
      need: "all shapes must be equal",
      path: `[${misfit}]`,
      avals: [(arrays[misfit] as NDArray).aval, first.aval],
      hint: "broadcast or pad them to one shape, or join along an axis they have with concatenate",
    })
  const at = resolveAxis("stack", axis, first.ndim + 1)
  return prim.concatenate(
    arrays.map((x) => expandDims(x, at)),
    at,
  )
}

/** Promoted before anything else, so that bare numbers take the dtype of the arrays beside them. */
const together = (xs: readonly ArrayLike[], op: string): readonly NDArray[] => {
  requireSome(xs, op)
  return promote(op, xs)
}

/** Joined along the first axis, vectors as rows. (`jax.numpy.vstack`) */
export const vstack = (xs: readonly ArrayLike[]): NDArray => concatenate(together(xs, "vstack").map(atleast2d), 0)

/** Joined along the second axis, vectors along their only one. (`jax.numpy.hstack`) */
export const hstack = (xs: readonly ArrayLike[]): NDArray => {
  const arrays = together(xs, "hstack").map(atleast1d)
  return concatenate(arrays, arrays[0]?.ndim === 1 ? 0 : 1)
}

/** Joined along the third axis. (`jax.numpy.dstack`) */
export const dstack = (xs: readonly ArrayLike[]): NDArray => concatenate(together(xs, "dstack").map(atleast3d), 2)

/** Vectors as the columns of a matrix. (`jax.numpy.column_stack`) */
export const columnStack = (xs: readonly ArrayLike[]): NDArray =>
  concatenate(
    together(xs, "columnStack").map((x) => {
      const a = atleast1d(x)
      return a.ndim === 1 ? expandDims(a, 1) : a
    }),
    1,
  )

/** Values joined to the end along an axis; everything flattened if none is given. (`jax.numpy.append`) */
export const append = (x: ArrayLike, values: ArrayLike, axis: number | null = null): NDArray => concatenate([x, values], axis)

/** Arrays in nested rows: the innermost are joined along the last axis, the rows around them along the one before. */
export type Blocks = ArrayLike | readonly Blocks[]

const leavesOf = (blocks: Blocks): readonly ArrayLike[] =>
  Array.isArray(blocks) ? (blocks as readonly Blocks[]).flatMap(leavesOf) : [blocks as ArrayLike]

const depthOf = (blocks: Blocks): number => (Array.isArray(blocks) ? 1 + depthOf(blocks[0] as Blocks) : 0)

/** Joins blocks into one array, as they would be written on paper. (`jax.numpy.block`) */
export const block = (blocks: Blocks): NDArray => {
  const depth = depthOf(blocks)
  const leaves = together(leavesOf(blocks), "block")[Symbol.iterator]()
  const join = (part: Blocks, level: number): NDArray => {
    if (Array.isArray(part)) {
      const parts = (part as readonly Blocks[]).map((p) => join(p, level + 1))
      const rank = Math.max(depth, ...parts.map((p) => p.ndim))
      return concatenate(
        parts.map((p) => withRank(p, rank)),
        level - depth,
      )
    }
    return withRank(atleast1d(leaves.next().value as NDArray), depth) // in the order in which they were collected
  }
  return join(blocks, 0)
}

const withRank = (x: NDArray, rank: number): NDArray => (x.ndim >= rank ? x : withRank(expandDims(x, 0), rank))
