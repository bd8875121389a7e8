// Complex arrays while a program is compiled: pairs of real ones. In memory the two parts stand in turn, so that each is a view of every
// second number of a real buffer; no kernel knows of complex numbers.
import { type Shape, type ShapeDtype, sizeOf } from "../core/aval.js"
import { type DType, isComplex, realOf } from "../core/dtype.js"
import type { Lowered } from "../core/lower.js"
import type { Builder } from "./builder.js"
import { type Buffer, throughViews, type Value, wholeBuffer } from "./value.js"
import { contiguous, type View } from "./view.js"

/** A complex array: its real and its imaginary part. */
export interface Pair extends Lowered {
  readonly parts: readonly [re: Value, im: Value]
}

/** What a variable holds. */
export type Held = Value | Pair

export const isPair = (x: Lowered): x is Pair => "parts" in x

export const pairOf = (re: Value, im: Value, dtype: DType): Pair => ({
  shape: re.shape.length > im.shape.length ? re.shape : im.shape,
  dtype,
  parts: [re, im],
})

/** The real values that an array is made of: itself, or its two parts. */
export const valuesOf = (x: Lowered): readonly Value[] => (isPair(x) ? x.parts : [x as Value])

/** The real arrays that arrays are made of. */
export const flatAvals = <A extends ShapeDtype>(avals: readonly A[]): readonly A[] =>
  avals.flatMap((a) => (isComplex(a.dtype) ? [0, 1].map(() => ({ ...a, dtype: realOf(a.dtype) })) : [a]))

/** Values of `flatAvals` put together again. */
export const gathered = (dtypes: readonly DType[], values: readonly Value[]): readonly Held[] => {
  let next = 0
  return dtypes.map((dtype) => {
    const first = values[next++] as Value
    return isComplex(dtype) ? pairOf(first, values[next++] as Value, dtype) : first
  })
}

/** How many numbers of its buffer an array takes. */
const numbersIn = ({ shape, dtype }: ShapeDtype): number => sizeOf(shape) * (isComplex(dtype) ? 2 : 1)

/** A buffer for the numbers of an array. */
export const bufferFor = (builder: Builder, aval: ShapeDtype): Buffer => builder.newBuffer(realOf(aval.dtype), numbersIn(aval))

/** Every second number, from the first (0) or from the second (1) on. */
const everySecond = (shape: Shape, which: 0 | 1): View => {
  const { strides } = contiguous(shape)
  return { offset: which, strides: strides.map((s) => 2 * s) }
}

const partIn = (buffer: Buffer, shape: Shape, which: 0 | 1): Value =>
  throughViews(wholeBuffer(buffer, [buffer.size]), shape, () => everySecond(shape, which)) as Value

/** The array whose numbers a buffer holds. */
export const heldIn = (buffer: Buffer, { shape, dtype }: ShapeDtype): Held =>
  isComplex(dtype) ? pairOf(partIn(buffer, shape, 0), partIn(buffer, shape, 1), dtype) : wholeBuffer(buffer, shape)

/** Writes an array into a buffer made for it. */
export const writeHeld = (builder: Builder, buffer: Buffer, x: Held): void => {
  const views = isPair(x) ? [everySecond(x.shape, 0), everySecond(x.shape, 1)] : [contiguous(x.shape)]
  valuesOf(x).forEach(({ node }, i) => {
    builder.write(buffer, views[i] as View, x.shape, node)
  })
}
