// Samples of the elementwise family, each where the function is smooth; integers and booleans have values only.
import type { NDArray } from "../../../src/core/array.js"
import * as prim from "../../../src/primitives/elementwise/index.js"
import type { Domain, Sample } from "../sample.js"

const cube = [2, 3, 5] as const
const on = (low: number, high: number, more: Partial<Domain> = {}): Domain => ({ shape: cube, low, high, ...more })
const ints = (low: number, high: number, dtype: Domain["dtype"] = "int32"): Domain =>
  on(low, high, { dtype: dtype as NonNullable<Domain["dtype"]> })
const bools: Domain = on(0, 1, { dtype: "bool" })

type Unary = (x: NDArray) => NDArray
type Binary = (x: NDArray, y: NDArray) => NDArray

const of = (f: Unary, low: number, high: number, more: Partial<Domain> = {}): Sample => ({
  apply: f as Sample["apply"],
  inputs: [on(low, high, more)],
})
const both = (f: Binary, x: Domain, y: Domain = x, note?: string): Sample => ({
  apply: f as Sample["apply"],
  inputs: [x, y],
  ...(note && { note }),
})
const beside = (note: string, f: Unary, x: Domain): Sample => ({ note, apply: f as Sample["apply"], inputs: [x] })
const complex128 = { dtype: "complex128" } as const
const halves: Domain = on(-2, 2, { dtype: "float16" })

