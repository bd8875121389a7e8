// np.array: what JavaScript calls arrays becomes arrays. Ragged rows and numbers that a dtype cannot hold are errors that name the place.
import { type ArrayLike, NDArray } from "../core/array.js"
import type { Shape } from "../core/aval.js"
import type { Complex } from "../core/complex.js"
import { type DType, dtypeInfo, isComplex, isFloat, isInteger, kindOf, type TypedArray, widthOf } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { join, type TypeOf } from "../core/promote.js"
import { tensor, workingArray } from "../core/tensor.js"
import { describeLeaf } from "../tree/describe.js"
import { astype, requireDtype } from "./astype.js"
import { fromTensor, shapeOf } from "./host.js"
import { stack } from "./joining.js"
import { requireArrayLike, resultTypeOf, toDtype } from "./promote.js"
import { reshape } from "./reshape.js"

/** Numbers in memory that JavaScript keeps in one piece. */
export type NumberArray = TypedArray | Uint8ClampedArray

/** What `np.array` makes arrays of: numbers, booleans, complex numbers, arrays, typed arrays, and nested JavaScript arrays or other iterables of them. */
export type ArrayData = ArrayLike | Complex | NumberArray | readonly ArrayData[] | Iterable<ArrayData>

export interface ArrayOptions {
  readonly dtype?: DType
  /** The shape to give the elements, in row-major order. */
  readonly shape?: number | Shape
}

const arrayOptions: OptionNames<ArrayOptions> = { dtype: "string", shape: "number|list" }

const typedDtypes: Readonly<Record<string, DType>> = {
  Int8Array: "int8",
  Uint8Array: "uint8",
  Uint8ClampedArray: "uint8",
  Int16Array: "int16",
  Uint16Array: "uint16",
  Int32Array: "int32",
  Uint32Array: "uint32",
  Float32Array: "float32",
  Float64Array: "float64",
}

const dtypeOfTyped = (x: object): DType | undefined => typedDtypes[Object.prototype.toString.call(x).slice(8, -1)]

const isTyped = (x: unknown): x is NumberArray => ArrayBuffer.isView(x) && dtypeOfTyped(x) !== undefined

const isComplexNumber = (x: unknown): x is Complex =>
  typeof x === "object" && x !== null && "re" in x && "im" in x && typeof x.re === "number" && typeof x.im === "number"

/** One element. */
type Element = number | boolean | Complex

const isElement = (x: unknown): x is Element => typeof x === "number" || typeof x === "boolean" || isComplexNumber(x)

type Row = NumberArray | readonly ArrayData[]

const isRow = (x: unknown): x is Row => Array.isArray(x) || isTyped(x)

/** Sets, generators and the like, which have to be gone through once to know how long they are. */
const isIterable = (x: unknown): x is Iterable<ArrayData> =>
  typeof x === "object" && x !== null && Symbol.iterator in x && !Array.isArray(x) && !ArrayBuffer.isView(x) && !(x instanceof NDArray)

const holdsIterables = (x: ArrayData): boolean => (Array.isArray(x) ? x.some(holdsIterables) : isIterable(x))

/** The same elements with every iterable written out as a JavaScript array. */
const writtenOut = (x: ArrayData): ArrayData =>
  isIterable(x) ? Array.from(x, writtenOut) : Array.isArray(x) && holdsIterables(x) ? x.map(writtenOut) : x

const pathOf = (place: readonly number[]): string => place.map((i) => `[${i}]`).join("") || "the top"

/** Whether arrays, perhaps traced, stand among the numbers. */
const holdsArrays = (x: ArrayData): boolean => x instanceof NDArray || (Array.isArray(x) && x.some(holdsArrays))

/** The shape that the first element at every depth has; the others must have it too. */
const shapeOfFirst = (x: ArrayData): number[] => (isRow(x) ? [x.length, ...(x.length === 0 ? [] : shapeOfFirst(x[0] as ArrayData))] : [])

