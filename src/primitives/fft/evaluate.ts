// Fourier transforms as the reference evaluates them: one line after another in float64, by the smallest prime factor of its length; lines of large
// prime length as convolutions of a power of two (Bluestein 1970).
import { type Shape, sizeOf } from "../../core/aval.js"
import { isComplex, realOf, type TypedArray } from "../../core/dtype.js"
import { type Tensor, tensor, workingArray } from "../../core/tensor.js"
import { rootOfUnity } from "./butterflies.js"
import type { FftParams } from "./params.js"
import { smallestFactor } from "./radices.js"

/** Complex numbers in float64. */
interface Numbers {
  readonly re: Float64Array
  readonly im: Float64Array
}

const numbers = (n: number): Numbers => ({ re: new Float64Array(n), im: new Float64Array(n) })

/** `e^{−2πi·j/n}` for j = 0 … n − 1. */
const rootsOf = (n: number): Numbers => {
  const roots = numbers(n)
  for (let j = 0; j < n; j++) [roots.re[j], roots.im[j]] = rootOfUnity(j, n)
  return roots
}

/** `to[k] += x · ω`. A part of ω that is 0 takes no part, as in butterflies: a quarter turn of ∞ or NaN only changes places and signs. */
const addProduct = (to: Numbers, k: number, x: Numbers, i: number, w: Numbers, j: number): void => {
  const [re, im] = [w.re[j]!, w.im[j]!]
  to.re[k]! += (re === 0 ? 0 : x.re[i]! * re) - (im === 0 ? 0 : x.im[i]! * im)
  to.im[k]! += (im === 0 ? 0 : x.re[i]! * im) + (re === 0 ? 0 : x.im[i]! * re)
}

/** Every `step`-th of some numbers, `n` from `start` on. */
interface Line {
  readonly of: Numbers
  readonly start: number
  readonly step: number
  readonly n: number
}

/** Lengths up to this are transformed as the definition says. */
const short = 16
/** Prime lengths from this on are convolutions. */
const long = 64

/** `X_k = Σ_j x_j·ω^{jk}`, ω being an n-th root of unity among `roots`. */
const transformed = (x: Line, roots: Numbers): Numbers => {
  const p = smallestFactor(x.n)
  if (p === x.n && p > long) return convolved(x)
  return x.n <= short || p === x.n ? byDefinition(x, roots) : byFactor(x, roots, p)
}

const byDefinition = ({ of, start, step, n }: Line, roots: Numbers): Numbers => {
  const apart = roots.re.length / n
  const result = numbers(n)
  for (let k = 0; k < n; k++) for (let j = 0; j < n; j++) addProduct(result, k, of, start + j * step, roots, ((j * k) % n) * apart)
  return result
}

/** With n = p·m and the transforms Yq of every p-th element from q on: `X_k = Σ_q ω^{qk}·Yq_{k mod m}`. */
const byFactor = ({ of, start, step, n }: Line, roots: Numbers, p: number): Numbers => {
  const [m, apart] = [n / p, roots.re.length / n]
  const result = numbers(n)
  for (let q = 0; q < p; q++) {
    const y = transformed({ of, start: start + q * step, step: step * p, n: m }, roots)
    for (let k = 0; k < n; k++) addProduct(result, k, y, k % m, roots, ((q * k) % n) * apart)
  }
  return result
}

const whole = (of: Numbers): Line => ({ of, start: 0, step: 1, n: of.re.length })

/** With `c_j = e^{−πi·j²/n}`: `X_k = c_k·Σ_j (x_j·c_j)·c̄_{k−j}`. */
const convolved = ({ of, start, step, n }: Line): Numbers => {
  const size = 2 ** Math.ceil(Math.log2(2 * n - 1))
  const [a, b, c] = [numbers(size), numbers(size), numbers(n)]
  for (let j = 0; j < n; j++) {
    const [re, im] = rootOfUnity((j * j) % (2 * n), 2 * n)
    c.re[j] = re
    c.im[j] = im
    b.re[j] = re
    b.im[j] = -im
    b.re[(size - j) % size] = re
    b.im[(size - j) % size] = -im
    addProduct(a, j, of, start + j * step, c, j)
  }
  const roots = rootsOf(size)
  const [spectrum, filter] = [transformed(whole(a), roots), transformed(whole(b), roots)]
  const product = numbers(size)
  for (let k = 0; k < size; k++) addProduct(product, k, spectrum, k, filter, k)
  const around = transformed(whole({ re: product.im, im: product.re }), roots) // parts exchanged: backwards
  const result = numbers(n)
  for (let k = 0; k < n; k++) addProduct(result, k, { re: around.im, im: around.re }, k, c, k)
  return { re: result.re.map((v) => v / size), im: result.im.map((v) => v / size) }
}