export const elementwiseSamples: { readonly [N in keyof typeof prim.elementwisePrimitives]: readonly Sample[] } = {
  add: [
    both(prim.add, on(-2, 2)),
    beside("a literal", (x) => prim.add(x, 1.5), on(-2, 2)),
    both(prim.add, ints(-9, 9)),
    both(prim.add, halves),
  ],
  sub: [both(prim.sub, on(-2, 2)), beside("a literal first", (x) => prim.sub(1.5, x), on(-2, 2)), both(prim.sub, ints(0, 255, "uint8"))],
  mul: [
    both(prim.mul, on(-2, 2)),
    beside("a literal", (x) => prim.mul(x, 3), on(-2, 2)),
    both(prim.mul, ints(-(2 ** 31), 2 ** 31 - 1)),
    both(prim.mul, ints(0, 2 ** 32 - 1, "uint32")),
  ],
  div: [
    both(prim.div, on(-2, 2), on(0.5, 2)),
    beside("a literal first", (x) => prim.div(1, x), on(0.5, 2)),
    both(prim.div, ints(-99, 99), ints(-3, 3)),
    both(prim.div, ints(0, 200, "uint8"), ints(0, 3, "uint8")),
  ],
  rem: [both(prim.rem, on(0.1, 0.9), on(1, 2)), both(prim.rem, ints(-99, 99), ints(-3, 3))],
  neg: [of(prim.neg, -2, 2), { apply: prim.neg as Sample["apply"], inputs: [ints(-9, 9, "int8")] }],
  abs: [of(prim.abs, -2, 2, { avoid: [0] }), { apply: prim.abs as Sample["apply"], inputs: [ints(-9, 9)] }],
  sign: [of(prim.sign, -2, 2, { avoid: [0] }), { apply: prim.sign as Sample["apply"], inputs: [ints(-2, 2)] }],
  max: [both(prim.max, on(-2, 2, { distinct: true })), both(prim.max, ints(-9, 9))],
  min: [both(prim.min, on(-2, 2, { distinct: true })), both(prim.min, ints(-9, 9))],
  nextafter: [
    { apply: prim.nextafter as Sample["apply"], inputs: [on(-2, 2, { dtype: "float32" }), on(-2, 2, { dtype: "float32" })] },
    {
      note: "bfloat16",
      apply: prim.nextafter as Sample["apply"],
      inputs: [on(-2, 2, { dtype: "bfloat16" }), on(-2, 2, { dtype: "bfloat16" })],
    },
  ],
  pow: [
    both(prim.pow, on(0.3, 2), on(-2, 2)),
    beside("a literal exponent", (x) => prim.pow(x, 2.5), on(0.3, 2)),
    beside("a literal base", (y) => prim.pow(1.7, y), on(-2, 2)),
  ],
  integer_pow: [
    ...[-2, 0, 1, 2, 3, 7].map(
      (y): Sample => ({ note: `exponent ${y}`, apply: ((x: NDArray) => prim.integerPow(x, y)) as Sample["apply"], inputs: [on(0.5, 1.5)] }),
    ),
    { note: "integers wrap", apply: ((x: NDArray) => prim.integerPow(x, 5)) as Sample["apply"], inputs: [ints(-999, 999)] },
  ],
  square: [of(prim.square, -2, 2), { apply: prim.square as Sample["apply"], inputs: [ints(-(2 ** 20), 2 ** 20)] }],
  sqrt: [of(prim.sqrt, 0.2, 3)],
  rsqrt: [of(prim.rsqrt, 0.2, 3)],
  cbrt: [of(prim.cbrt, -3, 3, { avoid: [0, 0.1, -0.1, 0.2, -0.2] })],
  exp: [of(prim.exp, -2, 2), of(prim.exp, -2, 2, { dtype: "bfloat16" })],
  exp2: [of(prim.exp2, -2, 2)],
  expm1: [of(prim.expm1, -2, 2)],
  log: [of(prim.log, 0.2, 3)],
  log1p: [of(prim.log1p, -0.7, 3)],
  logistic: [of(prim.logistic, -4, 4)],
  sin: [of(prim.sin, -4, 4)],
  cos: [of(prim.cos, -4, 4)],
  tan: [of(prim.tan, -1.2, 1.2)],
  asin: [of(prim.asin, -0.8, 0.8)],
  acos: [of(prim.acos, -0.8, 0.8)],
  atan: [of(prim.atan, -3, 3)],
  atan2: [both(prim.atan2, on(0.5, 2), on(-2, 2)), both(prim.atan2, on(-2, 2), on(0.5, 2), "right half plane")],
  sinh: [of(prim.sinh, -2, 2)],
  cosh: [of(prim.cosh, -2, 2)],
  tanh: [of(prim.tanh, -2, 2)],
  asinh: [of(prim.asinh, -3, 3)],
  acosh: [of(prim.acosh, 1.3, 4)],
  atanh: [of(prim.atanh, -0.8, 0.8)],
  erf: [of(prim.erf, -2, 2)],
  erfc: [of(prim.erfc, -2, 3)],
  erf_inv: [of(prim.erfInv, -0.8, 0.8)],
  lgamma: [of(prim.lgamma, 0.5, 4), of(prim.lgamma, -0.8, -0.2)],
  digamma: [of(prim.digamma, 0.5, 4)],
  polygamma: [of((x) => prim.polygamma(1, x), 0.5, 4), of((x) => prim.polygamma(2, x), 0.8, 4)],
  zeta: [
    beside("of a given exponent", (q) => prim.zeta(2.5, q), on(0.5, 4)),
    beside("of exponents held", (q) => prim.zeta(prim.add(prim.stopGradient(prim.floor(q)), 2), prim.add(q, 0.5)), on(1.1, 1.9)),
  ],
  floor: [of(prim.floor, -2, 2, { avoid: [-2, -1, 0, 1, 2] })],
  ceil: [of(prim.ceil, -2, 2, { avoid: [-2, -1, 0, 1, 2] })],
  round: [of(prim.round, -2, 2, { avoid: [-1.5, -0.5, 0.5, 1.5] }), of(prim.roundToEven, -2, 2, { avoid: [-1.5, -0.5, 0.5, 1.5] })],
  is_finite: [of(prim.isFinite, -2, 2)],
  eq: [both(prim.eq, on(-2, 2, { distinct: true })), both(prim.eq, ints(0, 2)), both(prim.eq, bools)],
  ne: [both(prim.ne, on(-2, 2, { distinct: true })), both(prim.ne, ints(0, 2))],
  lt: [both(prim.lt, on(-2, 2, { distinct: true })), both(prim.lt, ints(0, 2))],
  le: [both(prim.le, on(-2, 2, { distinct: true })), both(prim.le, ints(0, 2))],
  gt: [both(prim.gt, on(-2, 2, { distinct: true })), both(prim.gt, ints(0, 2))],
  ge: [both(prim.ge, on(-2, 2, { distinct: true })), both(prim.ge, ints(0, 2))],
  and: [both(prim.and, bools), both(prim.and, ints(-99, 99))],
  or: [both(prim.or, bools), both(prim.or, ints(0, 255, "uint8"))],
  xor: [both(prim.xor, bools), both(prim.xor, ints(-99, 99, "int16"))],
  not: [
    { apply: prim.not as Sample["apply"], inputs: [bools] },
    { note: "integers", apply: prim.not as Sample["apply"], inputs: [ints(-99, 99)] },
  ],
  shift_left: [both(prim.shiftLeft, ints(-99, 99), ints(0, 40))],
  shift_right_arithmetic: [both(prim.shiftRightArithmetic, ints(-99, 99), ints(0, 40))],
  shift_right_logical: [
    both(prim.shiftRightLogical, ints(-99, 99), ints(0, 40)),
    both(prim.shiftRightLogical, ints(0, 2 ** 32 - 1, "uint32"), ints(0, 40, "uint32")),
  ],
  population_count: [{ apply: prim.populationCount as Sample["apply"], inputs: [ints(-99, 99)] }],
  clz: [{ apply: prim.clz as Sample["apply"], inputs: [ints(0, 255, "uint8")] }],
  clamp: [
    { apply: ((x: NDArray) => prim.clamp(-1, x, 1)) as Sample["apply"], inputs: [on(-2, 2, { avoid: [-1, 1] })] },
    {
      note: "bounds of x's shape",
      apply: prim.clamp as Sample["apply"],
      inputs: [on(-2, -1, { distinct: true }), on(-3, 3, { distinct: true }), on(1, 2, { distinct: true })],
    },
  ],
  select_n: [
    { apply: prim.selectN as Sample["apply"], inputs: [bools, on(-2, 2), on(-2, 2)] },
    { note: "three cases", apply: prim.selectN as Sample["apply"], inputs: [ints(0, 2), on(-2, 2), on(-2, 2), on(-2, 2)] },
    {
      note: "a literal case",
      apply: ((c: NDArray, x: NDArray) => prim.selectN(c, x, prim.literal(0, x.dtype))) as Sample["apply"],
      inputs: [bools, on(-2, 2)],
    },
  ],
  convert_element_type: [
    of((x) => prim.convertElementType(prim.convertElementType(x, "float64", true), "float64"), -2, 2),
    {
      note: "to integers",
      apply: ((x: NDArray) => prim.convertElementType(x, "int32")) as Sample["apply"],
      inputs: [on(-9.9, 9.9, { dtype: "float32" })],
    },
    { note: "from integers", apply: ((x: NDArray) => prim.convertElementType(x, "float32")) as Sample["apply"], inputs: [ints(-9, 9)] },
    { note: "to bool", apply: ((x: NDArray) => prim.convertElementType(x, "bool")) as Sample["apply"], inputs: [ints(-1, 1)] },
    { note: "to half precision", apply: ((x: NDArray) => prim.convertElementType(x, "float16")) as Sample["apply"], inputs: [ints(-9, 9)] },
  ],
  bitcast_convert_type: [
    { apply: ((x: NDArray) => prim.bitcastConvertType(x, "int32")) as Sample["apply"], inputs: [on(-2, 2, { dtype: "float32" })] },
    { note: "narrower", apply: ((x: NDArray) => prim.bitcastConvertType(x, "uint8")) as Sample["apply"], inputs: [ints(-9, 9)] },
    {
      note: "wider",
      apply: ((x: NDArray) => prim.bitcastConvertType(x, "int32")) as Sample["apply"],
      inputs: [{ shape: [3, 5, 2], dtype: "int16", low: -9, high: 9 }],
    },
  ],
  real: [of(prim.real, -2, 2, complex128)],
  imag: [of(prim.imag, -2, 2, complex128)],
  complex: [
    both(prim.complex, on(-2, 2)),
    beside("a literal imaginary part", (x) => prim.complex(x, 0), on(-2, 2)),
    both(prim.complex, on(-2, 2, { dtype: "float32" }), on(-2, 2, { dtype: "float32" }), "complex64"),
  ],
  conj: [of(prim.conj, -2, 2, complex128)],
  no_derivative: [
    beside("of what does not move", (x) => prim.mul(x, prim.noDerivative(prim.floor(x), "f", "x")), on(1.1, 1.9)),
    beside("integers", (x) => prim.noDerivative(x, "f", "x"), ints(-9, 9)),
  ],
  stop_gradient: [{ declared: "it is asked to count as a constant", apply: prim.stopGradient as Sample["apply"], inputs: [on(-2, 2)] }],
  copy: [of(prim.copy, -2, 2), { apply: prim.copy as Sample["apply"], inputs: [bools] }],
  optimization_barrier: [{ apply: prim.optimizationBarrier as Sample["apply"], inputs: [on(-2, 2), on(-2, 2), ints(0, 3)] }],
  reduce_precision: [
    { note: "to its own precision", apply: ((x: NDArray) => prim.reducePrecision(x, 11, 52)) as Sample["apply"], inputs: [on(-2, 2)] },
    {
      declared: "rounding counts as the identity",
      apply: ((x: NDArray) => prim.reducePrecision(x, 5, 10)) as Sample["apply"],
      inputs: [on(-2, 2)],
    },
  ],
}
