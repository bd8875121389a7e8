// Special functions: the error function's family and the gamma function's.
import type { NDArray } from "../../core/array.js"
import type { Expansion } from "../../core/lower.js"
import { erfcExpansion } from "../../lowering/math/erfc.js"
import { erfExpansion, erfInvExpansion } from "../../lowering/math/error.js"
import { digammaExpansion, lgammaExpansion } from "../../lowering/math/gamma.js"
import { polygammaExpansion } from "../../lowering/math/polygamma.js"
import { zetaExpansion } from "../../lowering/math/zeta.js"
import { erfc as erfcOf, erfInv as erfInvOf, erf as erfOf } from "../scalar/erf.js"
import { digamma as digammaOf, lgamma as lgammaOf } from "../scalar/gamma.js"
import { polygamma as polygammaOf, zeta as zetaOf } from "../scalar/zeta.js"
import { add, mul, neg } from "./arithmetic.js"
import { apply, applyWith, elementwise, expanded, type Operand, onFloats, type Pointwise } from "./define.js"
import { exp, square } from "./exponential.js"
import { refuseDerivative } from "./identity.js"

/** Their references add up series in pairs of floats, which takes a hundred times as long as an addition, or more. */
const effort = 100
const special = (expansion: Expansion, f: (x: number) => number): Pointwise => ({ ...expanded(expansion, onFloats(f, 1)), effort })

const twoOverRootPi = 2 / Math.sqrt(Math.PI)

/** `erf(x) = 2/√π ∫₀ˣ e^(−t²) dt` */
export const erfP = elementwise("erf", special(erfExpansion, erfOf), ([x]) => mul(twoOverRootPi, exp(neg(square(x)))))
/** `erfc(x) = 1 − erf(x)`, exact in the tail. */
export const erfcP = elementwise("erfc", special(erfcExpansion, erfcOf), ([x]) => mul(-twoOverRootPi, exp(neg(square(x)))))
/** The inverse of `erf` on (−1, 1). */
export const erfInvP = elementwise("erf_inv", special(erfInvExpansion, erfInvOf), (_, y) => mul(1 / twoOverRootPi, exp(square(y))))
/** `log |Γ(x)|` */
export const lgammaP = elementwise("lgamma", special(lgammaExpansion, lgammaOf), ([x]) => digamma(x))
/** `ψ(x) = Γ′(x) / Γ(x)` */
export const digammaP = elementwise("digamma", special(digammaExpansion, digammaOf), ([x]) => polygamma(1, x))
/** The m-th derivative of digamma, `ψ⁽ᵐ⁾(x)`. (parameter `m`) */
export const polygammaP = elementwise(
  "polygamma",
  {
    ...onFloats((x) => x),
    effort,
    expansion: ({ m }) => (m === 0 ? digammaExpansion : polygammaExpansion(Number(m))),
    scalar:
      (_, { m }) =>
      (x) =>
        polygammaOf(Number(m), x),
  },
  ([x], _, { m }) => polygamma(Number(m) + 1, x),
)
/** Hurwitz's `ζ(s, q) = Σ (q + k)⁻ˢ` over k ≥ 0, whose slope in q is `−s·ζ(s + 1, q)`. */
export const zetaP = elementwise(
  "zeta",
  { ...expanded(zetaExpansion, onFloats(zetaOf)), effort },
  ([s]) => refuseDerivative("zeta", "the exponent", s),
  ([s, q]) => neg(mul(s, zeta(add(s, 1), q))),
)

export const erf = (x: Operand): NDArray => apply(erfP, x)
export const erfc = (x: Operand): NDArray => apply(erfcP, x)
export const erfInv = (x: Operand): NDArray => apply(erfInvP, x)
export const lgamma = (x: Operand): NDArray => apply(lgammaP, x)
export const digamma = (x: Operand): NDArray => apply(digammaP, x)
export const polygamma = (m: number, x: Operand): NDArray => applyWith(polygammaP, { m }, x)
export const zeta = (s: Operand, q: Operand): NDArray => apply(zetaP, s, q)
