// What the sweep over all float32 rests on: that it sees every pattern, measures as the tests in JavaScript do, and finds one wrong result.
import { readFile } from "node:fs/promises"
import { expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { jit, lax, numpy as np } from "../../src/index.js"
import { exp } from "../../src/primitives/elementwise/index.js"
import { anyBits, distance, specials } from "./math/measure.js"
import { BLOCK, errorOf, measuring, UNITS } from "./measuring.js"
import { floatOfBits, worstOfFloat32 } from "./sweeping.js"
import { compiledFor, unaries } from "./unary.js"
import { worst } from "./worst.js"

const errorsOf = (got: readonly number[], exact: readonly number[]): number[] =>
  Array.from(
    jit(errorOf)(np.array(got, { dtype: "float32" }), np.array(exact, { dtype: "float64" })).dataSync() as Float64Array,
    (e) => e * UNITS,
  )

test("errors are those that are measured one by one", () => {
  const exact = [...specials("f32", [1, 2, 1e-40, 88.7]), ...anyBits("f32", 2000, 3)].flatMap((x) => [
    x,
    x * (1 + 2 ** -25),
    x * (1 - 2 ** -26),
  ])
  const got = exact.map((x, i) => Math.fround(x * (1 + ((i % 7) - 3) * 2 ** -24)))
  const expected = got.map((y, i) => {
    const x = exact[i] as number
    const rounded = Math.fround(x)
    if (Object.is(y, rounded)) return 0
    // what is infinite or 0 has to be so where the exact number is
    if (!Number.isFinite(y) || !Number.isFinite(rounded)) return Infinity
    return y === 0 && rounded === 0 ? Infinity : distance("f32", y, x)
  })
  expect(errorsOf(got, exact)).toEqual(expected)
})

test("a zero of the other sign, a NaN, and an infinity that should be none are infinitely wrong", () => {
  const max = 2 ** 127 * (2 - 2 ** -23)
  const rows: readonly (readonly [got: number, exact: number, error: number])[] = [
    [0, -0, Infinity],
    [-0, 0, Infinity],
    [0, 1e-60, 0],
    [0, -1e-60, Infinity],
    [NaN, NaN, 0],
    [NaN, 1, Infinity],
    [1, NaN, Infinity],
    [Infinity, max, Infinity],
    [max, Infinity, Infinity],
    [Infinity, 2 ** 128, 0],
    [-Infinity, Infinity, Infinity],
    [2 ** -149, 2 ** -148, 1],
    [2 ** -126, 2 ** -126 * (1 + 2 ** -23), 1],
    [1, 1 - 2 ** -26, 0],
    [1, 1 - 2 ** -24, 1],
    [1 + 2 ** -23, 1 - 2 ** -26, 2.25],
    [1 + 2 ** -22, 1, 2],
  ]
  expect(
    errorsOf(
      rows.map(([got]) => got),
      rows.map(([, exact]) => exact),
    ),
  ).toEqual(rows.map(([, , error]) => error))
})

/** x, but in float32 the number with these bits is three units too great. */
const wrongAt =
  (bits: number) =>
  (x: NDArray): NDArray => {
    if (x.dtype === "float64") return x
    const words = lax.bitcastConvertType(x, "uint32")
    const here = words.equal(np.array(bits, { dtype: "uint32" }))
    return lax.bitcastConvertType(np.where(here, words.add(np.array(3, { dtype: "uint32" })), words), "float32")
  }

test("one wrong result among all is found, wherever it is", () => {
  for (const bits of [0, 1, 0x3f800001, 0x80000000, 0xff7ffff0]) {
    const first = Math.floor(bits / BLOCK) * BLOCK
    expect(measuring(wrongAt(bits), 1)(first, 1)).toEqual({ ulps: 3, bits })
  }
  const measure = measuring(wrongAt(5 * BLOCK + 17), 1)
  expect(measure(0, 8)).toEqual({ ulps: 3, bits: 5 * BLOCK + 17 })
  expect(measure(8 * BLOCK, 8).ulps).toBe(0)
})

test("exp at one float32 of 4096 is within an ulp, and at the worst of them as far off as is said", () => {
  const { ulps, bits } = worstOfFloat32(unaries.exp as (typeof unaries)[string], 4096)
  expect(ulps).toBeLessThan(1)
  const x = floatOfBits(bits)
  const [got] = compiledFor(exp, "float32", 1)(Float32Array.of(x))
  expect(ulps).toBeCloseTo(distance("f32", got as number, Math.exp(x)), 5)
})

test.each(Object.entries(worst))(
  "%s is as far off as the table of the worst says, at the argument that it says",
  (name, { ulps, bits }) => {
    const { apply, reference } = unaries[name] as (typeof unaries)[string]
    const x = Float32Array.of(floatOfBits(bits))
    const [got] = compiledFor(apply, "float32", 1)(x)
    const exact = reference(x[0] as number)
    const off = Object.is(Math.fround(exact), got) ? 0 : distance("f32", got as number, exact)
    expect(off).toBeCloseTo(ulps, 3)
  },
)

test("the table of the worst has every function that is compiled, and none beyond two units of the last place", () => {
  const compiledOnes = Object.keys(unaries).filter((name) => !(unaries[name] as (typeof unaries)[string]).onHost)
  expect(Object.keys(worst).sort()).toEqual(compiledOnes.sort())
  expect(Object.entries(worst).filter(([, { ulps }]) => ulps > 2)).toEqual([])
})

test("the README's table is that of the worst", async () => {
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8")
  const section = readme.slice(readme.indexOf("## How exact"), readme.indexOf("## For those who know JAX"))
  const cells = [...section.matchAll(/`(\w+)` \| (\d\.\d\d\*?) \|/g)].map(([, name, ulps]) => [name, ulps])
  const expected = Object.entries(worst).map(([name, { ulps, every }]) => [name, `${ulps.toFixed(2)}${every === 1 ? "" : "*"}`])
  expect(Object.fromEntries(cells)).toEqual(Object.fromEntries(expected))
})
