// Projections: the nearest point of a convex set, for whole trees of parameters. (`optax.projections`)
import type { ArrayLike, NDArray } from "../core/array.js"
import { where } from "../numpy/comparison.js"
import * as np from "../numpy/index.js"
import { leaves } from "../tree/flatten.js"
import { map } from "../tree/map.js"
import { globalNorm } from "./clipping.js"
import { treeAddScale, treeClip, treeNorm, treeScale, treeVdot } from "./trees.js"

/** Onto `{ x ≥ 0 }`. */
export const projectionNonNegative = <T>(tree: T): T => map((x: NDArray) => where(x.lessEqual(0), 0, x), tree)
/** Onto `{ low ≤ x ≤ high }`. */
export const projectionBox = <T>(tree: T, low: ArrayLike, high: ArrayLike): T => treeClip(tree, low, high)
/** Onto `[0, s]ⁿ`. */
export const projectionHypercube = <T>(tree: T, scale: ArrayLike = 1): T => treeClip(tree, 0, scale)
/** Onto `{ max |x| ≤ s }`. */
export const projectionLinfBall = <T>(tree: T, scale: ArrayLike = 1): T => treeClip(tree, np.negative(scale), scale)

/** All elements of a tree as one vector, and the way back. */
const onVector = <T>(tree: T, f: (x: NDArray) => NDArray): T => {
  const moved = f(np.concatenate((leaves(tree) as readonly NDArray[]).map((x) => np.ravel(x))))
  let at = 0
  return map((x: NDArray) => {
    at += x.size
    return np.slice(moved, [at - x.size, at]).reshape(x.shape)
  }, tree)
}

/** `max(x − τ, 0)` with the τ that makes the sum s: sorted, the elements above their running mean excess are the ones that stay. */
const ontoSimplex = (x: NDArray, scale: ArrayLike): NDArray => {
  const sorted = np.flip(np.sort(x))
  const ranks = np.arange(x.size).add(1).astype(x.dtype)
  const thresholds = np.cumsum(sorted).sub(scale).div(ranks)
  const stays = sorted.greater(thresholds)
  const count = np.sum(stays.astype("int32"))
  const threshold = np.take(thresholds, count.sub(1), 0)
  return np.maximum(x.sub(threshold), 0)
}

/** Onto `{ x ≥ 0, Σx = s }`. (Duchi et al. 2008) */
export const projectionSimplex = <T>(tree: T, scale: ArrayLike = 1): T => onVector(tree, (x) => ontoSimplex(x, scale))

const ontoL1Sphere = (x: NDArray, scale: ArrayLike): NDArray => np.sign(x).mul(ontoSimplex(np.abs(x), scale))

/** Onto `{ Σ|x| = s }`. */
export const projectionL1Sphere = <T>(tree: T, scale: ArrayLike = 1): T => onVector(tree, (x) => ontoL1Sphere(x, scale))
/** Onto `{ Σ|x| ≤ s }`. */
export const projectionL1Ball = <T>(tree: T, scale: ArrayLike = 1): T => {
  const isInside = treeNorm(tree, { ord: 1 }).lessEqual(scale)
  return onVector(tree, (x) => where(isInside, x, ontoL1Sphere(x, scale)))
}

/** Onto `{ ‖x‖₂ = s }`. */
export const projectionL2Sphere = <T>(tree: T, scale: ArrayLike = 1): T => treeScale(np.divide(scale, globalNorm(tree)), tree)
/** Onto `{ ‖x‖₂ ≤ s }`. */
export const projectionL2Ball = <T>(tree: T, scale: ArrayLike = 1): T =>
  treeScale(np.divide(scale, np.sqrt(np.maximum(treeNorm(tree, { squared: true }), np.square(scale)))), tree)

/** Onto the line through 0 and a: `⟨x, a⟩/⟨a, a⟩ · a`. */
export const projectionVector = <T>(tree: T, a: T): T => treeScale(treeVdot(tree, a).div(treeVdot(a, a)), a)

const stepAlong = <T>(tree: T, a: T, b: ArrayLike): NDArray => np.subtract(b, treeVdot(tree, a)).div(treeVdot(a, a))

/** Onto `{ ⟨x, a⟩ = b }`. */
export const projectionHyperplane = <T>(tree: T, a: T, b: ArrayLike): T => treeAddScale(tree, stepAlong(tree, a, b), a)
/** Onto `{ ⟨x, a⟩ ≤ b }`. */
export const projectionHalfspace = <T>(tree: T, a: T, b: ArrayLike): T => treeAddScale(tree, np.minimum(stepAlong(tree, a, b), 0), a)
