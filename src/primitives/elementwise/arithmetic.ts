// Arithmetic: + − · ÷ and what is built on them. Integers wrap around; float results are rounded once.
import type { NDArray } from "../../core/array.js"
import { apply, elementwise, type Operand, onNumbers } from "./define.js"

export const addP = elementwise(
  "add",
  onNumbers((x, y) => x + y),
  () => 1,
  () => 1,
)
export const subP = elementwise(
  "sub",
  onNumbers((x, y) => x - y),
  () => 1,
  () => -1,
)
export const mulP = elementwise(
  "mul",
  onNumbers((x, y) => x * y),
  ([, y]) => y as NDArray,
  ([x]) => x as NDArray,
)
export const negP = elementwise(
  "neg",
  onNumbers((x) => -x),
  () => -1,
)

export const add = (x: Operand, y: Operand): NDArray => apply(addP, x, y)
export const sub = (x: Operand, y: Operand): NDArray => apply(subP, x, y)
export const mul = (x: Operand, y: Operand): NDArray => apply(mulP, x, y)
export const neg = (x: Operand): NDArray => apply(negP, x)
