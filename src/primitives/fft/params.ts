// What the parameters of a Fourier transform say.

/** From complex numbers to complex numbers, forwards and backwards; from real numbers to half of their spectrum, and back. */
export type FftType = "FFT" | "IFFT" | "RFFT" | "IRFFT"

export const fftTypes: readonly FftType[] = ["FFT", "IFFT", "RFFT", "IRFFT"]

export interface FftParams {
  /** Sizes, before any transform to frequencies or after the transform back, of the last axes; at most three. */
  readonly fftLengths: readonly number[]
  readonly fftType: FftType
}
