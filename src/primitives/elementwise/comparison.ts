// Comparisons: numbers in, booleans out. NaN is unequal to everything, itself included. Complex numbers are equal or not, but have no order.
import type { NDArray } from "../../core/array.js"
import * as complex from "../scalar/complex.js"
import { apply, type Operand, orComplex, predicate, step } from "./define.js"

const because = "a comparison is constant wherever it is not at its threshold"

export const eqP = step(
  "eq",
  orComplex(
    predicate((x, y) => x === y),
    (x, y) => (complex.equal(x, y) ? 1 : 0),
  ),
  because,
)
export const neP = step(
  "ne",
  orComplex(
    predicate((x, y) => x !== y),
    (x, y) => (complex.equal(x, y) ? 0 : 1),
  ),
  because,
)
export const ltP = step(
  "lt",
  predicate((x, y) => x < y),
  because,
)
export const leP = step(
  "le",
  predicate((x, y) => x <= y),
  because,
)
export const gtP = step(
  "gt",
  predicate((x, y) => x > y),
  because,
)
export const geP = step(
  "ge",
  predicate((x, y) => x >= y),
  because,
)
/** Neither infinite nor NaN. */
export const isFiniteP = step("is_finite", { ...predicate((x) => Number.isFinite(x), ["float"]), arity: 1 }, because)

export const eq = (x: Operand, y: Operand): NDArray => apply(eqP, x, y)
export const ne = (x: Operand, y: Operand): NDArray => apply(neP, x, y)
export const lt = (x: Operand, y: Operand): NDArray => apply(ltP, x, y)
export const le = (x: Operand, y: Operand): NDArray => apply(leP, x, y)
export const gt = (x: Operand, y: Operand): NDArray => apply(gtP, x, y)
export const ge = (x: Operand, y: Operand): NDArray => apply(geP, x, y)
export const isFinite = (x: Operand): NDArray => apply(isFiniteP, x)
