// The Bessel function that windows are made of.
import { besselI0e } from "../lax/bessel.js"
import { abs, multiply } from "./arithmetic.js"
import { exp } from "./exponential.js"
import { widened } from "./reducing.js"
import { unaryFloat } from "./ufunc.js"

/** The modified Bessel function `I₀(x) = Σ (x²/4)ᵏ / k!²`, of real numbers. (`jax.numpy.i0`) */
export const i0 = unaryFloat("i0", (x) => widened(x, (a) => multiply(besselI0e(a), exp(abs(a)))))