const ragged = (place: readonly number[], x: unknown, shape: Shape): never => {
  const depth = place.length
  return raise({
    code: "shape/ragged",
    op: "array",
    path: pathOf(place),
    need:
      depth < shape.length
        ? `a row of length ${shape[depth]} is needed, like the rows before it`
        : "a number is needed, as in the rows before it",
    got: isRow(x) ? `a row of length ${x.length}` : describeLeaf(x),
    hint: "arrays are rectangular: make all rows equally long",
  })
}

/** Whether a row is numbers of one dtype that become another's as the language's typed arrays convert them: none has to be refused. */
const convertsFreely = (x: Row, dtype: DType): x is NumberArray => isTyped(x) && (dtypeOfTyped(x) === dtype || isFloat(dtype))

const floatWeak: TypeOf = { dtype: "float32", weakType: true }
const strong = (dtype: DType): TypeOf => ({ dtype, weakType: false })

/** The type that the elements of nested rows meet in: numbers are float32, booleans bool, typed arrays what they hold. */
const typeOfData = (x: ArrayData): TypeOf | undefined => {
  if (typeof x === "number") return floatWeak
  if (typeof x === "boolean") return strong("bool")
  if (isComplexNumber(x)) return strong("complex64")
  if (isTyped(x)) return strong(dtypeOfTyped(x) as DType)
  if (!Array.isArray(x)) return undefined
  let type: TypeOf | undefined
  for (const element of x as readonly ArrayData[]) {
    const found = typeOfData(element)
    type = type && found ? (type === found ? type : join(type, found)) : (type ?? found)
  }
  return type
}

/** One number, the `i`th of its row, as a dtype stores it; integers must be able to hold it exactly. */
const fitted = (value: number, dtype: DType, row: readonly number[], i?: number): number => {
  if (kindOf(dtype) === "bool") return value === 0 ? 0 : 1
  const { min, max } = dtypeInfo[dtype]
  return !isInteger(dtype) || (Number.isInteger(value) && value >= min && value <= max)
    ? value
    : raise({
        code: Number.isNaN(value) ? "dtype/cast" : "dtype/range",
        op: "array",
        path: pathOf(i === undefined ? row : [...row, i]),
        need: `${dtype} holds whole numbers from ${min} to ${max}`,
        got: String(value),
        hint: "round first, or make a float array and convert it with astype, which rounds towards 0",
      })
}

/** The parts of a complex number, which only a complex dtype can hold. */
const partsFor = ({ re, im }: Complex, dtype: DType, row: readonly number[], i?: number): readonly number[] =>
  isComplex(dtype)
    ? [re, im]
    : raise({
        code: "dtype/cast",
        op: "array",
        path: pathOf(i === undefined ? row : [...row, i]),
        need: `${dtype} does not hold complex numbers`,
        got: `{ re: ${re}, im: ${im} }`,
        hint: "leave out the dtype, or take the part that is wanted",
      })

/** Writes one element, the `i`th of its row. */
const writeElement = (x: Element, dtype: DType, out: TypedArray, at: number, row: readonly number[], i?: number): void => {
  if (isComplexNumber(x)) out.set(partsFor(x, dtype, row, i), at)
  else out[at] = isFloat(dtype) ? Number(x) : fitted(Number(x), dtype, row, i)
}

/** Writes rows in row-major order, beginning at `at`; every row must have the length that `shape` says. Returns where it ended. */
const writeRows = (x: ArrayData, shape: Shape, dtype: DType, place: readonly number[], out: TypedArray, at: number): number => {
  if (!isRow(x) || x.length !== shape[place.length]) throw ragged(place, x, shape)
  if (place.length + 1 < shape.length)
    return (x as readonly ArrayData[]).reduce<number>((next, row, i) => writeRows(row, shape, dtype, [...place, i], out, next), at)
  const width = widthOf(dtype)
  if (convertsFreely(x, dtype)) out.set(x, at)
  else
    for (let i = 0; i < x.length; i++) {
      const element: unknown = x[i]
      if (!isElement(element)) throw ragged([...place, i], element, shape)
      writeElement(element, dtype, out, at + i * width, place, i)
    }
  return at + x.length * width
}

