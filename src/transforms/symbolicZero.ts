// A zero that is known to be one: what rules that ask for it are given in place of an array of zeros.
import type { NDArray } from "../core/array.js"
import { type Aval, type Shape, showAval } from "../core/aval.js"
import { type DType, isInexact } from "../core/dtype.js"
import { asStrongAs, zerosOf } from "../primitives/vector.js"
import { flatten } from "../tree/flatten.js"
import type { MapLeaves } from "../tree/types.js"
import { unflatten } from "../tree/unflatten.js"
import type { Arrays } from "./types.js"

/**
 * The tangent or cotangent of what does not move, in rules made with `{ symbolicZeros: true }`. (`jax.custom_derivatives.SymbolicZero`)
 *
 * It has the shape and dtype of the zeros that it stands for, and is no array: functions of arrays refuse it. Rules may return it.
 * @example
 * f.defjvp(([x, y], [dx, dy]) => [f(x, y), dy instanceof SymbolicZero ? slope(x, y).mul(dx) : both(x, y, dx, dy)], { symbolicZeros: true })
 */
export class SymbolicZero {
  readonly aval: Aval

  constructor(aval: Aval) {
    this.aval = aval
  }

  get shape(): Shape {
    return this.aval.shape
  }
  get dtype(): DType {
    return this.aval.dtype
  }
  /** The number of axes. */
  get ndim(): number {
    return this.aval.shape.length
  }
  /** The array of zeros. */
  instantiate(): NDArray {
    return asStrongAs(this.aval, zerosOf(this.aval))
  }
  toString(): string {
    return `SymbolicZero(${showAval(this.aval)})`
  }
}

/** A tree whose arrays may be symbolic zeros. */
export type MaybeZeros<T> = MapLeaves<Arrays<T>, NDArray, NDArray | SymbolicZero>

/** The zero direction of what has this aval; that of integers and booleans is of float32. */
export const symbolicZeroFor = (aval: Aval): SymbolicZero => new SymbolicZero(isInexact(aval.dtype) ? aval : { ...aval, dtype: "float32" })

/** A tree with its symbolic zeros made arrays, and which leaves they were. */
export const withoutSymbolicZeros = (given: unknown): { readonly tree: unknown; readonly zero: readonly boolean[] } => {
  const { leaves, treedef } = flatten(given)
  const zero = leaves.map((x) => x instanceof SymbolicZero)
  return {
    tree: zero.includes(true)
      ? unflatten(
          treedef,
          leaves.map((x) => (x instanceof SymbolicZero ? x.instantiate() : x)),
        )
      : given,
    zero,
  }
}
