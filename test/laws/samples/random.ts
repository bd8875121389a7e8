// Samples of random bits: keys and counters over the whole range of their words.
import type { NDArray } from "../../../src/core/array.js"
import { threefry2x32 } from "../../../src/primitives/threefry.js"
import type { Domain, Sample } from "../sample.js"

const words: Domain = { shape: [2, 3, 5], dtype: "uint32", low: 0, high: 2 ** 32 - 1 }
const word: Domain = { ...words, shape: [] }

const both = (...[k0, k1, c0, c1]: NDArray[]): readonly NDArray[] =>
  threefry2x32(k0 as NDArray, k1 as NDArray, c0 as NDArray, c1 as NDArray)

export const randomSamples: { readonly threefry2x32: readonly Sample[] } = {
  threefry2x32: [
    { apply: both, inputs: [words, words, words, words] },
    { note: "of rank 0", apply: both, inputs: [word, word, word, word] },
    { note: "none", apply: both, inputs: Array.from({ length: 4 }, () => ({ ...words, shape: [2, 0] })) },
  ],
}
