// Every function of one real number that primitives know, with the float64 function that it is measured against, and how far compiled code is
// from that in units of the last place.
import type { NDArray } from "../../src/core/array.js"
import type { TypedArray } from "../../src/core/dtype.js"
import * as e from "../../src/primitives/elementwise/index.js"
import { logistic, rsqrt } from "../../src/primitives/scalar/elementary.js"
import { erf, erfc, erfInv } from "../../src/primitives/scalar/erf.js"
import { digamma, lgamma } from "../../src/primitives/scalar/gamma.js"
import { polygamma } from "../../src/primitives/scalar/zeta.js"
import { compile, type Executable } from "../../src/runtime/executable.js"
import { arrayOf } from "../../src/runtime/interpreted.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"
import { distance } from "./math/measure.js"

export interface Unary {
  readonly apply: (x: NDArray) => NDArray
  readonly reference: (x: number) => number
  /** Arguments near which there is something to go wrong. */
  readonly points?: readonly number[]
  /** How many times fewer arguments are measured against a reference that is dear. */
  readonly fewer?: number
  /** The host computes it: what there is to measure is the reference itself. */
  readonly onHost?: boolean
}

// a quarter of π is where numbers begin to be reduced
const turns = [0.5, 1, 2, 3, 4, 11, 355, 4096, 8191, 1e6].map((k) => (k * Math.PI) / 2)

/** Zeros of those of even order are near −n − ½. */
function polygammaRow(m: number): Unary {
  return {
    apply: (x) => e.polygamma(m, x),
    reference: (x) => polygamma(m, x),
    points: [-0.5, -1.5, -2.5, 8 + m, 1e-30],
    fewer: 64,
    onHost: m > 4,
  }
}

export const unaries: { readonly [name: string]: Unary } = {
  exp: { apply: e.exp, reference: Math.exp, points: [88.72284, -87.33655, -103.97208, 709.78, -708.4, -745.13] },
  exp2: { apply: e.exp2, reference: (x) => 2 ** x, points: [127.5, -126, -149, 1023.5, -1022, -1074] },
  expm1: { apply: e.expm1, reference: Math.expm1, points: [0.3465736, 88.72284, -17.3, 709.78, -37] },
  log: { apply: e.log, reference: Math.log, points: [Math.SQRT1_2, Math.SQRT2] },
  log1p: { apply: e.log1p, reference: Math.log1p, points: [Math.SQRT1_2 - 1, Math.SQRT2 - 1] },
  logistic: { apply: e.logistic, reference: logistic, points: [-103.97208, -87.33655, 16.6355, 36.7, -745.13] },
  sin: { apply: e.sin, reference: Math.sin, points: turns },
  cos: { apply: e.cos, reference: Math.cos, points: turns },
  tan: { apply: e.tan, reference: Math.tan, points: turns },
  asin: { apply: e.asin, reference: Math.asin, points: [0.5] },
  acos: { apply: e.acos, reference: Math.acos, points: [0.5] },
  atan: { apply: e.atan, reference: Math.atan, points: [0.4375, 0.6875, 1.1875, 2.4375] },
  sinh: { apply: e.sinh, reference: Math.sinh, points: [88.72284, 89.4159, 709.78, 710.47] },
  cosh: { apply: e.cosh, reference: Math.cosh, points: [88.72284, 89.4159, 709.78, 710.47] },
  tanh: { apply: e.tanh, reference: Math.tanh, points: [0.1732868, 0.5, 9.01, 19.06] },
  asinh: { apply: e.asinh, reference: Math.asinh, points: [0.5] },
  acosh: { apply: e.acosh, reference: Math.acosh, points: [1.5] },
  atanh: { apply: e.atanh, reference: Math.atanh, points: [0.5] },
  erf: { apply: e.erf, reference: erf, points: [0.27, 0.84, 3.9192059, 5.9] },
  erfc: { apply: e.erfc, reference: erfc, points: [0.27, 0.84, 9.19, 10.05, 26.5] },
  erf_inv: { apply: e.erfInv, reference: erfInv, points: [0.5, 0.9, 0.99] },
  lgamma: { apply: e.lgamma, reference: lgamma, points: [-0.5, -1.5, -2.457, -2.7476826, -7, -16.999], fewer: 8 },
  digamma: { apply: e.digamma, reference: digamma, points: [1.4616321, -0.504083, -1.5734985, -7], fewer: 8 },
  // the fifth, which is the host's, for the road to it
  ...Object.fromEntries([1, 2, 3, 4, 5].map((m) => [`polygamma${m}`, polygammaRow(m)])),
  sqrt: { apply: e.sqrt, reference: Math.sqrt },
  rsqrt: { apply: e.rsqrt, reference: rsqrt },
  cbrt: { apply: e.cbrt, reference: Math.cbrt },
}

export type Float = "float32" | "float64"

/** A function of arrays of one length, compiled. */
export const compiledFor = (
  f: (...x: NDArray[]) => NDArray,
  dtype: Float,
  length: number,
  arity = 1,
): ((...x: TypedArray[]) => TypedArray) => {
  const asArray = (data: TypedArray): NDArray => arrayOf({ shape: [length], dtype, data })
  const zeros = Array.from({ length: arity }, () => asArray(new (dtype === "float32" ? Float32Array : Float64Array)(length)))
  const run: Executable = compile(makeJaxpr(f)(...zeros).jaxpr)
  return (...x) => (run(x.map(asArray))[0] as NDArray).dataSync()
}

/** The argument at which a result was furthest off. */
export interface Worst {
  readonly ulps: number
  readonly x: number
  readonly got: number
  readonly exact: number
}

export const none: Worst = { ulps: 0, x: 0, got: 0, exact: 0 }

/** A unit of the last place is at least this part of the number, or the least number there is. */
const units = { float32: [2 ** -24, 2 ** -149], float64: [2 ** -53, 2 ** -1074] } as const

/** The worst of results, or `before` if that was worse. What is rounded correctly is not measured further: it is within half a unit. */
export const worstOf = (dtype: Float, xs: TypedArray, ys: TypedArray, reference: (x: number) => number, before: Worst = none): Worst => {
  let worst = before
  const type = dtype === "float32" ? "f32" : "f64"
  const [relative, least] = units[dtype]
  const rounded = new (dtype === "float32" ? Float32Array : Float64Array)(1)
  for (let i = 0; i < xs.length; i++) {
    const x = xs[i] as number
    const got = ys[i] as number
    const exact = reference(x)
    rounded[0] = exact
    if (Object.is(rounded[0], got)) continue
    // most are seen to be nearer than the worst without finding out how far they are
    const off = Math.abs(got - exact)
    if (off > 0 && (off <= worst.ulps * relative * Math.abs(exact) || off <= worst.ulps * least)) continue
    const ulps = distance(type, got, exact)
    if (ulps > worst.ulps) worst = { ulps, x, got, exact }
  }
  return worst
}

export const showWorst = (name: string, { ulps, x, got, exact }: Worst): string =>
  `${name.padEnd(12)} ${ulps.toFixed(3).padStart(8)} ulp at ${x}: ${got} for ${exact}`
