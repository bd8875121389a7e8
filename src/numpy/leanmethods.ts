import { dtypeInfo } from "../core/dtype.js"
import * as arithmetic from "./arithmetic.js"
import { copy } from "./array.js"
import { astype } from "./astype.js"
import * as comparison from "./comparison.js"
import * as complex from "./complex.js"
import { exp, log } from "./exponential.js"
import type { MethodTable } from "./methods.js"
import { parts } from "./parts.js"
import { dot, matmul } from "./products.js"
import { max, min, sum } from "./reductions.js"
import { ravel, reshape, squeeze } from "./reshape.js"
import { ceil, floor, round } from "./rounding.js"
import { mean } from "./statistics.js"
import { matrixTranspose, swapaxes, transpose } from "./transposing.js"
import { tanh } from "./trigonometric.js"

/** The shape, as an array or as arguments. */
const shapeArgument = (shape: readonly [readonly number[]] | readonly number[]): readonly number[] => {
  const [first] = shape
  return Array.isArray(first) ? (first as readonly number[]) : (shape as readonly number[])
}

/** The methods, each by its function. */
export const leanMethods = {
  add: arithmetic.add,
  sub: arithmetic.subtract,
  mul: arithmetic.multiply,
  div: arithmetic.divide,
  pow: arithmetic.power,
  neg: arithmetic.negative,
  abs: arithmetic.abs,
  conj: complex.conj,
  real: complex.real,
  imag: complex.imag,
  sign: arithmetic.sign,
  square: arithmetic.square,
  sqrt: arithmetic.sqrt,
  reciprocal: arithmetic.reciprocal,
  exp,
  log,
  tanh,
  clip: arithmetic.clip,
  floor,
  ceil,
  round,
  maximum: arithmetic.maximum,
  minimum: arithmetic.minimum,
  equal: comparison.equal,
  notEqual: comparison.notEqual,
  less: comparison.less,
  lessEqual: comparison.lessEqual,
  greater: comparison.greater,
  greaterEqual: comparison.greaterEqual,
  sum,
  mean,
  max,
  min,
  astype,
  copy: (x) => copy(x),
  itemsize: (x) => dtypeInfo[x.dtype].bytes,
  nbytes: (x) => dtypeInfo[x.dtype].bytes * x.size,
  reshape: (x, ...shape) => reshape(x, shapeArgument(shape)),
  transpose,
  T: (x) => transpose(x),
  mT: matrixTranspose,
  swapaxes,
  ravel: (x) => ravel(x),
  flatten: (x) => ravel(x),
  squeeze,
  flat: (x) => ravel(x),
  dot,
  matmul,
  [Symbol.iterator]: parts,
} satisfies Partial<MethodTable>

const others: { readonly [N in Exclude<keyof MethodTable, keyof typeof leanMethods>]: true } = {
  floorDivide: true,
  mod: true,
  sin: true,
  cos: true,
  tan: true,
  prod: true,
  var: true,
  var_: true,
  std: true,
  all: true,
  any: true,
  ptp: true,
  argmax: true,
  argmin: true,
  cumsum: true,
  cumprod: true,
  repeat: true,
  sort: true,
  argsort: true,
  take: true,
  diagonal: true,
  trace: true,
  nonzero: true,
  searchsorted: true,
  choose: true,
  compress: true,
  argpartition: true,
  slice: true,
  at: true,
}

/** The methods that a lean bundle leaves out. */
export const missingMethods: readonly string[] = Object.keys(others)
