// Whether two walks through a buffer meet: pieces of one array written side by side do not, nor do the two parts of complex numbers.
import type { Shape } from "../core/aval.js"
import type { Nest, Stage, Store } from "./kernel.js"
import type { Buffer } from "./value.js"
import { reach, type View } from "./view.js"

/** Whether some index difference, axis by axis, makes up for a distance: `distance = Σ dₐ·strideₐ` with `|dₐ| < sizeₐ`. */
const reaches = (distance: number, axes: readonly (readonly [size: number, stride: number])[]): boolean => {
  const [first, ...rest] = axes
  if (!first) return distance === 0
  const [size, stride] = first
  const slack = rest.reduce((sum, [n, s]) => sum + (n - 1) * s, 0)
  const [low, high] = [Math.ceil((distance - slack) / stride), Math.floor((distance + slack) / stride)]
  if (high - low > 8) return true // strides that do not nest: they may well meet
  for (let d = Math.max(low, 1 - size); d <= Math.min(high, size - 1); d++) if (reaches(distance - d * stride, rest)) return true
  return false
}

/** Whether two views of one buffer, each over its shape, never come to the same element. What cannot be told counts as meeting. */
export const disjoint = (a: View, of: Shape, b: View, shape: Shape): boolean => {
  const [[low, high], [from, to]] = [reach(a, of), reach(b, shape)]
  if (high < from || to < low) return true
  const alike = of.length === shape.length && of.every((d, axis) => d === shape[axis] && a.strides[axis] === b.strides[axis])
  if (!alike) return false
  const axes = of
    .flatMap((size, axis) => (size === 1 ? [] : [[size, Math.abs(a.strides[axis] as number)] as const]))
    .filter(([, stride]) => stride !== 0)
    .sort(([, s], [, t]) => t - s)
  return !reaches(b.offset - a.offset, axes)
}

/** The stores of a nest to a buffer, each with its loops. */
const storesTo = ({ outer, stages }: Nest, buffer: Buffer): readonly { readonly store: Store; readonly shape: Shape }[] =>
  stages.flatMap(({ stores, inner }: Stage) =>
    stores.filter((s) => s.buffer === buffer).map((store) => ({ store, shape: [...outer, ...inner] })),
  )

/** Whether two nests write to different elements of a buffer, whatever the turn. */
export const writeApart = (first: Nest, second: Nest, buffer: Buffer): boolean =>
  storesTo(first, buffer).every((a) =>
    storesTo(second, buffer).every((b) => !a.store.combine && !b.store.combine && disjoint(a.store.view, a.shape, b.store.view, b.shape)),
  )
