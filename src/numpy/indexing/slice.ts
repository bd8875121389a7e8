// Reading a part of an array: first the box that ranges and picks cut out, then the places that arrays name, then new axes.
import type { ArrayLike, NDArray } from "../../core/array.js"
import type { Shape } from "../../core/aval.js"
import { reshape } from "../../primitives/shape/reshape.js"
import { toArray } from "../host.js"
import { type Index, type Item, parseIndex } from "./items.js"
import { cut, regionOf } from "./region.js"
import { type Addressing, addressingOf, type OutsideOptions, read } from "./windows.js"

/** A box without the axes that were picked. */
export const withoutPicks = (part: NDArray, items: readonly Item[]): NDArray => {
  const axes = items.flatMap((item) => (item.kind === "new" ? [] : [item]))
  return reshape(
    part,
    part.shape.filter((_, axis) => axes[axis]?.kind !== "pick"),
  )
}

/**
 * The shape of the result: the sizes of `found`, in order, with 1 for every new axis. Places that stand at the front
 * come before everything else.
 */
export const shapeWithNew = (found: Shape, items: readonly Item[], at: Addressing | undefined): Shape => {
  const sizes = [...found]
  const shape: number[] = []
  let pending = at ? at.places.length : 0
  const takePlaces = (): void => {
    shape.push(...sizes.splice(0, pending))
    pending = 0
  }
  if (at?.position === 0) takePlaces()
  for (const item of items) {
    if (item.kind === "new") shape.push(1)
    else if (item.kind === "range") shape.push(sizes.shift() as number)
    else takePlaces()
  }
  return shape
}

/** The part of `x` that parsed items name. */
export const readItems = (x: NDArray, items: readonly Item[], options: OutsideOptions): NDArray => {
  const box = withoutPicks(cut(x, regionOf(items, x)), items)
  const at = addressingOf(items, box)
  const found = at ? read(box, at, options) : box
  return reshape(found, shapeWithNew(found.shape, items, at))
}

/**
 * A part of the array. NumPy's `x[0, 1:3, ::-1, None, idx]` is `np.slice(x, 0, [1, 3], [null, null, -1], null, idx)`. Integers and ranges are checked
 * against the shape; places in integer arrays outside of the array read the nearest one (see `at(…).get` for others).
 * @throws ShapeError for an integer out of range; TracerError for a mask whose values are not known
 */
export const slice = (x: ArrayLike, ...index: readonly Index[]): NDArray => {
  const a = toArray(x, "slice")
  return readItems(a, parseIndex(index, a.shape), {})
}
