// Special functions: the error function's family and the gamma function's.
import type { ArrayLike, NDArray } from "../core/array.js"
import * as prim from "../primitives/elementwise/special.js"
import { arrayOf, type Binary, binary, type Unary, unary } from "./operands.js"

/** `erf x = 2/√π ∫₀ˣ e^(−t²) dt` (`lax.erf`) */
export const erf: Unary = unary("erf", prim.erf)
/** `erfc x = 1 − erf x`, exact in the tail. (`lax.erfc`) */
export const erfc: Unary = unary("erfc", prim.erfc)
/** The inverse of `erf` on (−1, 1). (`lax.erf_inv`) */
export const erfInv: Unary = unary("erfInv", prim.erfInv)
/** `ln |Γ(x)|` (`lax.lgamma`) */
export const lgamma: Unary = unary("lgamma", prim.lgamma)
/** `ψ(x) = Γ′(x) / Γ(x)` (`lax.digamma`) */
export const digamma: Unary = unary("digamma", prim.digamma)
/** `ψ⁽ᵐ⁾(x)`, the m-th derivative of digamma, for one whole number `m`. (`lax.polygamma`) */
export const polygamma = (m: number, x: ArrayLike): NDArray => prim.polygamma(m, arrayOf(x, "polygamma"))
/**
 * Hurwitz's zeta function `ζ(s, q) = Σ (q + k)⁻ˢ` over k = 0, 1, …, of real numbers of one float dtype and one shape; Riemann's for q = 1. ∞ for
 * s = 1, NaN for s < 1. For q < 0 it needs a whole s, else NaN; at q = 0, −1, … it is ∞ for even s and NaN for others. The slope in q is
 * `−s·ζ(s + 1, q)`; that in s is refused. (`lax.zeta`, which has no derivative at all)
 * @throws DTypeError unless both are of one float dtype, ShapeError of different shapes, and ArgumentError when differentiated with respect to s
 */
export const zeta: Binary = binary("zeta", prim.zeta)
export { betainc } from "./incompletebeta.js"
export { igamma, igammac, randomGammaGrad } from "./incompletegamma.js"
