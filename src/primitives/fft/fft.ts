// The discrete Fourier transform over the last axes, forwards `X_k = Σ_j x_j·e^{−2πi·jk/n}`, backwards with the opposite sign and divided by n.
// All four kinds are linear, and each is another's transpose but for factors; nothing is conjugated in the pairing of complex numbers `z·w`.
import type { NDArray } from "../../core/array.js"
import { type Aval, sizeOf } from "../../core/aval.js"
import { complexOf, realOf } from "../../core/dtype.js"
import type { Issue } from "../../core/issue.js"
import { batchedAll, definePrimitive, type Lane, linear, type OutAval, type Primitive } from "../../core/primitive.js"
import type { Tensor } from "../../core/tensor.js"
import { bind1 } from "../../core/trace.js"
import { composed } from "../composed.js"
import { mul } from "../elementwise/arithmetic.js"
import { or } from "../elementwise/bits.js"
import { eq } from "../elementwise/comparison.js"
import { complex, conj, imag, real } from "../elementwise/complex.js"
import { selectN } from "../elementwise/select.js"
import { arityIs } from "../guards.js"
import { iota } from "../shape/iota.js"
import { fill } from "../vector.js"
import { evaluated } from "./evaluate.js"
import { type FftParams, type FftType, fftTypes } from "./params.js"
import { transformProgram } from "./program.js"

const halfOf = (n: number): number => Math.floor(n / 2) + 1

/** The sizes of the last axes that an operand must have. */
const expectedSizes = ({ fftType, fftLengths }: FftParams): readonly number[] =>
  fftType === "IRFFT" ? [...fftLengths.slice(0, -1), halfOf(fftLengths.at(-1) as number)] : fftLengths

const paramsFit = ({ fftType, fftLengths }: FftParams): Issue | undefined => {
  if (!fftTypes.includes(fftType))
    return { code: "argument/fft-type", need: `the type of a transform is one of ${fftTypes.join(", ")}`, got: String(fftType) }
  if (!Array.isArray(fftLengths))
    return { code: "argument/fft-lengths", need: "the lengths of a transform are an array", got: String(fftLengths) }
  if (fftLengths.length < 1 || fftLengths.length > 3)
    return { code: "shape/fft-axes", need: "one to three axes are transformed at a time", got: `lengths (${fftLengths.join(", ")})` }
  return fftLengths.every((n) => Number.isInteger(n) && n >= 1)
    ? undefined
    : { code: "shape/fft-length", need: "lengths of a transform must be positive integers", got: `(${fftLengths.join(", ")})` }
}

const dtypeFits = (x: Aval, { fftType }: FftParams): Issue | undefined => {
  const wanted = fftType === "RFFT" ? ["float32", "float64"] : ["complex64", "complex128"]
  return wanted.includes(x.dtype)
    ? undefined
    : {
        code: "dtype/kind",
        need: `${fftType} transforms arrays of ${wanted.join(" or ")}`,
        avals: [x],
        hint: "the functions of np.fft promote by themselves",
      }
}

const sizesFit = (x: Aval, params: FftParams): Issue | undefined => {
  const sizes = expectedSizes(params)
  const last = x.shape.slice(-sizes.length)
  return last.length === sizes.length && last.every((d, i) => d === sizes[i])
    ? undefined
    : {
        code: "shape/fft",
        need: `the last axes must have sizes (${sizes.join(", ")}) for ${params.fftType} of lengths (${params.fftLengths.join(", ")})`,
        avals: [x],
        hint: "the functions of np.fft pad and cut by themselves, with { n } or { s }",
      }
}

/** Shape and dtype of the result. */
const resultOf = (x: Pick<Aval, "shape" | "dtype">, { fftType, fftLengths }: FftParams): OutAval => {
  const n = fftLengths.at(-1) as number
  const before = x.shape.slice(0, -1)
  if (fftType === "RFFT") return { shape: [...before, halfOf(n)], dtype: complexOf(x.dtype) }
  return fftType === "IRFFT" ? { shape: [...before, n], dtype: realOf(x.dtype) } : { shape: x.shape, dtype: x.dtype }
}

/** Frequencies of half a spectrum times `edge` where they stand for themselves alone, 0 and n/2, and times `inner` where they stand for two. */
const weighted = (x: NDArray, n: number, edge: number, inner: number): NDArray => {
  const place = iota(x.shape, x.ndim - 1, "int32")
  const lowest = eq(place, 0)
  const alone = n % 2 === 0 ? or(lowest, eq(place, n / 2)) : lowest
  const like = { shape: x.shape, dtype: realOf(x.dtype) }
  const weights = selectN(alone, fill(inner, like), fill(edge, like))
  return complex(mul(real(x), weights), mul(imag(x), weights))
}

/**
 * The transforms of JAX: forward and backward ones are symmetric; that of `RFFT` sums `t_k·ω^{jk}` over half a spectrum and takes the real part,
 * which is `IRFFT` of conjugates, scaled; that of `IRFFT` is `RFFT`, conjugated.
 */
const transposed = (ct: NDArray, { fftType, fftLengths }: FftParams): NDArray => {
  const n = fftLengths.at(-1) as number
  const size = sizeOf(fftLengths)
  switch (fftType) {
    case "FFT":
    case "IFFT":
      return fft(ct, fftType, fftLengths)
    case "RFFT":
      return fft(conj(weighted(ct, n, size, size / 2)), "IRFFT", fftLengths)
    case "IRFFT":
      return conj(weighted(fft(ct, "RFFT", fftLengths), n, 1 / size, 2 / size))
  }
}

/** Fourier transforms over the last one to three axes. (`jax.lax.fft_p`) */
export const fftP: Primitive<FftParams> = definePrimitive<FftParams>({
  name: "fft",
  shape: (avals, params) => {
    const [x] = avals as readonly [Aval]
    return arityIs(avals, 1) ?? paramsFit(params) ?? dtypeFits(x, params) ?? sizesFit(x, params) ?? [resultOf(x, params)]
  },
  derivative: linear((ct, _, params) => [transposed(ct, params)]),
  batch: ([x], params) => batchedAll(bind1(fftP, [(x as Lane).value], params)),
  evaluate: ([x], params) => [evaluated(x as Tensor, params, resultOf(x as Tensor, params))],
  lower: composed("a Fourier transform", ([x], params) => [transformProgram(x as NDArray, params)]),
})

export const fft = (x: NDArray, fftType: FftType, fftLengths: readonly number[]): NDArray => bind1(fftP, [x], { fftLengths, fftType })
