// Promotion: what the user mixes, the IR gets as one dtype. JAX's lattice decides; bare numbers give way.
import { type ArrayLike, literalArray, NDArray } from "../core/array.js"
import { type DType, dtypeInfo, isComplex, isInexact, isInteger, kindOf } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { join, type TypeOf } from "../core/promote.js"
import { convertElementType } from "../primitives/elementwise/convert.js"
import { describeLeaf } from "../tree/describe.js"
import { requireListed } from "../tree/required.js"

/** Requires what may stand for an array; anything else is an error that says how to make it one. */
export const requireArrayLike = (x: unknown, op: string): ArrayLike =>
  x instanceof NDArray || typeof x === "number" || typeof x === "boolean"
    ? x
    : raise({
        code: "argument/array",
        op,
        need: "an array, a number or a boolean is needed",
        got: describeLeaf(x),
        hint: Array.isArray(x) || ArrayBuffer.isView(x) ? "wrap it in np.array" : "see np.array for what arrays are made of",
      })

/** Requires a list where several arrays are taken as one argument. */
export const requireArrays = <T>(xs: readonly T[], op: string): readonly T[] =>
  requireListed(xs, {
    code: "argument/arrays",
    op,
    need: "a list of arrays is needed",
    hint: `write the arrays in brackets, as in ${op}([x, y])`,
  })

const floatWeak: TypeOf = { dtype: "float32", weakType: true }
const intWeak: TypeOf = { dtype: "int32", weakType: true }

/** JavaScript does not tell 2 from 2.0: beside integer arrays a whole number is an integer, everywhere else it is a float. */
const typeOfNumber = (x: number, others: TypeOf | undefined): TypeOf =>
  others && !isInexact(others.dtype) && Number.isInteger(x) ? intWeak : floatWeak

const typeOfBoolean: TypeOf = { dtype: "bool", weakType: false }

const joinAll = (types: readonly TypeOf[]): TypeOf | undefined => (types.length === 0 ? undefined : types.reduce(join))

/** The type of arrays that all have the same one: what most operations meet, and need not ask the lattice for. */
const commonType = (operands: readonly ArrayLike[]): TypeOf | undefined => {
  const [first] = operands
  if (!(first instanceof NDArray)) return undefined
  const { dtype, weakType } = first.aval
  for (let i = 1; i < operands.length; i++) {
    const x = operands[i]
    if (!(x instanceof NDArray) || x.aval.dtype !== dtype || x.aval.weakType !== weakType) return undefined
  }
  return first.aval
}

/** The dtype and weakness that the operands meet in. (`jax.numpy.result_type`) */
export const resultTypeOf = (operands: readonly ArrayLike[]): TypeOf => {
  const same = commonType(operands)
  if (same) return same
  const strong = joinAll(operands.flatMap((x) => (x instanceof NDArray ? [x.aval] : typeof x === "boolean" ? [typeOfBoolean] : [])))
  const numbers = operands.flatMap((x) => (typeof x === "number" ? [typeOfNumber(x, strong)] : []))
  return joinAll([...(strong ? [strong] : []), ...numbers]) ?? floatWeak
}

const numberAs = (x: number | boolean, dtype: DType, op: string): NDArray => {
  const value = Number(x)
  const { min, max } = dtypeInfo[dtype]
  if (isInteger(dtype) && !(Number.isInteger(value) && value >= min && value <= max))
    raise({
      code: "dtype/range",
      op,
      need: `a number that becomes ${dtype} must be whole and lie in ${min}…${max}`,
      got: String(value),
      hint: "convert the array to a wider dtype with astype, or round the number first",
    })
  return literalArray(kindOf(dtype) === "bool" ? Number(value !== 0) : value, dtype)
}

/** An operand as an array of the dtype; bare numbers become literals. */
export const toDtype = (x: ArrayLike, { dtype, weakType }: TypeOf, op: string): NDArray =>
  !(x instanceof NDArray) ? numberAs(x, dtype, op) : x.dtype === dtype ? x : convertElementType(x, dtype, weakType)

/** Operands in the one dtype that they promote to. */
export const promote = (op: string, operands: readonly ArrayLike[]): readonly NDArray[] => {
  const type = resultTypeOf(operands.map((x) => requireArrayLike(x, op)))
  return operands.map((x) => toDtype(x, type, op))
}

/** As `promote`, where whole numbers among themselves are integers: for bits and divisors. */
export const promoteIntegers = (op: string, operands: readonly ArrayLike[]): readonly NDArray[] =>
  operands.length > 0 && operands.every((x) => Number.isInteger(x)) ? operands.map((x) => toDtype(x, intWeak, op)) : promote(op, operands)

/** As `promote`, and to float32 where they meet in integers or booleans: for division, means, and functions of real and complex numbers. */
export const promoteToFloat = (op: string, operands: readonly ArrayLike[]): readonly NDArray[] => {
  const type = resultTypeOf(operands.map((x) => requireArrayLike(x, op)))
  const float = isInexact(type.dtype) ? type : { dtype: "float32" as const, weakType: type.weakType }
  return operands.map((x) => toDtype(x, float, op))
}

/** As `promoteToFloat`, where complex numbers have no meaning: what asks for an order between them. */
export const promoteToReal = (op: string, operands: readonly ArrayLike[]): readonly NDArray[] => {
  const promoted = promoteToFloat(op, operands)
  if (promoted.some((x) => isComplex(x.dtype)))
    raise({
      code: "dtype/kind",
      op,
      need: "real numbers are needed: complex ones have no order",
      avals: operands.filter((x): x is NDArray => x instanceof NDArray).map((x) => x.aval),
      hint: "of a complex array, take np.real(x), np.imag(x) or np.abs(x)",
    })
  return promoted
}

/** What is written into an array, in its dtype, if that is what the two promote to; anything else would lose digits without a word. */
export const updateOf = (x: NDArray, values: ArrayLike, op: string): NDArray => {
  const { dtype } = resultTypeOf([x, requireArrayLike(values, op)])
  return dtype === x.dtype
    ? toDtype(values, x.aval, op)
    : raise({
        code: "dtype/update",
        op,
        need: `updates of a ${x.dtype} array must fit into ${x.dtype}`,
        got: typeof values === "object" ? values.dtype : String(values),
        hint: `convert the array with astype("${dtype}") first, or the update with astype("${x.dtype}")`,
      })
}
