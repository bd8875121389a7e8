/**
 * Arrays and functions on them, with NumPy's and JAX's names in camelCase.
 * @packageDocumentation
 */
import "../install.js"

export { NDArray as ndarray } from "../core/array.js"
export * as fft from "../fft/index.js"
export * as linalg from "../linalg/index.js"
export {
  abs,
  absolute,
  add,
  cbrt,
  clip,
  divide,
  divmod,
  floatPower,
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
export { i0 } from "./bessel.js"
export { broadcastArrays, broadcastShapes, broadcastTo } from "./broadcasting.js"
export { choose, piecewise, select } from "./choosing.js"
export {
  bitwiseAnd,
  bitwiseInvert,
  bitwiseLeftShift,
  bitwiseNot,
  bitwiseOr,
  bitwiseRightShift,
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
  isneginf,
  isposinf,
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
export { angle, conj, conjugate, imag, iscomplex, iscomplexobj, isreal, isrealobj, real } from "./complex.js"
export {
  bfloat16,
  bool_,
  complex64,
  complex128,
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
export { type ConvolveMode, convolve, correlate } from "./convolution.js"
export { diagIndices, diagIndicesFrom, ix_, maskIndices, trilIndices, trilIndicesFrom, triuIndices, triuIndicesFrom } from "./corners.js"
export { type DtypeOption, empty, emptyLike, full, fullLike, type LikeOptions, ones, onesLike, zeros, zerosLike } from "./creation.js"
export { type CrossOptions, cross } from "./cross.js"
export { cumprod, cumsum, cumulativeProd, cumulativeSum } from "./cumulative.js"
export { diag, diagflat, diagonal, fillDiagonal, trace } from "./diagonals.js"
export { diff, ediff1d, gradient, trapezoid, unwrap } from "./differences.js"
export { delete_, insert, type Places, trimZeros } from "./editing.js"
export { einsum, einsumPath } from "./einsum/einsum.js"
export { allclose, arrayEqual, arrayEquiv } from "./equality.js"
export { exp, exp2, expm1, log, log1p, log2, log10, logaddexp, logaddexp2, sinc, xlogy } from "./exponential.js"
export { type FullFit, type PolyfitOptions, polyfit, type RootsOptions, roots } from "./fitting.js"
export { flip, fliplr, flipud, roll, rot90 } from "./flipping.js"
export { copysign, fabs, fmax, fmin, frexp, heaviside, ldexp, modf, nextafter, signbit, spacing } from "./floats.js"
export { fromfunction, type GridRange, indices, meshgrid, mgrid, ogrid } from "./grids.js"
export {
  type BincountOptions,
  type Bins,
  bincount,
  type HistogramOptions,
  histogram,
  histogram2d,
  histogramBinEdges,
} from "./histograms.js"
export { at, type IndexUpdate } from "./indexing/at.js"
export { indexExp, s_ } from "./indexing/expressions.js"
export type { Index } from "./indexing/items.js"
export { slice } from "./indexing/slice.js"
export { putAlongAxis, take, takeAlongAxis } from "./indexing/take.js"
export { bitwiseCount, gcd, lcm, packbits, ravelMultiIndex, unpackbits, unravelIndex } from "./integers.js"
export { type InterpOptions, interp } from "./interpolation.js"
export { append, block, columnStack, concat, concatenate, dstack, hstack, stack, vstack } from "./joining.js"
export { applyAlongAxis, applyOverAxes, type VectorizeOptions, vectorize } from "./mapping.js"
export type { ArrayMethods } from "./methods.js"
export { nanargmax, nanargmin, nancumprod, nancumsum, nanmax, nanmean, nanmin, nanprod, nanstd, nansum, nanvar } from "./nan.js"
export { argwhere, compress, extract, flatnonzero, nonzero, type SizeOptions, where } from "./nonzero.js"
export { type PadMode, type PadOptions, type PadWidth, pad } from "./padding.js"
export { poly, polyadd, polyder, polydiv, polyint, polymul, polysub, polyval, vander } from "./polynomials.js"
export { argmax, argmin } from "./positions.js"
export { dot, inner, kron, matmul, matvec, outer, tensordot, vdot, vecdot, vecmat } from "./products.js"
export { median, nanmedian, nanpercentile, nanquantile, percentile, quantile } from "./quantiles.js"
export { arange, geomspace, linspace, logspace } from "./ranges.js"
export type { ReduceOptions } from "./reducing.js"
export { all, amax, amin, any, countNonzero, max, min, prod, ptp, sum } from "./reductions.js"
export { repeat, resize, tile } from "./repeating.js"
export { atleast1d, atleast2d, atleast3d, expandDims, ravel, reshape, squeeze } from "./reshape.js"
export { around, ceil, floor, rint, round, trunc } from "./rounding.js"
export { c_, type RowDirective, type RowItem, r_ } from "./rows.js"
export { digitize, isin, searchsorted } from "./searching.js"
export {
  intersect1d,
  setdiff1d,
  setxor1d,
  type UniqueOptions,
  union1d,
  unique,
  uniqueAll,
  uniqueCounts,
  uniqueInverse,
  uniqueValues,
} from "./sets.js"
export { argpartition, argsort, lexsort, partition, sort, sortComplex, topK } from "./sorting.js"
export { arraySplit, dsplit, hsplit, split, unstack, vsplit } from "./splitting.js"
export { average, corrcoef, cov, mean, std, type VarOptions, variance as var, variance as var_ } from "./statistics.js"
export { bartlett, blackman, hamming, hanning, kaiser } from "./tapers.js"
export { arrayRepr, arrayStr } from "./text.js"
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
