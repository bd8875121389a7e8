// Samples of putting in order: along every axis, with several keys, and with operands that only follow.
import type { NDArray } from "../../../src/core/array.js"
import type { sortPrimitives } from "../../../src/primitives/sort/index.js"
import { sort } from "../../../src/primitives/sort/sort.js"
import { topK } from "../../../src/primitives/sort/topk.js"
import type { Domain, Sample } from "../sample.js"

/** Distinct keys: at ties the order changes, and with it the derivative. */
const keys: Domain = { shape: [2, 3, 5], low: -1, high: 1, distinct: true }
const ranks: Domain = { shape: [2, 3, 5], dtype: "int32", low: 0, high: 2 }
const followers: Domain = { shape: [2, 3, 5], low: -1, high: 1 }

export const sortSamples: { readonly [N in keyof typeof sortPrimitives]: readonly Sample[] } = {
  sort: [
    { note: "first axis", apply: (x) => sort([x as NDArray], 0), inputs: [keys] },
    { note: "middle axis", apply: (x) => sort([x as NDArray], 1), inputs: [keys] },
    { note: "last axis, a key and a follower", apply: (...xs) => sort(xs, 2), inputs: [keys, followers] },
    { note: "two keys and a follower", apply: (...xs) => sort(xs, 1, 2), inputs: [ranks, keys, followers] },
    { note: "float followers of an integer key", apply: (...xs) => sort(xs, 2), inputs: [ranks, followers] },
  ],
  top_k: [
    { apply: (x) => topK(x as NDArray, 3), inputs: [keys] },
    { note: "all", apply: (x) => topK(x as NDArray, 5), inputs: [keys] },
    { note: "none", apply: (x) => topK(x as NDArray, 0), inputs: [keys] },
  ],
}
