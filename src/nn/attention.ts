// Attention: every query reads a mean of the values, weighted by how well the keys fit it.
import type { NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { where } from "../numpy/comparison.js"
import { toArray } from "../numpy/host.js"
import * as np from "../numpy/index.js"
import { softmax } from "./softmax.js"

export interface AttentionOptions {
  /** Added to the scores; broadcasts to [batch, heads, T, S]. */
  readonly bias?: NDArray
  /** Where false, a query does not see a key; broadcasts to [batch, heads, T, S]. */
  readonly mask?: NDArray
  /** What scores are multiplied by. Default `1/√size`. */
  readonly scale?: number
  /** A query sees only keys up to its own place. Default false. */
  readonly isCausal?: boolean
}

const attentionOptions: OptionNames<AttentionOptions> = { bias: "array", mask: "array", scale: "number", isCausal: "boolean" }

/** What a hidden key scores: low enough for a weight of 0, and finite, so that a query that sees nothing is not NaN. */
const hidden = -0.7 * 3.4028234663852886e38

/** Heads of keys and values repeated, so that there is one for every head of the queries. */
const shareHeads = (x: NDArray, heads: number): NDArray => np.repeat(x, heads / (x.shape[2] as number), 2)

const requireShapes = (query: NDArray, key: NDArray, value: NDArray): void => {
  const fits =
    query.ndim === 4 &&
    key.ndim === 4 &&
    key.shape.join() === value.shape.slice(0, 3).concat(key.shape.slice(3)).join() &&
    query.shape[0] === key.shape[0] &&
    query.shape[3] === key.shape[3] &&
    (query.shape[2] as number) % (key.shape[2] as number) === 0
  if (!fits)
    raise({
      code: "shape/attention",
      op: "dotProductAttention",
      need: "queries are [batch, T, heads, size], keys and values [batch, S, heads', size], heads a multiple of heads'",
      avals: [query.aval, key.aval, value.aval],
    })
}

/**
 * `softmax(Q·Kᵀ/√d + bias)·V`, for queries [batch, T, heads, size] and keys and values [batch, S, heads, size]; the batch axis may be left out.
 * (Vaswani et al. 2017; `jax.nn.dot_product_attention`)
 */
export const dotProductAttention = (queries: NDArray, keys: NDArray, values: NDArray, options?: AttentionOptions): NDArray => {
  const { bias, mask, scale, isCausal = false } = optionsOf("dotProductAttention", options, attentionOptions)
  const [query, key, value] = [queries, keys, values].map((x) => toArray(x, "dotProductAttention")) as [NDArray, NDArray, NDArray]
  if (query.ndim === 3) {
    const [q, k, v] = [query, key, value].map((x) => np.expandDims(x, 0)) as [NDArray, NDArray, NDArray]
    return np.squeeze(
      dotProductAttention(q, k, v, { ...(bias && { bias }), ...(mask && { mask }), ...(scale !== undefined && { scale }), isCausal }),
      0,
    )
  }
  requireShapes(query, key, value)
  const [, T, heads, size] = query.shape as readonly [number, number, number, number]
  const S = key.shape[1] as number
  const fit = np.einsum("btnh,bsnh->bnts", query, shareHeads(key, heads)).mul(scale ?? 1 / Math.sqrt(size))
  const biased = bias === undefined ? fit : fit.add(bias)
  const causal = isCausal ? np.tril(np.ones([T, S])).astype("bool") : undefined
  const masks = [mask, causal].filter((m) => m !== undefined)
  const seen = masks.reduce<NDArray>((scores, m) => where(m, scores, hidden), biased)
  return np.einsum("bnts,bsnh->btnh", softmax(seen), shareHeads(value, heads))
}
