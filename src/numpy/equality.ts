// Whether two arrays are the same as wholes: one truth value, which is an array, so that it may be traced.
import { type ArrayLike, literalArray, type NDArray } from "../core/array.js"
import { type Shape, sameShape } from "../core/aval.js"
import { isInexact } from "../core/dtype.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { astype } from "./astype.js"
import { type CloseOptions, closeOptions, equal, isclose, isnan, logicalAnd, logicalOr } from "./comparison.js"
import { toArray } from "./host.js"
import { all } from "./reductions.js"

/** Whether all elements are close: `|x − y| ≤ atol + rtol·|y|`. (`jax.numpy.allclose`) */
export const allclose = (x: ArrayLike, y: ArrayLike, options: CloseOptions = {}): NDArray => {
  optionsOf("allclose", options, closeOptions)
  return all(isclose(x, y, options))
}

const no = (): NDArray => astype(literalArray(0, "bool"), "bool")

const sameElements = (a: NDArray, b: NDArray, equalNan: boolean): NDArray => {
  const same = equal(a, b)
  return all(equalNan && isInexact(a.dtype) && isInexact(b.dtype) ? logicalOr(same, logicalAnd(isnan(a), isnan(b))) : same)
}

const arrayEqualOptions: OptionNames<Pick<CloseOptions, "equalNan">> = { equalNan: "boolean" }

/** Whether two arrays have the same shape and the same elements. (`jax.numpy.array_equal`) */
export const arrayEqual = (x: ArrayLike, y: ArrayLike, options?: Pick<CloseOptions, "equalNan">): NDArray => {
  const { equalNan = false } = optionsOf("arrayEqual", options, arrayEqualOptions)
  const [a, b] = [toArray(x, "arrayEqual"), toArray(y, "arrayEqual")]
  return sameShape(a.shape, b.shape) ? sameElements(a, b, equalNan) : no()
}

const broadcasts = (a: Shape, b: Shape): boolean =>
  a.every((d, i) => {
    const other = b[b.length - a.length + i] ?? 1
    return d === other || d === 1 || other === 1
  })

/** Whether two arrays broadcast and then have the same elements. (`jax.numpy.array_equiv`) */
export const arrayEquiv = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = [toArray(x, "arrayEquiv"), toArray(y, "arrayEquiv")]
  return broadcasts(a.shape, b.shape) ? sameElements(a, b, false) : no()
}
