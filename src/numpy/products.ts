// Products of vectors, matrices and tensors.
import type { ArrayLike, NDArray } from "../core/array.js"
import type { Shape } from "../core/aval.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { multiply } from "./arithmetic.js"
import { requireList, resolveAxes } from "./axes.js"
import { broadcastShapes, broadcastTo } from "./broadcast.js"
import { conjugate } from "./complex.js"
import { contract } from "./contract.js"
import { promote } from "./promote.js"
import { expandDims, ravel, reshape, squeeze } from "./reshape.js"
import { moveaxis } from "./transposing.js"

const pair = (op: string, x: ArrayLike, y: ArrayLike): readonly [NDArray, NDArray] =>
  promote(op, [x, y]) as unknown as readonly [NDArray, NDArray]

const requireInner = (op: string, x: NDArray, y: NDArray, i: number, j: number): void => {
  if (x.shape[i] !== y.shape[j])
    raise({
      code: "shape/inner",
      op,
      need: "inner sizes must agree",
      avals: [x.aval, y.aval],
      hint: `axis ${i} of the first has size ${x.shape[i]}, axis ${j} of the second ${y.shape[j]}; transpose one, or check the layer's input size`,
    })
}

/** Matrices over batches of equal shape: `[B…, m, k] · [B…, k, n]`. */
const batched = (x: NDArray, y: NDArray, batch: Shape): NDArray => {
  const spread = (z: NDArray): NDArray => broadcastTo(z, [...batch, ...z.shape.slice(-2)], "matmul")
  const axes = batch.map((_, k) => k)
  const rank = batch.length
  return contract(spread(x), spread(y), [[rank + 1], [rank]], [axes, axes])
}

const matrices = (x: NDArray, y: NDArray): NDArray => {
  requireInner("matmul", x, y, x.ndim - 1, y.ndim - 2)
  const [bx, by] = [x.shape.slice(0, -2), y.shape.slice(0, -2)]
  if (by.length === 0) return contract(x, y, [[x.ndim - 1], [0]])
  if (bx.length === 0) return moveaxis(contract(x, y, [[1], [y.ndim - 2]]), 0, -2) // [m, B…, n]
  return batched(x, y, broadcastShapes("matmul", bx, by))
}

/**
 * The matrix product over the last two axes; leading axes are batches and broadcast. A vector is a row on the left, a column on the right.
 * `[…, m, k] · […, k, n] → […, m, n]` (`jax.numpy.matmul`)
 */
export const matmul = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = pair("matmul", x, y)
  if (a.ndim === 0 || b.ndim === 0)
    raise({
      code: "shape/rank",
      op: "matmul",
      need: "vectors or matrices are needed",
      avals: [a.aval, b.aval],
      hint: "np.multiply scales by a number",
    })
  if (a.ndim === 1) requireInner("matmul", a, b, 0, Math.max(b.ndim - 2, 0))
  else if (b.ndim === 1) requireInner("matmul", a, b, a.ndim - 1, 0)
  const product = matrices(a.ndim === 1 ? expandDims(a, 0) : a, b.ndim === 1 ? expandDims(b, 1) : b)
  const dropped = [...(a.ndim === 1 ? [-2] : []), ...(b.ndim === 1 ? [-1] : [])]
  return dropped.length === 0 ? product : squeeze(product, dropped)
}

/** Inner products with matrices' rows, as vectors: `[…, m, k] · […, k] → […, m]` (`jax.numpy.matvec`) */
export const matvec = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = pair("matvec", x, y)
  return squeeze(matmul(a, expandDims(b, -1)), -1)
}

/** Vectors, conjugated, times matrices: `[…, k] · […, k, n] → […, n]` (`jax.numpy.vecmat`) */
export const vecmat = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = pair("vecmat", x, y)
  return squeeze(matmul(expandDims(conjugate(a), -2), b), -2)
}

