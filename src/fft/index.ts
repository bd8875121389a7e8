/**
 * Discrete Fourier transforms of complex and of real numbers, of any length and over any axes, with JAX's names; differentiable and compiled.
 * @packageDocumentation
 */
import "../install.js"

export { type FrequencyOptions, fftfreq, fftshift, ifftshift, rfftfreq } from "./frequencies.js"
export { fft2, fftn, ifft2, ifftn, irfft2, irfftn, rfft2, rfftn } from "./many.js"
export { type ComplexPair, fft, hfft, ifft, ihfft, irfft, rfft } from "./one.js"
export type { FftNorm, FftnOptions, FftOptions } from "./options.js"
