// Samples with complex numbers: elementwise functions away from their cuts and poles, and what moves or adds up elements on the samples that
// real numbers have.
import type { NDArray } from "../../../src/core/array.js"
import { complexOf, type DType, isFloat } from "../../../src/core/dtype.js"
import * as prim from "../../../src/primitives/elementwise/index.js"
import type { PrimitiveName } from "../../../src/primitives/index.js"
import { sort } from "../../../src/primitives/sort/sort.js"
import type { Domain, Sample } from "../sample.js"

const on = (low: number, high: number, more: Partial<Domain> = {}): Domain => ({
  shape: [2, 3, 5],
  low,
  high,
  dtype: "complex128",
  ...more,
})
const bools: Domain = on(0, 1, { dtype: "bool" })

const of = (apply: (...xs: NDArray[]) => NDArray, ...inputs: readonly Domain[]): Sample => ({ note: "complex", apply, inputs })
const noted = (note: string, apply: (...xs: NDArray[]) => NDArray, ...inputs: readonly Domain[]): Sample => ({ note, apply, inputs })

/** In the first quadrant, where no function has a cut. */
const quadrant = on(0.3, 1.6)
const single = on(-2, 2, { dtype: "complex64" })
type Of1 = (x: NDArray) => NDArray
type Of2 = (x: NDArray, y: NDArray) => NDArray
const binary = (f: Of2, x: Domain, y: Domain = x): Sample => of(f, x, y)
const unary = (f: Of1, x: Domain = quadrant): Sample => of(f, x)

export const complexElementwise: { readonly [N in PrimitiveName]?: readonly Sample[] } = {
  add: [binary(prim.add, on(-2, 2)), noted("complex64", prim.add, single, single)],
  sub: [binary(prim.sub, on(-2, 2)), noted("a complex literal first", (x: NDArray) => prim.sub(1.5, x), on(-2, 2))],
  mul: [binary(prim.mul, on(-2, 2)), noted("complex64", prim.mul, single, single)],
  div: [binary(prim.div, on(-2, 2), on(0.5, 2)), noted("a complex literal first", (x: NDArray) => prim.div(1, x), on(0.5, 2))],
  max: [of(prim.max, { ...on(-2, 2), distinct: true }, { ...on(-2, 2), distinct: true })],
  min: [of(prim.min, { ...on(-2, 2), distinct: true }, { ...on(-2, 2), distinct: true })],
  neg: [unary(prim.neg, on(-2, 2))],
  abs: [unary(prim.abs, on(0.2, 2)), noted("complex64", prim.abs, on(0.2, 2, { dtype: "complex64" }))],
  sign: [{ ...unary(prim.sign), declared: "as in JAX, it counts as constant" }],
  pow: [binary(prim.pow, quadrant, on(-1, 1))],
  integer_pow: [-2, 1, 3, 11].map((y) => noted(`complex, exponent ${y}`, (x: NDArray) => prim.integerPow(x, y), quadrant)),
  square: [unary(prim.square, on(-2, 2))],
  sqrt: [unary(prim.sqrt)],
  rsqrt: [unary(prim.rsqrt)],
  exp: [unary(prim.exp, on(-2, 2))],
  exp2: [unary(prim.exp2, on(-2, 2))],
  expm1: [unary(prim.expm1, on(-2, 2))],
  log: [unary(prim.log)],
  log1p: [unary(prim.log1p)],
  logistic: [unary(prim.logistic, on(-1.5, 1.5))],
  sin: [unary(prim.sin, on(-2, 2))],
  cos: [unary(prim.cos, on(-2, 2))],
  tan: [unary(prim.tan, on(-1, 1))],
  asin: [unary(prim.asin)],
  acos: [unary(prim.acos)],
  atan: [unary(prim.atan)],
  sinh: [unary(prim.sinh, on(-2, 2))],
  cosh: [unary(prim.cosh, on(-2, 2))],
  tanh: [unary(prim.tanh, on(-1, 1))],
  asinh: [unary(prim.asinh)],
  acosh: [unary(prim.acosh)],
  atanh: [unary(prim.atanh)],
  eq: [binary(prim.eq, on(-2, 2))],
  ne: [binary(prim.ne, on(-2, 2))],
  select_n: [of(prim.selectN, bools, on(-2, 2), on(-2, 2))],
  convert_element_type: [
    noted("real to complex", (x: NDArray) => prim.convertElementType(x, "complex128"), on(-2, 2, { dtype: "float64" })),
    noted("complex to real", (x: NDArray) => prim.convertElementType(x, "float64"), on(-2, 2)),
    noted("to fewer digits", (x: NDArray) => prim.convertElementType(x, "complex64"), on(-2, 2)),
    noted("complex to bool", (x: NDArray) => prim.convertElementType(x, "bool"), on(-2, 2)),
  ],
  stop_gradient: [{ ...unary(prim.stopGradient), declared: "it is asked to count as a constant" }],
  copy: [unary(prim.copy, on(-2, 2))],
  sort: [noted("complex", (x: NDArray) => sort([x], 1)[0] as NDArray, on(-2, 2))],
}

/** Primitives whose samples of real numbers are asked of complex ones too. */
const alike: readonly PrimitiveName[] = [
  "broadcast_in_dim",
  "transpose",
  "reshape",
  "squeeze",
  "slice",
  "pad",
  "rev",
  "concatenate",
  "split",
  "reduce_sum",
  "reduce_prod",
  "reduce_max",
  "reduce_min",
  "cumsum",
  "cumprod",
  "cumlogsumexp",
  "dot_general",
  "conv_general_dilated",
  "gather",
  "scatter",
  "scatter-add",
  "scatter-mul",
  "reduce_window_sum",
  "dynamic_slice",
  "dynamic_update_slice",
  "optimization_barrier",
  "cholesky",
  "eig",
  "lu",
  "qr",
  "triangular_solve",
]

const dtypeOf = (d: Domain): DType => d.dtype ?? "float64"

/** The same sample, of complex128 where it is of float64; or of complex64, where all of it is of float32. */
const complexified = (sample: Sample): readonly Sample[] =>
  sample.inputs.some((d) => dtypeOf(d) === "float64") || sample.inputs.every((d) => dtypeOf(d) === "float32")
    ? [
        {
          ...sample,
          note: `complex: ${sample.note ?? "plain"}`,
          inputs: sample.inputs.map((d) => (isFloat(dtypeOf(d)) ? { ...d, dtype: complexOf(dtypeOf(d)) } : d)),
        },
      ]
    : []

type Table = { readonly [N in PrimitiveName]: readonly Sample[] }

/** A table of samples, and beside them those of complex numbers. */
export const withComplex = (table: Table): Table =>
  Object.fromEntries(
    (Object.entries(table) as readonly (readonly [PrimitiveName, readonly Sample[]])[]).map(([name, real]) => [
      name,
      [...real, ...(complexElementwise[name] ?? []), ...(alike.includes(name) ? real.flatMap(complexified) : [])],
    ]),
  ) as unknown as Table
