// How this room takes its operands and options: dtypes that have transforms, axes and lengths checked, and the scale that a norm asks for.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type DType, isComplex } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import type { OptionNames } from "../core/options.js"
import { promoteToFloat } from "../numpy/promote.js"
import { convertElementType } from "../primitives/elementwise/convert.js"

/** Which direction divides by the number of elements: `backward`, `forward`, or both, by its root: `ortho`. */
export type FftNorm = "backward" | "ortho" | "forward"

export interface NormOption {
  /** Default `backward`: the inverse transform divides by the number of elements. */
  readonly norm?: FftNorm | null
}

export interface FftOptions extends NormOption {
  /** The length that the axis is cut or padded with zeros to; of the result for transforms to real numbers. */
  readonly n?: number | null
}

export const fftOptions: OptionNames<FftOptions> = { n: "number", norm: "string" }

export interface FftnOptions extends NormOption {
  /** Lengths that the axes are cut or padded with zeros to; of the result for transforms to real numbers. */
  readonly s?: readonly number[] | null
}

export const fftnOptions: OptionNames<FftnOptions> = { s: "list", norm: "string" }

const norms: readonly FftNorm[] = ["backward", "ortho", "forward"]

export const requireNorm = (op: string, norm: FftNorm | null | undefined): FftNorm =>
  norm === null || norm === undefined
    ? "backward"
    : norms.includes(norm)
      ? norm
      : raise({ code: "argument/norm", op, need: "norm must be 'backward', 'ortho' or 'forward'", got: String(norm) })

const opposites: { readonly [N in FftNorm]: FftNorm } = { backward: "forward", ortho: "ortho", forward: "backward" }
/** The norm by which the transform in the other direction is scaled as this one is. */
export const oppositeNorm = (op: string, norm: FftNorm | null | undefined): FftNorm => opposites[requireNorm(op, norm)]

/** What multiplies a transform of `size` elements that is not scaled if forward, and divided by size if inverse. */
export const scaleOf = (norm: FftNorm, inverse: boolean, size: number): number => {
  if (norm === "backward") return 1
  const forward = norm === "ortho" ? 1 / Math.sqrt(size) : 1 / size
  return inverse ? size * (norm === "ortho" ? 1 / Math.sqrt(size) : 1) : forward
}

export const requireLength = (op: string, n: number): number =>
  Number.isInteger(n) && n >= 1
    ? n
    : raise({
        code: "shape/fft-length",
        op,
        need: "the length of a transform must be a positive integer",
        got: String(n),
        hint: "an axis without elements has no transform: say how many zeros it stands for with { n } or { s }",
      })

/** Transforms are computed in float32 and float64, and in complex numbers of those. */
const wide = (dtype: DType): DType => (dtype === "float16" || dtype === "bfloat16" ? "float32" : dtype)

/** Numbers in a dtype that has transforms; integers become float32. */
export const numbersOf = (op: string, x: ArrayLike): NDArray => {
  const [a] = promoteToFloat(op, [x]) as readonly [NDArray]
  return convertElementType(a, wide(a.dtype))
}

/** The same of real numbers. */
export const realsOf = (op: string, x: ArrayLike): NDArray => {
  const a = numbersOf(op, x)
  return isComplex(a.dtype)
    ? raise({
        code: "dtype/kind",
        op,
        need: "real numbers are needed",
        avals: [a.aval],
        hint: "use fft for complex numbers, or take np.real(x)",
      })
    : a
}
