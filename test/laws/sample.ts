// What the laws ask of a primitive: functions that use it, and where to try them.
import type { NDArray } from "../../src/core/array.js"
import type { Shape } from "../../src/core/aval.js"
import type { DType } from "../../src/core/dtype.js"

/** Where an argument is drawn from: arrays of one shape whose elements lie in a range where the function is smooth. */
export interface Domain {
  readonly shape: Shape
  /** float64 by default, in which slopes are exact enough to compare. */
  readonly dtype?: DType
  /** The closed range of the elements; of complex ones, of both parts. */
  readonly low: number
  readonly high: number
  /** No two elements are near each other, in this argument and between all arguments that say so: for functions with kinks at ties. */
  readonly distinct?: boolean
  /** Numbers that no element comes near: kinks, jumps and poles inside the range. */
  readonly avoid?: readonly number[]
}

/** One way to apply a primitive. */
export interface Sample {
  /** What is special about it, where a primitive has several. */
  readonly note?: string
  /** Why the derivative is declared to be something else than the slope, where it is: the slope is not asked of it. */
  readonly declared?: string
  readonly apply: (...xs: NDArray[]) => NDArray | readonly NDArray[]
  readonly inputs: readonly Domain[]
}
