import type { NDArray } from "../core/array.js"

export interface ArrayMethods {
  add(other: NDArray | number): NDArray
}
