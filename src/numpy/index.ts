/**
 * Arrays and functions on them, with NumPy's and JAX's names in camelCase.
 * @packageDocumentation
 */
import "../install.js"

export { NDArray as ndarray } from "../core/array.js"
export {
  abs,
  absolute,
  add,
  cbrt,
  clip,
  divide,
  floorDivide,
  fmod,
  hypot,
  maximum,
  minimum,
  mod,
  multiply,
  negative,
  positive,
  pow,
  power,
  reciprocal,
  remainder,
  sign,
  sqrt,
  square,
  subtract,
  trueDivide,
} from "./arithmetic.js"
export { type ArrayData, type ArrayOptions, array, asarray, copy, type NumberArray } from "./array.js"
export { astype } from "./astype.js"
export type { AxisOption } from "./axes.js"
export { choose, piecewise, select } from "./choosing.js"
export {
  bitwiseAnd,
  bitwiseNot,
  bitwiseOr,
  bitwiseXor,
  type CloseOptions,
  equal,
  greater,
  greaterEqual,
  invert,
  isclose,
  isfinite,
  isinf,
  isnan,
  leftShift,
  less,
  lessEqual,
  logicalAnd,
  logicalNot,
  logicalOr,
  logicalXor,
  nanToNum,
  notEqual,
  rightShift,
} from "./comparison.js"
export {
  bfloat16,
  bool_,
  e,
  eulerGamma,
  type FloatInfo,
  finfo,
  float16,
  float32,
  float64,
  type IntegerInfo,
  iinfo,
  inf,
  int8,
  int16,
  int32,
  nan,
  newaxis,
  pi,
  uint8,
  uint16,
  uint32,
} from "./constants.js"
export { type DtypeOption, empty, emptyLike, full, fullLike, type LikeOptions, ones, onesLike, zeros, zerosLike } from "./creation.js"
export { cumprod, cumsum, cumulativeProd, cumulativeSum } from "./cumulative.js"
export { diag, diagflat, diagonal, fillDiagonal, trace } from "./diagonals.js"
export { diff, ediff1d, gradient, trapezoid, unwrap } from "./differences.js"
export { einsum, einsumPath } from "./einsum/einsum.js"
export { exp, exp2, expm1, log, log1p, log2, log10, logaddexp, logaddexp2, sinc, xlogy } from "./exponential.js"
export { flip, fliplr, flipud, roll, rot90 } from "./flipping.js"
export { fromfunction, indices, meshgrid } from "./grids.js"
export { at, type IndexUpdate } from "./indexing/at.js"
export type { Index } from "./indexing/items.js"
export { slice } from "./indexing/slice.js"
export { putAlongAxis, take, takeAlongAxis } from "./indexing/take.js"
export { append, block, columnStack, concat, concatenate, dstack, hstack, stack, vstack } from "./joining.js"
export type { ArrayMethods } from "./methods.js"
export { nanargmax, nanargmin, nancumprod, nancumsum, nanmax, nanmean, nanmin, nanprod, nanstd, nansum, nanvar } from "./nan.js"
export { argwhere, compress, extract, flatnonzero, nonzero, type SizeOptions, where } from "./nonzero.js"
export { argmax, argmin } from "./positions.js"
export { dot, inner, kron, matmul, matvec, outer, tensordot, vdot, vecdot, vecmat } from "./products.js"
export { median, nanmedian, nanpercentile, nanquantile, percentile, quantile } from "./quantiles.js"
export { arange, geomspace, linspace, logspace } from "./ranges.js"
export type { ReduceOptions } from "./reducing.js"
export { all, amax, amin, any, countNonzero, max, min, prod, ptp, sum } from "./reductions.js"
export { repeat, resize, tile } from "./repeating.js"
export { atleast1d, atleast2d, atleast3d, expandDims, ravel, reshape, squeeze } from "./reshape.js"
export { ceil, floor, rint, round, trunc } from "./rounding.js"
export { digitize, isin, searchsorted } from "./searching.js"
export { argpartition, argsort, lexsort, partition, sort, topK } from "./sorting.js"
export { arraySplit, dsplit, hsplit, split, unstack, vsplit } from "./splitting.js"
export { average, corrcoef, cov, mean, std, type VarOptions, variance as var, variance as var_ } from "./statistics.js"
export { matrixTranspose, moveaxis, permuteDims, rollaxis, swapaxes, transpose } from "./transposing.js"
export { eye, identity, tri, tril, triu } from "./triangles.js"
export {
  acos,
  acosh,
  arccos,
  arccosh,
  arcsin,
  arcsinh,
  arctan,
  arctan2,
  arctanh,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cos,
  cosh,
  deg2rad,
  degrees,
  rad2deg,
  radians,
  sin,
  sinh,
  tan,
  tanh,
} from "./trigonometric.js"
export { canCast, isdtype, isscalar, issubdtype, ndim, promoteTypes, resultType, shape, size } from "./types.js"
