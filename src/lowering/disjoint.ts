// Whether two walks through a buffer meet: pieces of one array written side by side do not, nor do the two parts of complex numbers.
import type { Shape } from "../core/aval.js"
import type { Nest, Stage, Store } from "./kernel.js"
import type { Buffer } from "./value.js"
import { reach, type View } from "./view.js"

/** How far apart along an axis two indices can be, in steps of a stride. */
interface Apart {
  readonly from: number
  readonly to: number
  readonly stride: number
}

/** Whether a distance is some sum of steps, as many along each axis as indices can be apart. */
const reaches = (distance: number, axes: readonly Apart[]): boolean => {
  const [first, ...rest] = axes
  if (!first) return distance === 0
  const least = rest.reduce((sum, { from, stride }) => sum + from * stride, 0)
  const most = rest.reduce((sum, { to, stride }) => sum + to * stride, 0)
  const low = Math.max(first.from, Math.ceil((distance - most) / first.stride))
  const high = Math.min(first.to, Math.floor((distance - least) / first.stride))
  if (high - low > 8) return true // strides that do not nest: they may well meet
  for (let d = low; d <= high; d++) if (reaches(distance - d * first.stride, rest)) return true
  return false
}

/** Whether two views of one buffer, each over its shape, never come to the same element. What cannot be told counts as meeting. */
export const disjoint = (a: View, of: Shape, b: View, shape: Shape): boolean => {
  const [[low, high], [from, to]] = [reach(a, of), reach(b, shape)]
  if (high < from || to < low) return true
  if (of.length !== shape.length) return false
  const axes: Apart[] = []
  for (let axis = 0; axis < of.length; axis++) {
    const [m, n] = [of[axis] as number, shape[axis] as number]
    const [s, t] = [a.strides[axis] as number, b.strides[axis] as number]
    const stride = m === 1 ? t : s
    if (m > 1 && n > 1 && s !== t) return false
    if ((m === 1 && n === 1) || stride === 0) continue
    axes.push(stride > 0 ? { from: 1 - n, to: m - 1, stride } : { from: 1 - m, to: n - 1, stride: -stride })
  }
  return !reaches(
    b.offset - a.offset,
    axes.sort((x, y) => y.stride - x.stride),
  )
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
