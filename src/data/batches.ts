// Mini-batches: one pass over the examples in an order drawn anew for every key.
import type { NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { slice } from "../numpy/indexing/slice.js"
import * as random from "../random/index.js"
import { countExamples, takeExamples } from "./split.js"

export interface BatchOptions {
  /** Leaves out the last batch if it is smaller, so that all have one shape (and a jitted step is traced once). Default true. */
  readonly dropLast?: boolean
}

const batchOptions: OptionNames<BatchOptions> = { dropLast: "boolean" }

/** How many batches one pass has. */
export const countBatches = (data: unknown, size: number, options?: BatchOptions): number => {
  const { dropLast = true } = optionsOf("countBatches", options, batchOptions)
  const n = countExamples(data, "batches") / size
  return dropLast ? Math.floor(n) : Math.ceil(n)
}

/**
 * One pass over a data set in shuffled mini-batches of `size` examples. The same key gives the same order.
 * @throws ArgumentError if there are fewer examples than one batch
 * @example
 * for (const batch of batches(random.foldIn(key, epoch), train, 64)) …
 */
export function* batches<T>(key: NDArray, data: T, size: number, options: BatchOptions = {}): Generator<T, void, undefined> {
  optionsOf("batches", options, batchOptions)
  const n = countExamples(data, "batches")
  const count = countBatches(data, size, options)
  if (!Number.isInteger(size) || size < 1 || count < 1)
    raise({
      code: "argument/batch-size",
      op: "batches",
      need: `the batch size must be a whole number between 1 and the number of examples, ${n}`,
      got: String(size),
      hint: "take a smaller batch, or all of the data at once without batches",
    })
  const order = random.permutation(key, n)
  for (let i = 0; i < count; i++) yield takeExamples(data, slice(order, [i * size, Math.min(n, (i + 1) * size)]))
}
