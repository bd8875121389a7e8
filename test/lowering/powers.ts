// Pairs of numbers for which to compute powers, and how far compiled code is from the host's, whose float64 powers are within a unit themselves.
import type { TypedArray } from "../../src/core/dtype.js"
import * as e from "../../src/primitives/elementwise/index.js"
import { pow } from "../../src/primitives/scalar/elementary.js"
import { uniforms } from "../primitives/scalar/ulp.js"
import { anyBits, distance } from "./math/measure.js"
import { compiledFor, type Float } from "./unary.js"

export type Pairs = readonly [x: TypedArray, y: TypedArray]

const formats = {
  float32: { type: "f32", Store: Float32Array, exponents: 149 },
  float64: { type: "f64", Store: Float64Array, exponents: 1074 },
} as const

const least = { float32: 2 ** -149, float64: 2 ** -1074 } as const
const most = { float32: 2 ** 127 * (2 - 2 ** -23), float64: Number.MAX_VALUE } as const

/** What C treats apart, all combinations: both zeros, infinities, NaN, ±1 and their neighbours, even, odd and large integers, and halves. */
export const ends = (dtype: Float): Pairs => {
  const { Store } = formats[dtype]
  const near1 = dtype === "float32" ? [1 - 2 ** -24, 1 + 2 ** -23] : [1 - 2 ** -53, 1 + 2 ** -52]
  const positive = [0, 1, ...near1, 2, 3, 4, 0.5, 1.5, 2.5, 127, 128, 149, 150, 1023, 1024, 1074, 1075, 2 ** 24, 2 ** 52 + 1, 2 ** 53]
  const sizes = [...positive, least[dtype], 2 * least[dtype], most[dtype], 2 ** -126, 2 ** 127, 1e-300, 1e30, Infinity]
  const numbers = [NaN, ...sizes.flatMap((x) => [x, -x])]
  return [Store.from(numbers.flatMap((x) => numbers.map(() => x))), Store.from(numbers.flatMap(() => numbers))]
}

/** Random pairs: any bits at all; powers evenly over all exponents, under- and overflow included; negative numbers to whole powers. */
export const randomPairs = (dtype: Float, count: number, seed: number): Pairs => {
  const { type, Store, exponents } = formats[dtype]
  const next = uniforms(seed)
  const scales = [0.01, 1, 16, exponents]
  const pair = (_: unknown, i: number): readonly [number, number] => {
    const log2x = (2 * next() - 1) * (scales[i % scales.length] as number)
    const log2power = (2 * next() - 1) * exponents * 1.01
    const x = Math.max(2 ** log2x, least[dtype])
    return i % 5 === 0 ? [-x, Math.round(log2power / log2x)] : [x, log2power / log2x]
  }
  const curved = Array.from({ length: count }, pair)
  const [xs, ys] = [anyBits(type, count, seed + 1), anyBits(type, count, seed + 2)]
  return [Store.from([...curved.map(([x]) => x), ...xs]), Store.from([...curved.map(([, y]) => y), ...ys])]
}

export interface WorstPower {
  readonly ulps: number
  readonly at: string
}

/** The furthest of the compiled powers. */
export const worstPower = (dtype: Float, [xs, ys]: Pairs): WorstPower => {
  const got = compiledFor(e.pow, dtype, xs.length, 2)(xs.slice(), ys.slice())
  let worst: WorstPower = { ulps: 0, at: "" }
  for (let i = 0; i < xs.length; i++) {
    const [x, y] = [xs[i] as number, ys[i] as number]
    const exact = pow(x, y)
    if (Object.is(got[i], exact)) continue
    const ulps = distance(formats[dtype].type, got[i] as number, exact)
    if (ulps > worst.ulps) worst = { ulps, at: `pow(${x}, ${y}): ${got[i]} for ${exact}` }
  }
  return worst
}
