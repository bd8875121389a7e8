/** Random numbers from explicit keys. The bits are JAX's: Threefry-2x32, counted through in row-major order. @packageDocumentation */
import "../install.js"

export { type BitsOptions, bits } from "./bits.js"
export { cauchy, exponential, gumbel, laplace, logistic, pareto, rayleigh, triangular, weibullMin } from "./continuous.js"
export { bernoulli, type CategoricalOptions, categorical, geometric, type NumberOptions, rademacher } from "./discrete.js"
export { randint } from "./integers.js"
export { clone, foldIn, key, keyData, keyDtype, PRNGKey, split, wrapKeyData } from "./keys.js"
export { type MultivariateNormalOptions, multivariateNormal, type OrthogonalOptions, orthogonal } from "./matrices.js"
export { doubleSidedMaxwell, lognormal, maxwell, normal, truncatedNormal, wald } from "./normal.js"
export type { FloatOptions, ShapeArgument } from "./parameters.js"
export { type ChoiceOptions, choice, type PermutationOptions, permutation } from "./permutation.js"
export { type Drawing, drawAll, drawing } from "./threading.js"
export { type UniformOptions, uniform } from "./uniform.js"