/** Along one axis, backwards with the parts exchanged before and after. */
const alongAxis = (x: Numbers, shape: Shape, axis: number, backwards: boolean): void => {
  const n = shape[axis] as number
  const apart = sizeOf(shape.slice(axis + 1))
  const [one, other] = backwards ? [x.im, x.re] : [x.re, x.im]
  const roots = rootsOf(n)
  for (let line = 0; line < x.re.length / n; line++) {
    const at = (j: number): number => (Math.floor(line / apart) * n + j) * apart + (line % apart)
    const y = transformed({ of: { re: one, im: other }, start: at(0), step: apart, n }, roots)
    for (let j = 0; j < n; j++) {
      one[at(j)] = y.re[j]!
      other[at(j)] = y.im[j]!
    }
  }
}

/** The numbers with another length along the last axis, each taken from where `from` says, or conjugated from `−1 − from`. */
const relined = (x: Numbers, length: number, to: number, from: (k: number) => number): Numbers => {
  const lines = length === 0 ? 0 : x.re.length / length
  const y = numbers(lines * to)
  for (let line = 0; line < lines; line++)
    for (let k = 0; k < to; k++) {
      const source = from(k)
      const i = line * length + (source < 0 ? -1 - source : source)
      y.re[line * to + k] = x.re[i]!
      y.im[line * to + k] = source < 0 ? -x.im[i]! : x.im[i]!
    }
  return y
}

const numbersOf = ({ dtype, data }: Tensor): Numbers => {
  const width = isComplex(dtype) ? 2 : 1
  const part = (which: 0 | 1): Float64Array =>
    Float64Array.from({ length: data.length / width }, (_, i) => (which < width ? data[width * i + which]! : 0))
  return { re: part(0), im: part(1) }
}

const written = ({ re, im }: Numbers, { shape, dtype }: Pick<Tensor, "shape" | "dtype">): Tensor => {
  const data: TypedArray = workingArray(shape, dtype)
  const width = isComplex(dtype) ? 2 : 1
  for (let i = 0; i < re.length; i++) {
    data[width * i] = re[i]!
    if (width === 2) data[2 * i + 1] = im[i]!
  }
  return tensor(shape, dtype, data)
}

/** The transform of a tensor, whose result has the given shape and dtype. */
export const evaluated = (x: Tensor, { fftType, fftLengths }: FftParams, result: Pick<Tensor, "shape" | "dtype">): Tensor => {
  const rank = x.shape.length
  const axes = fftLengths.map((_, i) => rank - fftLengths.length + i)
  const n = fftLengths.at(-1) as number
  const full = [...x.shape.slice(0, -1), n]
  const values = numbersOf(x)
  if (sizeOf(result.shape) === 0 || values.re.length === 0) return written(numbers(sizeOf(result.shape)), result)
  const half = Math.floor(n / 2) + 1
  const backwards = fftType === "IFFT" || fftType === "IRFFT"
  if (fftType === "IRFFT") {
    for (const a of axes.slice(0, -1)) alongAxis(values, x.shape, a, true)
    // imaginary parts of frequencies 0 and n/2 only come to imaginary parts of the result, which are left out
    const mirrored = relined(values, half, n, (k) => (k < half ? k : -1 - (n - k)))
    alongAxis(mirrored, full, rank - 1, true)
    return written(divided(mirrored, sizeOf(fftLengths)), { shape: result.shape, dtype: realOf(x.dtype) })
  }
  for (const a of axes) alongAxis(values, full, a, backwards)
  const kept = fftType === "RFFT" ? relined(values, n, half, (k) => k) : values
  return written(backwards ? divided(kept, sizeOf(fftLengths)) : kept, result)
}

const divided = ({ re, im }: Numbers, by: number): Numbers => ({ re: re.map((v) => v / by), im: im.map((v) => v / by) })
