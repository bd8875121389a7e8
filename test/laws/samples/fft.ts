// Samples of Fourier transforms: every kind, along one axis and several, of lengths with each kind of stage.
import type { NDArray } from "../../../src/core/array.js"
import { fft } from "../../../src/primitives/fft/fft.js"
import type { FftType } from "../../../src/primitives/fft/params.js"
import type { PrimitiveName } from "../../../src/primitives/index.js"
import type { Domain, Sample } from "../sample.js"

const real = (...shape: readonly number[]): Domain => ({ shape, low: -1, high: 1 })
const complex = (...shape: readonly number[]): Domain => ({ ...real(...shape), dtype: "complex128" })
const single = (x: Domain): Domain => ({ ...x, dtype: x.dtype === "complex128" ? "complex64" : "float32" })

const sample = (note: string, x: Domain, type: FftType, ...lengths: readonly number[]): Sample => ({
  note: `${type}, ${note}`,
  apply: (z) => fft(z as NDArray, type, lengths),
  inputs: [x],
})

export const fftSamples: { readonly [N in PrimitiveName & "fft"]: readonly Sample[] } = {
  fft: [
    sample("one axis", complex(2, 3, 5), "FFT", 5),
    sample("two axes", complex(2, 3, 5), "FFT", 3, 5),
    sample("three axes, complex64", single(complex(2, 3, 4)), "FFT", 2, 3, 4),
    sample("eights and a three", complex(2, 24), "FFT", 24),
    sample("a matrix of roots", complex(2, 34), "FFT", 34),
    sample("a convolution", complex(67), "FFT", 67),
    sample("one element", complex(2, 1), "FFT", 1),
    sample("no line", complex(0, 4), "FFT", 4),
    sample("one axis", complex(2, 3, 5), "IFFT", 5),
    sample("two axes", complex(2, 3, 5), "IFFT", 3, 5),
    sample("an odd length", real(2, 3, 5), "RFFT", 5),
    sample("an even length", real(2, 3, 8), "RFFT", 8),
    sample("two axes, float32", single(real(2, 3, 6)), "RFFT", 3, 6),
    sample("two numbers", real(3, 2), "RFFT", 2),
    sample("an odd length", complex(2, 3, 3), "IRFFT", 5),
    sample("an even length", complex(2, 3, 5), "IRFFT", 8),
    sample("two axes, complex64", single(complex(2, 3, 4)), "IRFFT", 3, 6),
    sample("two numbers", complex(3, 2), "IRFFT", 2),
    sample("one number", complex(3, 1), "IRFFT", 1),
  ],
}
