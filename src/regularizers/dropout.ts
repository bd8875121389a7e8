// Dropout: during training each unit is silenced at random, and the others are scaled up to keep the mean.
import type { NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { where } from "../numpy/comparison.js"
import { toArray } from "../numpy/host.js"
import * as np from "../numpy/index.js"
import * as random from "../random/index.js"

export interface DropoutOptions {
  /** Whether units are dropped; false when predicting. Default true. */
  readonly training?: boolean
}

const dropoutOptions: OptionNames<DropoutOptions> = { training: "boolean" }

/**
 * `x · mask / (1 − rate)` with `mask ~ Bernoulli(1 − rate)` drawn from `key`. (Srivastava et al. 2014; lecture, slide 59)
 * @throws ArgumentError if the rate is not in [0, 1)
 */
export const dropout = (key: NDArray, given: NDArray, rate: number, options?: DropoutOptions): NDArray => {
  const { training = true } = optionsOf("dropout", options, dropoutOptions)
  const x = toArray(given, "dropout")
  if (!(rate >= 0 && rate < 1))
    raise({
      code: "argument/rate",
      op: "dropout",
      need: "the rate must lie in [0, 1)",
      got: String(rate),
      hint: "the rate is the part that is dropped, not the part that is kept",
    })
  if (!training || rate === 0) return x
  const keep = random.bernoulli(key, 1 - rate, x.shape)
  return where(keep, np.divide(x, 1 - rate), 0)
}
