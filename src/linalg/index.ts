/**
 * Linear algebra: factorisations, systems, determinants and norms of real and complex matrices over leading batch axes, with JAX's names in camelCase.
 * @packageDocumentation
 */
import "../install.js"

export { type CholeskyOptions, cholesky, type TriangularSolveOptions, triangularSolve } from "./cholesky.js"
export { type EighOptions, eig, eigh, eigvals, eigvalsh, type QrOptions, qr, type SvdOptions, svd, svdvals } from "./decompositions.js"
export { det, slogdet } from "./determinants.js"
export { type ExpmOptions, expm } from "./expm.js"
export { type LstsqOptions, lstsq, type PinvOptions, pinv } from "./leastsquares.js"
export {
  type CondOptions,
  cond,
  type MatrixNormOptions,
  matrixNorm,
  matrixRank,
  type NormOptions,
  type NormOrder,
  norm,
  type RankOptions,
  type VectorNormOptions,
  vectorNorm,
} from "./norms.js"
export {
  cross,
  diagonal,
  matmul,
  matrixPower,
  matrixTranspose,
  multiDot,
  type OffsetOption,
  outer,
  tensordot,
  trace,
  vecdot,
} from "./products.js"
export { inv, solve, type TensorinvOptions, type TensorsolveOptions, tensorinv, tensorsolve } from "./solving.js"
