// Small arrays at rest, outside of the memory that programs compute in: how they come out of it, and how they go in. One number is kept as a
// number: most are read as that or go into the next program, and a typed array takes as long to make as a small program to run.
import { elementOf, type NDArray, type Storage, storageOf } from "../core/array.js"
import type { Aval } from "../core/aval.js"
import { type DType, dtypeInfo, isComplex, type TypedArray } from "../core/dtype.js"

/** Whether an array is one number, which its typed array gives back as it was put. */
export const isNumber = ({ shape, dtype }: Aval): boolean =>
  shape.every((n) => n === 1) && !isComplex(dtype) && dtypeInfo[dtype].Storage === dtypeInfo[dtype].Working

/** A number whose bytes are made when somebody asks for them. */
class NumberAtRest implements Storage {
  readonly element: number
  readonly #dtype: DType
  #stored: TypedArray | undefined

  constructor(dtype: DType, element: number) {
    this.element = element
    this.#dtype = dtype
  }

  read(): TypedArray {
    this.#stored ??= new dtypeInfo[this.#dtype].Storage([this.element])
    return this.#stored
  }
}

/** A copy: `slice` would ask for the species first, which takes as long again. */
const copied = (x: TypedArray): TypedArray => new (x.constructor as new (from: TypedArray) => TypedArray)(x)

const bytesAtRest = (stored: TypedArray): Storage => ({ read: () => stored })

/** What a program has made at a place that it will use again. It holds on to nothing else: what kept the arguments of its run would keep all runs before it. */
export const atRest = (made: TypedArray, dtype: DType, asNumber: boolean): Storage => {
  const x = made[0] as number
  return asNumber && !Number.isNaN(x) ? new NumberAtRest(dtype, x) : bytesAtRest(copied(made)) // a number does not keep the bits of NaN
}

/** Copies an array to where a program reads it. One number is written sooner than the engine's `set` begins; that keeps the bits of NaN, too. */
export const put = (to: TypedArray, from: NDArray, asNumber: boolean): void => {
  const known = asNumber ? elementOf(from) : undefined
  if (known !== undefined) {
    to[0] = known
    return
  }
  const stored = storageOf(from).read()
  const first = stored[0] as number
  if (to.length === 1 && !Number.isNaN(first)) to[0] = first
  else to.set(stored)
}