const fromNumbers = (data: ArrayData, dtype: DType): NDArray => {
  const shape = shapeOfFirst(data)
  const out = workingArray(shape, dtype)
  if (isElement(data)) writeElement(data, dtype, out, 0, [])
  else writeRows(data, shape, dtype, [], out, 0)
  return fromTensor(tensor(shape, dtype, out))
}

const leavesOf = (x: ArrayData): readonly ArrayLike[] =>
  isRow(x) ? Array.from(x as readonly ArrayData[]).flatMap(leavesOf) : [requireArrayLike(x, "array")]

/** Rows that hold arrays are stacked, so that traced values keep their derivatives. */
const fromArrays = (data: ArrayData, type: TypeOf, place: readonly number[]): NDArray => {
  if (!isRow(data)) return toDtype(data as ArrayLike, type, "array")
  const rows = Array.from(data as readonly ArrayData[], (row, i) => fromArrays(row, type, [...place, i]))
  const [first] = rows
  rows.forEach((row, i) => {
    if (row.shape.join() !== first?.shape.join())
      raise({
        code: "shape/ragged",
        op: "array",
        path: pathOf([...place, i]),
        need: `the shape [${first?.shape.join(",")}] of the elements before it is needed`,
        avals: [row.aval],
        hint: "arrays are rectangular: broadcast or pad the elements to one shape",
      })
  })
  return stack(rows, 0)
}

const fromData = (given: ArrayData, dtype: DType | undefined): NDArray => {
  if (given instanceof NDArray) return astype(given, dtype ?? given.dtype)
  const data = writtenOut(given)
  if (holdsArrays(data)) {
    const type = strong(dtype ?? resultTypeOf(leavesOf(data)).dtype)
    return astype(fromArrays(data, type, []), type.dtype) // what is made on purpose is not weak
  }
  const known = isRow(data) || isElement(data)
  if (!known)
    return raise({
      code: "argument/array",
      op: "array",
      need: "numbers, booleans, typed arrays, arrays, or nested JavaScript arrays of them are needed",
      got: describeLeaf(data),
      hint: ArrayBuffer.isView(data)
        ? "there are no 64-bit integers: convert to Int32Array or Float64Array"
        : "await promises, and parse strings first",
    })
  return fromNumbers(data, dtype ?? typeOfData(data)?.dtype ?? "float32")
}

/**
 * An array of the given elements. Numbers become float32, booleans bool, `{ re, im }` complex64, typed arrays keep their dtype (`Float64Array` float64, `Int32Array` int32, …).
 * Arrays among them are stacked: `np.array([x, 1])`. The data is copied. (`jax.numpy.array`)
 * @example np.array([[1, 2, 3], [4, 5, 6]]).shape // [2, 3]
 * @throws ShapeError where rows differ in length; DTypeError where an integer dtype cannot hold a number.
 */
export const array = (data: ArrayData, options?: ArrayOptions): NDArray => {
  const { dtype, shape } = optionsOf("array", options, arrayOptions)
  const made = fromData(data, dtype === undefined ? undefined : requireDtype(dtype, "array"))
  return shape === undefined ? made : reshape(made, shapeOf(shape, "array"))
}

/** As `array`; an array that is already right is returned as it is. (`jax.numpy.asarray`) */
export const asarray = (data: ArrayData, options: ArrayOptions = {}): NDArray => {
  optionsOf("asarray", options, arrayOptions)
  return data instanceof NDArray && options.shape === undefined && (options.dtype ?? data.dtype) === data.dtype
    ? data
    : array(data, options)
}
/** A copy; arrays are immutable, so there is hardly ever a need for one. */
export const copy = array
