// Choosing between several cases by conditions or by numbers.
import type { ArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { selectN } from "../primitives/elementwise/index.js"
import { clip, mod } from "./arithmetic.js"
import { astype } from "./astype.js"
import { broadcastShapes, broadcastTo } from "./broadcast.js"
import { where } from "./comparison.js"
import { toArray } from "./host.js"
import { promote, requireArrays } from "./promote.js"

/** The choice that belongs to the first condition that holds, `defaultValue` where none does. (`jax.numpy.select`) */
export const select = (conditions: readonly ArrayLike[], choices: readonly ArrayLike[], defaultValue: ArrayLike = 0): NDArray => {
  if (requireArrays(conditions, "select").length !== requireArrays(choices, "select").length || choices.length === 0)
    raise({
      code: "argument/select",
      op: "select",
      need: "there must be one choice for each condition",
      got: `${conditions.length} conditions and ${choices.length} choices`,
    })
  const [otherwise, ...cases] = promote("select", [defaultValue, ...choices]) as [NDArray, ...NDArray[]]
  return cases.reduceRight((rest, choice, i) => where(conditions[i] as ArrayLike, choice, rest), otherwise)
}

/**
 * A function by cases: where the last condition that holds is the `i`-th, the `i`-th function of `x` (or the `i`-th value); one function more is for
 * where none holds, which is else 0. All functions are computed everywhere. (`jax.numpy.piecewise`)
 */
export const piecewise = (
  x: ArrayLike,
  conditions: readonly ArrayLike[],
  functions: readonly (ArrayLike | ((x: NDArray) => ArrayLike))[],
): NDArray => {
  const a = toArray(x, "piecewise")
  const extra = requireArrays(functions, "piecewise").length - requireArrays(conditions, "piecewise").length
  if (extra !== 0 && extra !== 1)
    raise({
      code: "argument/select",
      op: "piecewise",
      need: "there must be one function for each condition, or one more",
      got: `${functions.length} for ${conditions.length}`,
    })
  const values = functions.map((f) => (typeof f === "function" ? f(a) : f))
  // NumPy writes case after case, so that the last one stays
  const cases = values.slice(0, conditions.length).reverse()
  const chosen = select([...conditions].reverse(), cases, extra === 1 ? (values.at(-1) as ArrayLike) : 0)
  return astype(broadcastTo(chosen, a.shape, "piecewise"), a.dtype)
}

export interface ChooseOptions {
  /** What a number past the last choice means: the last ("clip") or counting on from the first ("wrap"). Default "clip", for arrays; a bare number must fit. */
  readonly mode?: "clip" | "wrap"
}

const chooseOptions: OptionNames<ChooseOptions> = { mode: "string" }

/** Element by element, the choice that the number in `which` says. (`jax.numpy.choose`) */
export const choose = (which: ArrayLike, choices: readonly ArrayLike[], options?: ChooseOptions): NDArray => {
  const { mode } = optionsOf("choose", options, chooseOptions)
  const cases = promote("choose", requireArrays(choices, "choose"))
  const last = cases.length - 1
  if (last < 0) raise({ code: "argument/select", op: "choose", need: "there must be at least one choice", got: "none" })
  if (typeof which === "number" && mode === undefined && !(Number.isInteger(which) && which >= 0 && which <= last))
    raise({ code: "shape/index", op: "choose", need: `a choice is a whole number in 0…${last}`, got: String(which) })
  const number = astype(toArray(which, "choose"), "int32")
  const within = mode === "wrap" ? mod(number, cases.length) : clip(number, 0, last)
  const shape = broadcastShapes("choose", number.shape, ...cases.map((c) => c.shape))
  return selectN(broadcastTo(within, shape, "choose"), ...cases.map((c) => broadcastTo(c, shape, "choose")))
}
