// Tensors of complex numbers, taken apart into two of real ones and put together again: what the reference evaluation of most operations needs
// no more than.
import type { DType } from "./dtype.js"
import { isComplex, realOf } from "./dtype.js"
import type { RunJaxpr } from "./primitive.js"
import { type Tensor, tensor, tensorFrom, workingArray } from "./tensor.js"

/** One complex number: its real and its imaginary part. */
export interface Complex {
  readonly re: number
  readonly im: number
}

/** The real (0) or the imaginary (1) part of a tensor; a real one is its own real part, and its imaginary part is zero. */
export const partOf = ({ shape, dtype, data }: Tensor, part: 0 | 1, as: DType = realOf(dtype)): Tensor =>
  isComplex(dtype)
    ? tensorFrom(shape, as, (i) => data[2 * i + part] as number)
    : tensorFrom(shape, as, (i) => (part === 0 ? (data[i] as number) : 0))

/** The tensor of `re + i·im`. */
export const joinParts = (re: Tensor, im: Tensor, dtype: DType): Tensor => {
  const data = workingArray(re.shape, dtype)
  for (let i = 0; 2 * i < data.length; i++) {
    data[2 * i] = re.data[i] as number
    data[2 * i + 1] = im.data[i] as number
  }
  return tensor(re.shape, dtype, data)
}

type Evaluate<P> = (inputs: readonly Tensor[], params: P, run: RunJaxpr) => readonly Tensor[]

/**
 * An evaluation of real tensors, applied to the real and to the imaginary parts of complex ones in turn: of whatever moves or adds up elements.
 * Real operands among them, such as indices, are given to both.
 */
export const byParts =
  <P>(evaluate: Evaluate<P>): Evaluate<P> =>
  (inputs, params, run) => {
    const complex = inputs.find((x) => isComplex(x.dtype))
    if (!complex) return evaluate(inputs, params, run)
    const parts = (part: 0 | 1): readonly Tensor[] =>
      evaluate(
        inputs.map((x) => (isComplex(x.dtype) ? partOf(x, part) : x)),
        params,
        run,
      )
    const im = parts(1)
    return parts(0).map((re, i) => joinParts(re, im[i] as Tensor, complex.dtype))
  }

/** A product of real tensors as one of complex tensors, whose parts are multiplied in float64: `(a + ib)(c + id) = (ac − bd) + i(ad + bc)`. */
export const complexProduct = (x: Tensor, y: Tensor, dtype: DType, product: (x: Tensor, y: Tensor) => Tensor): Tensor => {
  const [a, b, c, d] = [partOf(x, 0, "float64"), partOf(x, 1, "float64"), partOf(y, 0, "float64"), partOf(y, 1, "float64")]
  const combined = (p: Tensor, q: Tensor, sign: 1 | -1): Tensor =>
    tensorFrom(p.shape, "float64", (i) => (p.data[i] as number) + sign * (q.data[i] as number))
  return joinParts(combined(product(a, c), product(b, d), -1), combined(product(a, d), product(b, c), 1), dtype)
}
