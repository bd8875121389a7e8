// Functions of one real number as machine code: bits of every exponent and sign, and what functions treat apart, in float32 and in float64.
import { expect, test } from "vitest"
import "../../src/install.js"
import type { TypedArray } from "../../src/core/dtype.js"
import type { Params } from "../../src/core/jaxpr.js"
import { inOrder, node } from "../../src/core/scalar.js"
import { scalarFunction } from "../../src/lowering/scalar/functions.js"
import { elementwisePrimitives } from "../../src/primitives/elementwise/index.js"
import { anyBits, specials } from "./math/measure.js"
import { compiledFor, type Float, showWorst, unaries, worstOf } from "./unary.js"

/** Patterns evenly over all 2³², an odd distance apart, so that every exponent meets many fractions. */
const COUNT = 2 ** 16
const spreadBits = new Float32Array(Uint32Array.from({ length: COUNT }, (_, i) => Math.imul(i, 65_521)).buffer)
const wide = anyBits("f64", 20_000, 7)
const near = [-20, -2, 0, 1].flatMap((low) => Array.from({ length: 1000 }, (_, i) => low + ((i + 0.37) / 1000) * (low === 0 ? 1 : 20)))

const argumentsFor = (dtype: Float, points: readonly number[] = [], fewer = 1): TypedArray => {
  const edges = specials(dtype === "float32" ? "f32" : "f64", points)
  const common = [...edges, ...near, 2 ** 40, 1e20, -1e20, 3e38]
  const some = (xs: ArrayLike<number>): readonly number[] => Array.from(xs).filter((_, i) => i % fewer === 0)
  return dtype === "float32" ? Float32Array.from([...some(spreadBits), ...common]) : Float64Array.from([...some(wide), ...common])
}

/** In units of the last place. The host's float64 functions, against which float64 is measured, are within one themselves. */
const bound = { float32: 2, float64: 2 + 1 } as const

const rows = Object.entries(unaries).flatMap(([name, u]) => (["float32", "float64"] as const).map((dtype) => ({ name, dtype, ...u })))

test.each(rows)("compiled $name of $dtype is within two units of the last place", ({ name, dtype, apply, reference, points, fewer }) => {
  const xs = argumentsFor(dtype, points, fewer)
  const worst = worstOf(dtype, xs, compiledFor(apply, dtype, xs.length)(xs), reference)
  expect(worst.ulps, showWorst(name, worst)).toBeLessThanOrEqual(bound[dtype])
})

test.each(rows)("$name of $dtype gives one number the bits that it gives many", ({ dtype, apply, points }) => {
  const edges = argumentsFor(dtype, points, COUNT)
  const xs = edges.slice(0, 400)
  const together = compiledFor(apply, dtype, xs.length)(xs)
  const alone = compiledFor(apply, dtype, 1)
  const differing = Array.from(xs).filter((_, i) => !Object.is(alone(xs.slice(i, i + 1))[0], together[i]))
  expect(differing).toEqual([])
})

/** In what a function of one number is lowered to, whether it is more than basic operations. */
const isTranscendental = (name: string, params: Params): boolean => {
  const x = node("leaf", "f32", [], 0)
  const root = scalarFunction(name, [x], "float32", "float32", params, () => NaN)
  return inOrder([root]).some((n) => n.op === "math" || n.op === "host" || n.op === "sqrt")
}

test("every primitive that is a function of one number, and no basic operation, is measured", () => {
  const x = { shape: [3], dtype: "float32", weakType: false } as const
  const params = { m: 1, y: 7, roundingMethod: "TO_NEAREST_EVEN", newDtype: "float32" }
  const ofOne = Object.entries(elementwisePrimitives).filter(([, p]) => Array.isArray(p.shape([x], params as never)))
  expect(ofOne.length).toBeGreaterThan(30)
  const dear = ofOne.map(([name]) => name).filter((name) => isTranscendental(name, params))
  const measured = Object.keys(unaries).map((name) => name.replace(/^polygamma.*/, "polygamma"))
  // powers are measured in compiled-powers.test.ts; the others change what a number is kept in, and have lowerings of their own
  const others = ["integer_pow", "convert_element_type", "bitcast_convert_type", "optimization_barrier", "reduce_precision"]
  expect(dear.filter((name) => ![...measured, ...others].includes(name))).toEqual([])
  expect(dear.length).toBeGreaterThanOrEqual(28)
})
