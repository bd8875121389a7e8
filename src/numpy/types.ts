// Questions about arrays and dtypes that need no values.
import { type ArrayLike, NDArray } from "../core/array.js"
import type { Shape } from "../core/aval.js"
import { type DType, dtypeInfo, isDType, isInexact, type Kind, kindOf } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { join } from "../core/promote.js"
import { requireDtype } from "./astype.js"
import { resolveAxis } from "./axes.js"
import { toArray } from "./host.js"
import { requireArrayLike, resultTypeOf } from "./promote.js"

/** Size along each axis; `[]` for a number. (`jax.numpy.shape`) */
export const shape = (x: ArrayLike): Shape => toArray(x, "shape").shape
/** The number of axes. (`jax.numpy.ndim`) */
export const ndim = (x: ArrayLike): number => toArray(x, "ndim").ndim
/** The number of elements, or the size along one axis. (`jax.numpy.size`) */
export const size = (x: ArrayLike, axis?: number | null): number => {
  const a = toArray(x, "size")
  return axis === undefined || axis === null ? a.size : (a.shape[resolveAxis("size", axis, a.ndim)] as number)
}
/** Whether a value is a number, a boolean, or an array of rank 0. (`jax.numpy.isscalar`) */
export const isscalar = (x: unknown): boolean => (x instanceof NDArray ? x.ndim === 0 : typeof x === "number" || typeof x === "boolean")

const strong = (dtype: DType): { readonly dtype: DType; readonly weakType: boolean } => ({ dtype, weakType: false })

/** The dtype that two dtypes are converted to when they meet. (`jax.numpy.promote_types`) */
export const promoteTypes = (a: DType, b: DType): DType =>
  join(strong(requireDtype(a, "promoteTypes")), strong(requireDtype(b, "promoteTypes"))).dtype

/** The dtype that arrays, numbers and dtypes are converted to when they meet. Numbers give way to arrays. (`jax.numpy.result_type`) */
export const resultType = (...operands: readonly (ArrayLike | DType)[]): DType => {
  if (operands.length === 0) raise({ code: "argument/arity", op: "resultType", need: "at least one operand is needed", got: "none" })
  const arrays = operands.filter((x): x is ArrayLike => !isDType(x)).map((x) => requireArrayLike(x, "resultType"))
  const types = operands.filter(isDType).map(strong)
  const [first, ...rest] = types
  if (first === undefined) return resultTypeOf(arrays).dtype
  const named = rest.reduce(join, first)
  // bare numbers are weak, whatever they meet; beside whole-number dtypes a whole number is an integer
  const found = arrays.map((x) =>
    x instanceof NDArray ? x.aval : typeof x === "boolean" ? strong("bool") : weakNumber(x as number, named.dtype),
  )
  return found.reduce(join, named).dtype
}

const weakNumber = (x: number, beside: DType): { readonly dtype: DType; readonly weakType: boolean } => ({
  dtype: !isInexact(beside) && Number.isInteger(x) ? "int32" : "float32",
  weakType: true,
})

/** Whether every value of one dtype has its like in another. (`jax.numpy.can_cast`) */
export const canCast = (from: DType, to: DType): boolean => {
  const [a, b] = [dtypeInfo[requireDtype(from, "canCast")], dtypeInfo[requireDtype(to, "canCast")]]
  if (from === to || a.kind === "bool") return true
  if (a.kind === "complex" && b.kind !== "complex") return false
  const isBroad = b.kind === "float" || b.kind === "complex"
  if (a.kind === "float" || a.kind === "complex") return isBroad && b.max >= a.max && b.eps <= a.eps
  // floats hold every whole number up to 2/ε
  return isBroad ? a.max <= 2 / b.eps : a.min >= b.min && a.max <= b.max
}

/** Sets of dtypes, by the array API's names. */
export type DtypeKind = "bool" | "signed integer" | "unsigned integer" | "integral" | "real floating" | "complex floating" | "numeric"

const kinds: { readonly [K in DtypeKind]: readonly Kind[] } = {
  bool: ["bool"],
  "signed integer": ["int"],
  "unsigned integer": ["uint"],
  integral: ["int", "uint"],
  "real floating": ["float"],
  "complex floating": ["complex"],
  numeric: ["int", "uint", "float", "complex"],
}

/** Whether a dtype is one, or of a kind, or any of several. (`jax.numpy.isdtype`) */
export const isdtype = (dtype: DType, kind: DType | DtypeKind | readonly (DType | DtypeKind)[]): boolean =>
  typeof kind === "string"
    ? (isDType(kind) && kind === dtype) || (kind in kinds && kinds[kind as DtypeKind].includes(kindOf(dtype)))
    : (Array.isArray(kind) ? (kind as readonly (DType | DtypeKind)[]) : [requireDtype(kind, "isdtype")]).some((k) => isdtype(dtype, k))

const abstractKinds: Readonly<Record<string, DtypeKind | readonly DtypeKind[]>> = {
  integer: "integral",
  signedinteger: "signed integer",
  unsignedinteger: "unsigned integer",
  floating: "real floating",
  complexfloating: "complex floating",
  inexact: ["real floating", "complex floating"],
  number: "numeric",
}

/** Whether a dtype belongs to one of NumPy's abstract types: "integer", "floating", "inexact", "number", … (`jax.numpy.issubdtype`) */
export const issubdtype = (dtype: DType, kind: string): boolean => {
  const named = abstractKinds[kind]
  return named !== undefined ? isdtype(dtype, named) : kind === "generic" || dtype === kind
}
