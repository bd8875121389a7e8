// What each function costs: the number of basic operations for one vector of lanes. Speed is a property that can be lost, so it is a test.
import { expect, test } from "vitest"
import { node } from "../../../src/core/scalar.js"
import type { FloatType } from "../../../src/lowering/math/builder.js"
import { countOperations } from "./evaluate.js"
import { expansions, shortcuts } from "./expansions.js"

const operations: { readonly [name: string]: readonly [f32: number, f64: number] } = {
  exp2: [26, 38],
  log: [36, 44],
  log1p: [37, 45],
  sin: [42, 54],
  cos: [42, 54],
  tan: [47, 63],
  erf: [47, 89],
  erf_inv: [78, 92],
  atan: [29, 49],
  asin: [31, 45],
  acos: [29, 43],
  sinh: [43, 51],
  cosh: [38, 46],
  asinh: [55, 63],
  acosh: [66, 88],
  atanh: [38, 51],
  cbrt: [39, 48],
  rsqrt: [2, 2],
  exp: [29, 41],
  tanh: [30, 48],
  logistic: [30, 42],
  expm1: [33, 45],
  atan2: [42, 62],
  pow: [86, 160],
  rem: [18, 19],
  erfc: [63, 146],
  lgamma: [167, 149],
  digamma: [143, 140],
  lgamma_below: [809, 807],
  digamma_below: [716, 714],
  zeta: [404, 1313],
  polygamma1: [47, 812],
  polygamma2: [59, 1117],
  polygamma3: [64, 1220],
  polygamma4: [78, 1565],
  polygamma1_below: [1052, 1050],
  polygamma2_below: [1557, 1555],
  polygamma3_below: [1689, 1687],
  polygamma4_below: [2076, 2074],
}

const ofTwo: ReadonlySet<string> = new Set(["atan2", "pow", "rem", "zeta"])

const count = (name: string, type: FloatType): number => {
  const leaves = Array.from({ length: ofTwo.has(name) ? 2 : 1 }, (_, i) => node("leaf", type, [], i))
  return countOperations(expansions[name]![type](...leaves))
}

test("every expansion takes the operations of the table, and no more", () => {
  const counted = Object.fromEntries(Object.keys(expansions).map((name) => [name, [count(name, "f32"), count(name, "f64")]]))
  expect(counted).toEqual(operations)
})

/** With the test of whether they hold. */
const shortOperations: { readonly [name: string]: readonly [f32: number, f64: number] } = {
  sin: [11, 19],
  cos: [13, 21],
  tan: [17, 35],
}
const countShort = (name: string, type: FloatType): number => {
  const x = node("leaf", type, [], 0)
  return countOperations(shortcuts[name]!.near(x)) + countOperations(shortcuts[name]!.value(x))
}

test("every shortcut takes the operations of the table, and no more", () => {
  const counted = Object.fromEntries(Object.keys(shortcuts).map((name) => [name, [countShort(name, "f32"), countShort(name, "f64")]]))
  expect(counted).toEqual(shortOperations)
})
