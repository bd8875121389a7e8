// Running means of gradients and of their squares, and the counting of steps.
import type { ArrayLike, NDArray } from "../core/array.js"
import { where } from "../numpy/comparison.js"
import { absSquare } from "../numpy/complex.js"
import * as np from "../numpy/index.js"
import { map } from "../tree/map.js"
import type { ArrayTree } from "./transform.js"

/** Zeros like every leaf. */
export const zerosLike = (params: ArrayTree): ArrayTree => map((p) => np.zerosLike(p), params)

/** One number in the likeness of every leaf. */
export const fullLike = (params: ArrayTree, value: ArrayLike): ArrayTree => map((p) => np.fullLike(p, value), params)

/** `1 − x`, in double precision where x is a plain number. */
export const oneMinus = (x: ArrayLike): ArrayLike => (typeof x === "number" ? 1 - x : np.subtract(1, x))

/** A scalar as a leaf takes it: in the leaf's dtype, so that the product stays in it. */
export const inDtypeOf = (leaf: NDArray, scalar: ArrayLike): ArrayLike => (typeof scalar === "object" ? scalar.astype(leaf.dtype) : scalar)

/** `β·m + (1−β)·x`, in the dtype of m. */
export const blend = (decay: ArrayLike, m: NDArray, x: NDArray): NDArray =>
  m
    .mul(decay)
    .add(x.mul(oneMinus(decay)))
    .astype(m.dtype)

/** `m ← β·m + (1−β)·g`, leaf by leaf. */
export const updateMean = (decay: ArrayLike, grads: ArrayTree, mean: ArrayTree): ArrayTree => map((m, g) => blend(decay, m, g), mean, grads)

/** `v ← β·v + (1−β)·g²`, leaf by leaf. */
export const updateSquares = (decay: ArrayLike, grads: ArrayTree, squares: ArrayTree): ArrayTree =>
  map((v, g) => blend(decay, v, absSquare(g)), squares, grads)

/** `x / (1 − βᵗ)`: a running mean that began at zero, without its bias. */
export const unbias = (x: NDArray, decay: ArrayLike, count: NDArray): NDArray => {
  const steps = count.astype(x.dtype === "float64" ? "float64" : "float32") // 16 bits would not hold 1 − 0.999ᵗ
  return x.div(np.subtract(1, np.power(decay, steps))).astype(x.dtype)
}

/** `unbias`, of every leaf. (`optax.bias_correction`) */
export const biasCorrection = (tree: ArrayTree, decay: ArrayLike, count: NDArray): ArrayTree => map((x) => unbias(x, decay, count), tree)

/** The mean one step ahead: `β·m/(1−βᵗ⁺¹) + (1−β)·g/(1−βᵗ)`. (Dozat 2016) */
export const lookAhead = (decay: ArrayLike, mean: ArrayTree, grads: ArrayTree, count: NDArray): ArrayTree =>
  map((m, g) => blend(decay, unbias(m, decay, increment(count)), unbias(g, decay, count)), mean, grads)

/** No steps yet. */
export const zeroCount = (): NDArray => np.array(0, { dtype: "int32" })

/** One more, up to the largest whole number: counting never turns negative. (`optax.safe_increment`) */
export const increment = (count: NDArray): NDArray => {
  const { max } = np.iinfo("int32")
  return where(count.less(max), count.add(1), max).astype(count.dtype)
}