/** Over the last axis of the first and the last but one of the second; with a scalar, its multiple. (`jax.numpy.dot`) */
export const dot = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = pair("dot", x, y)
  if (a.ndim === 0 || b.ndim === 0) return multiply(a, b)
  const axis = Math.max(b.ndim - 2, 0)
  requireInner("dot", a, b, a.ndim - 1, axis)
  return contract(a, b, [[a.ndim - 1], [axis]])
}

/** The sum of products of all elements, those of the first conjugated: `Σ x̄ᵢ·yᵢ`. (`jax.numpy.vdot`) */
export const vdot = (x: ArrayLike, y: ArrayLike): NDArray => dot(ravel(conjugate(x)), ravel(y))

const vecdotOptions: OptionNames<{ readonly axis?: number }> = { axis: "number" }

/** Sums of products over one axis of two arrays that broadcast, the first conjugated. (`jax.numpy.vecdot`) */
export const vecdot = (x: ArrayLike, y: ArrayLike, options?: { readonly axis?: number }): NDArray => {
  const { axis = -1 } = optionsOf("vecdot", options, vecdotOptions)
  const [a, b] = pair("vecdot", x, y)
  const [c, d] = [moveaxis(conjugate(a), axis, -1), moveaxis(b, axis, -1)]
  requireInner("vecdot", c, d, c.ndim - 1, d.ndim - 1)
  return squeeze(matmul(expandDims(c, -2), expandDims(d, -1)), [-2, -1])
}

/** Over the last axes of both. (`jax.numpy.inner`) */
export const inner = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = pair("inner", x, y)
  if (a.ndim === 0 || b.ndim === 0) return multiply(a, b)
  requireInner("inner", a, b, a.ndim - 1, b.ndim - 1)
  return contract(a, b, [[a.ndim - 1], [b.ndim - 1]])
}

/** All products of an element of the one with an element of the other: `xᵢ·yⱼ`. (`jax.numpy.outer`) */
export const outer = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = pair("outer", x, y)
  return multiply(expandDims(ravel(a), 1), expandDims(ravel(b), 0))
}

/** How many axes to sum over, last of the first and first of the second; or which. */
export type TensordotAxes = number | readonly [number | readonly number[], number | readonly number[]]

/** The sum of products over pairs of axes. (`jax.numpy.tensordot`) */
export const tensordot = (x: ArrayLike, y: ArrayLike, axes: TensordotAxes = 2): NDArray => {
  const [a, b] = pair("tensordot", x, y)
  if (typeof axes === "number" && !(Number.isInteger(axes) && axes >= 0 && axes <= Math.min(a.ndim, b.ndim)))
    raise({
      code: "shape/axis",
      op: "tensordot",
      need: `the number of axes must lie in 0…${Math.min(a.ndim, b.ndim)}`,
      got: String(axes),
      avals: [a.aval, b.aval],
    })
  const [left, right] =
    typeof axes === "number"
      ? [a.shape.map((_, k) => k).slice(a.ndim - axes), b.shape.map((_, k) => k).slice(0, axes)]
      : requireList<number | readonly number[]>("tensordot", axes)
  const [from, to] = [resolveAxes("tensordot", left, a), resolveAxes("tensordot", right, b)]
  if (from.length !== to.length)
    raise({ code: "shape/axis", op: "tensordot", need: "axes must come in pairs", got: `${from.length} and ${to.length}` })
  from.forEach((i, k) => {
    requireInner("tensordot", a, b, i, to[k] as number)
  })
  return contract(a, b, [from, to])
}

/** Blocks `xᵢⱼ·y`, laid out as the elements of `x`. (`jax.numpy.kron`) */
export const kron = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = pair("kron", x, y)
  const rank = Math.max(a.ndim, b.ndim)
  const shape = (z: NDArray): Shape => [...Array<number>(rank - z.ndim).fill(1), ...z.shape]
  const [sa, sb] = [shape(a), shape(b)]
  const blocks = multiply(
    reshape(
      a,
      sa.flatMap((d) => [d, 1]),
    ),
    reshape(
      b,
      sb.flatMap((d) => [1, d]),
    ),
  )
  return reshape(
    blocks,
    sa.map((d, k) => d * (sb[k] as number)),
  )
}
