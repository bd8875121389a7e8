// Windows on the diagonal of one large matrix, in which a small unitary matrix is gathered that the rest is multiplied by.
import type { NDArray } from "../../core/array.js"
import { max, min } from "../elementwise/arithmetic.js"
import { eq } from "../elementwise/comparison.js"
import { literal } from "../elementwise/define.js"
import { dynamicSlice, dynamicUpdateSlice } from "../indexing/dynamicslice.js"
import { fill, reshape } from "../vector.js"
import { conjugated, product } from "./matrix.js"
import { place, when } from "./shorthand.js"

/** Rows of a block, the end excluded. */
export interface Block {
  readonly from: NDArray
  readonly to: NDArray
}

/** The matrix, Qᵀ and their window from a row on, `[n + 1, n + 1, 1]` and `[n + 1, n, 1]`. */
export type State = readonly [h: NDArray, rows: NDArray]

export const origin = (): NDArray => literal(0, "int32")

/** Where a window begins that holds as much as it can from a row on. */
export const placed = (h: NDArray, from: NDArray, size: number): NDArray => max(0, min(from, (h.shape[0] as number) - size))

export const windowAt = (h: NDArray, at: NDArray, size: number): NDArray => dynamicSlice(h, [at, at, origin()], [size, size, 1])

/** `UᴴHU` and `Qᵀ ← UᵀQᵀ`, of the rows of Uᵀ that act in a window, which is known already. */
export const applied = ([h, rows]: State, at: NDArray, inside: NDArray, turn: NDArray): State => {
  const [size, width] = [h.shape[0] as number, rows.shape[1] as number]
  const flat = (x: NDArray): NDArray => reshape(x, x.shape.slice(0, 2))
  const deep = (x: NDArray): NDArray => reshape(x, [...x.shape, 1])
  const u = flat(turn)
  const count = u.shape[0] as number
  const band = deep(product(conjugated(u), flat(dynamicSlice(h, [at, origin(), origin()], [count, size, 1]))))
  const half = dynamicUpdateSlice(h, band, [at, origin(), origin()])
  const column = deep(product(flat(dynamicSlice(half, [origin(), at, origin()], [size, count, 1])), u, "yᵀ"))
  const whole = dynamicUpdateSlice(half, column, [origin(), at, origin()])
  const own = deep(product(u, flat(dynamicSlice(rows, [at, origin(), origin()], [count, width, 1]))))
  return [dynamicUpdateSlice(whole, inside, [at, at, origin()]), dynamicUpdateSlice(rows, own, [at, origin(), origin()])]
}

export const identity = (like: NDArray): NDArray => when(eq(place(like.shape, 0), place(like.shape, 1)), fill(1, like.aval), 0)
