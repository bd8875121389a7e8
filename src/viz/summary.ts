// A few characters for an array: all of it if it is small, its range if it is not.
import type { NDArray } from "../core/array.js"
import { showAval } from "../core/aval.js"

/** Two decimals, none for whole numbers, or as many digits as a small or large number needs. */
export const showValue = (x: number): string => {
  const size = Math.abs(x)
  const text = x === 0 || (size >= 0.005 && size < 1e4) ? (Number.isInteger(x) ? String(x) : x.toFixed(2)) : x.toExponential(1)
  return text.replace("-", "−")
}

/** An array as a label: `0.37`, `[1, 2, 3]`, `f32[128,10] −0.3 … 2.1`. */
export const summarize = (x: NDArray): string => {
  if (x.state.kind === "traced") return showAval(x.aval)
  const data = Array.from(x.dataSync())
  if (x.ndim === 0) return showValue(data[0] as number)
  if (x.ndim === 1 && data.length <= 4) return `[${data.map(showValue).join(", ")}]`
  if (data.length === 0) return showAval(x.aval)
  const low = data.reduce((a, b) => Math.min(a, b))
  const high = data.reduce((a, b) => Math.max(a, b))
  return `${showAval(x.aval)} ${low === high ? showValue(low) : `${showValue(low)} … ${showValue(high)}`}`
}
