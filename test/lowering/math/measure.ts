// How far a float is from a number, in units of the last place there, and the arguments at which expansions are measured.
import { node } from "../../../src/core/scalar.js"
import type { FloatType } from "../../../src/lowering/math/builder.js"
import { uniforms } from "../../primitives/scalar/ulp.js"
import { compile } from "./evaluate.js"
import { expansions } from "./expansions.js"

const formats = {
  f32: { digits: 24, lowest: -149, highest: 127, overflow: 2 ** 128 },
  f64: { digits: 53, lowest: -1074, highest: 1023, overflow: Number.MAX_VALUE },
} as const

const view = new DataView(new ArrayBuffer(8))
const exponentOf = (x: number): number => {
  view.setFloat64(0, x)
  return ((view.getUint16(0) >> 4) & 0x7ff) - 1023
}

/** The unit of the last place of the type's numbers near x. */
export const ulpOf = (type: FloatType, x: number): number => {
  const { digits, lowest, highest } = formats[type]
  return 2 ** Math.max(Math.min(exponentOf(x), highest) - digits + 1, lowest)
}

/** The distance of `got` from `exact` in units of the type's last place at `exact`; ∞ is taken for the end of the format. */
export const distance = (type: FloatType, got: number, exact: number): number => {
  const { overflow } = formats[type]
  if (Number.isNaN(got) || Number.isNaN(exact)) return Number.isNaN(got) && Number.isNaN(exact) ? 0 : Infinity
  if (got === exact) return Object.is(got, exact) ? 0 : Infinity
  const [a, b] = [got, exact].map((x) => Math.sign(x) * Math.min(Math.abs(x), overflow)) as [number, number]
  return Math.abs(a - b) / ulpOf(type, b)
}

/** The expansion as a function of numbers. */
export const compiled = (name: string, type: FloatType, arity = 1): ((...x: number[]) => number) => {
  const expansion = expansions[name]
  if (expansion === undefined) throw new Error(`${name} has no expansion`)
  return compile(expansion[type](...Array.from({ length: arity }, (_, i) => node("leaf", type, [], i))))
}

/** `count` floats of random bits: every exponent and sign, NaN among them. */
export const anyBits = (type: FloatType, count: number, seed: number): number[] => {
  const next = uniforms(seed)
  return Array.from({ length: count }, () => {
    view.setUint32(0, next() * 2 ** 32)
    view.setUint32(4, next() * 2 ** 32)
    return type === "f32" ? view.getFloat32(0) : view.getFloat64(0)
  })
}

/** The floats next to x, `reach` on each side. */
const neighbours = (type: FloatType, x: number, reach: number): number[] =>
  Array.from({ length: 2 * reach + 1 }, (_, i) => {
    const d = BigInt(i - reach)
    if (type === "f32") {
      view.setFloat32(0, x)
      view.setInt32(0, view.getInt32(0) + Number(d))
      return view.getFloat32(0)
    }
    view.setFloat64(0, x)
    view.setBigInt64(0, view.getBigInt64(0) + d)
    return view.getFloat64(0)
  })

const round = (type: FloatType, x: number): number => (type === "f32" ? Math.fround(x) : x)
const smallest = { f32: [2 ** -149, 2 ** -126, 2 ** 127 * (2 - 2 ** -23)], f64: [2 ** -1074, 2 ** -1022, Number.MAX_VALUE] } as const

/** What expansions treat apart, or might: zeros, ends of the format, ±∞, NaN, and the neighbourhoods of the given points. */
export const specials = (type: FloatType, points: readonly number[]): number[] => {
  const values = [0, 1, 2, ...smallest[type], ...points].flatMap((x) => neighbours(type, round(type, x), 8))
  return [0, Infinity, NaN, ...values].flatMap((x) => [x, -x])
}

/** `count` floats evenly from lo to hi. */
export const spread = (type: FloatType, lo: number, hi: number, count: number, seed: number): number[] => {
  const next = uniforms(seed)
  return Array.from({ length: count }, () => round(type, lo + (hi - lo) * next()))
}
