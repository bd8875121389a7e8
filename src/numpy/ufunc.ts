// How the functions of the strict IR become NumPy's: promote, broadcast, apply.
import type { ArrayLike, NDArray } from "../core/array.js"
import { convertElementType } from "../primitives/elementwise/convert.js"
import { broadcastTogether } from "./broadcast.js"
import { promote, promoteIntegers, promoteToFloat, promoteToReal } from "./promote.js"

type Unary = (x: NDArray) => NDArray
type Binary = (x: NDArray, y: NDArray) => NDArray

/** A function of one array of any numeric dtype. */
export const unary =
  (name: string, f: Unary) =>
  (x: ArrayLike): NDArray =>
    f(promote(name, [x])[0] as NDArray)

/** A function of one array of real numbers: integers and booleans become float32. */
export const unaryFloat =
  (name: string, f: Unary) =>
  (x: ArrayLike): NDArray =>
    f(promoteToFloat(name, [x])[0] as NDArray)

const meet = (name: string, operands: readonly NDArray[]): readonly [NDArray, NDArray] =>
  broadcastTogether(name, operands) as unknown as readonly [NDArray, NDArray]

/** A function of two arrays, which are promoted to one dtype and broadcast to one shape. */
export const binary =
  (name: string, f: Binary) =>
  (x: ArrayLike, y: ArrayLike): NDArray =>
    f(...meet(name, promote(name, [x, y])))

/** As `binary`, where bare whole numbers are integers. */
export const binaryInteger =
  (name: string, f: Binary) =>
  (x: ArrayLike, y: ArrayLike): NDArray =>
    f(...meet(name, promoteIntegers(name, [x, y])))

/** As `binary`, on real numbers. */
export const binaryFloat =
  (name: string, f: Binary) =>
  (x: ArrayLike, y: ArrayLike): NDArray =>
    f(...meet(name, promoteToFloat(name, [x, y])))

/** As `binaryFloat`, but for complex numbers, which it refuses. */
export const binaryReal =
  (name: string, f: Binary) =>
  (x: ArrayLike, y: ArrayLike): NDArray =>
    f(...meet(name, promoteToReal(name, [x, y])))

/** As `binary`, on truth values: whatever is not zero is true. */
export const logical =
  (name: string, f: Binary) =>
  (x: ArrayLike, y: ArrayLike): NDArray =>
    f(...meet(name, [truth(x), truth(y)]))

/** Whether each element is not zero. */
export const truth = (x: ArrayLike): NDArray => convertElementType(promote("truth", [x])[0] as NDArray, "bool", false)
