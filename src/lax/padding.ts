// Padding by name: "SAME" keeps the size up to the strides, "VALID" pads nothing.
import { raise } from "../core/errors.js"
import { describeLeaf } from "../tree/describe.js"

/** Padding by name, or `[low, high]` for each axis. "SAME" puts an odd one out behind, "SAME_LOWER" in front. */
export type Padding = "SAME" | "SAME_LOWER" | "VALID" | readonly (readonly [low: number, high: number])[]

/** How much an axis lacks for `⌈size / stride⌉` windows. */
const missing = (size: number, window: number, stride: number): number =>
  Math.max(0, (Math.ceil(size / stride) - 1) * stride + window - size)

const isPairs = (x: unknown): boolean => Array.isArray(x) && x.every(Array.isArray)

/** `[low, high]` for each axis, or what is said of anything else that is no name. */
const requirePairs = (padding: Exclude<Padding, string>, op: string): Exclude<Padding, string> =>
  isPairs(padding)
    ? padding
    : raise({
        code: "argument/padding",
        op,
        need: "the padding is a name, or [low, high] for each axis",
        got: describeLeaf(padding),
        hint: 'as in lax.conv(x, kernel, [1, 1], "SAME")',
      })

/**
 * The padding that a name stands for: for "SAME", `total = (⌈size/stride⌉ − 1)·stride + window − size`, half on each side.
 * (`lax.padtype_to_pads`)
 */
export const padtypeToPads = (
  inShape: readonly number[],
  windowShape: readonly number[],
  windowStrides: readonly number[],
  padding: Padding | Lowercase<Padding & string>,
  op = "padtypeToPads",
): readonly (readonly [number, number])[] => {
  if (typeof padding !== "string") return requirePairs(padding, op)
  const name = padding.toUpperCase()
  if (name === "VALID") return inShape.map(() => [0, 0] as const)
  if (name !== "SAME" && name !== "SAME_LOWER")
    return raise({
      code: "argument/padding",
      op,
      need: 'padding must be "SAME", "SAME_LOWER", "VALID" or [low, high] for each axis',
      got: `"${padding}"`,
    })
  return inShape.map((size, i) => {
    const total = missing(size, windowShape[i] ?? 1, windowStrides[i] ?? 1)
    const half = Math.floor(total / 2)
    return name === "SAME" ? ([half, total - half] as const) : ([total - half, half] as const)
  })
}
