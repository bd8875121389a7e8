// A few characters for an array: all of it if it is small, its range if it is not.
import { type ArrayLike, asArray, isArrayLike, type NDArray } from "../core/array.js"
import { showAval } from "../core/aval.js"
import { isComplex } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { describeLeaf } from "../tree/describe.js"

/** Two decimals, none for whole numbers, or as many digits as a small or large number needs. */
export const showValue = (x: number): string => {
  const size = Math.abs(x)
  const text = x === 0 || (size >= 0.005 && size < 1e4) ? (Number.isInteger(x) ? String(x) : x.toFixed(2)) : x.toExponential(1)
  return text.replace("-", "−")
}

/** Elements as they are written, and as numbers that have a range: of complex ones, their sizes. */
const elementsOf = (x: NDArray): { readonly texts: readonly string[]; readonly sizes: readonly number[] } => {
  const data = Array.from(x.dataSync())
  if (!isComplex(x.dtype)) return { texts: data.map(showValue), sizes: data }
  const pairs = Array.from({ length: x.size }, (_, i) => [data[2 * i] as number, data[2 * i + 1] as number] as const)
  const imaginary = (im: number): string => `${im < 0 || Object.is(im, -0) ? "" : "+"}${showValue(im)}j`
  return { texts: pairs.map(([re, im]) => `${showValue(re)}${imaginary(im)}`), sizes: pairs.map(([re, im]) => Math.hypot(re, im)) }
}

/** An array as a label: `0.37`, `1+2j`, `[1, 2, 3]`, `f32[128,10] −0.3 … 2.1`; of many complex numbers their sizes, `c64[9] |0.3 … 2.1|`. */
export const summarize = (given: ArrayLike): string => {
  if (!isArrayLike(given))
    raise({
      code: "argument/array",
      op: "summarize",
      need: "an array or a number is needed",
      got: describeLeaf(given),
      hint: "of a function, graph(f)(…) is the picture",
    })
  const x = asArray(given)
  if (x.state.kind === "traced") return showAval(x.aval)
  if (x.size === 0) return x.ndim === 1 ? "[]" : showAval(x.aval)
  const { texts, sizes } = elementsOf(x)
  if (x.ndim === 0) return texts[0] as string
  if (x.ndim === 1 && x.size <= 4) return `[${texts.join(", ")}]`
  const low = sizes.reduce((a, b) => Math.min(a, b))
  const high = sizes.reduce((a, b) => Math.max(a, b))
  const range = low === high ? showValue(low) : `${showValue(low)} … ${showValue(high)}`
  return `${showAval(x.aval)} ${isComplex(x.dtype) ? `|${range}|` : range}`
}
