// Formulas of complex numbers against the interpreter, which has its own: in the middle of the plane, on both sides of every cut, at infinities,
// NaN and the greatest and least numbers, in both widths.
import { describe, expect, test } from "vitest"
import { interpret } from "../../src/backends/interpreter/interpret.js"
import type { NDArray } from "../../src/core/array.js"
import type { Jaxpr } from "../../src/core/jaxpr.js"
import { type Tensor, tensor } from "../../src/core/tensor.js"
import "../../src/install.js"
import * as lax from "../../src/lax/index.js"
import * as prim from "../../src/primitives/elementwise/index.js"
import { reduceMax, reduceMin, reduceProd } from "../../src/primitives/reductions.js"
import { compile } from "../../src/runtime/executable.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"
import { arrayFrom } from "../laws/arrays.js"
import { tensorsOf } from "../laws/steady.js"
import { expectAgreement, scrambled, sizes, stepsOf } from "./agree.js"

const widths = {
  complex64: { eps: 2 ** -23, great: 2 ** 127, small: 2 ** -50, least: 2 ** -110 },
  complex128: { eps: 2 ** -52, great: 2 ** 1023, small: 2 ** -480, least: 2 ** -1000 },
} as const
type Width = keyof typeof widths

const plane = [-90, -12, -3.5, -1, -0.7, -1e-3, 0, 1e-5, 0.4, 0.9, 1, 1.1, 2, 7, 30, 88.9]
const corners = (w: Width): readonly number[] => {
  const { great, small } = widths[w]
  const sizes = [0, small, 0.5, 1, 2, 1e6, great / 8, great * 1.5, Number.POSITIVE_INFINITY]
  return [...sizes.flatMap((x) => [x, -x]), Number.NaN]
}

const grid = (xs: readonly number[], w: Width): Tensor => {
  const numbers = xs.flatMap((a) => xs.flatMap((b) => [a, b]))
  return tensor([xs.length ** 2], w, w === "complex64" ? Float32Array.from(numbers) : Float64Array.from(numbers))
}

const bothWays = (f: (...xs: NDArray[]) => NDArray, inputs: readonly Tensor[]): readonly [got: Tensor, want: Tensor] => {
  const arrays = inputs.map((t) => arrayFrom(t.shape, t.dtype, (i) => t.data[i] as number))
  const { jaxpr } = makeJaxpr(f as never)(...(arrays as never[])) as { jaxpr: Jaxpr }
  return [tensorsOf(compile(jaxpr)(arrays))[0] as Tensor, interpret(jaxpr, inputs)[0] as Tensor]
}

const functions = {
  sqrt: prim.sqrt,
  rsqrt: prim.rsqrt,
  exp: prim.exp,
  exp2: prim.exp2,
  expm1: prim.expm1,
  log: prim.log,
  log1p: prim.log1p,
  logistic: prim.logistic,
  sin: prim.sin,
  cos: prim.cos,
  tan: prim.tan,
  asin: prim.asin,
  acos: prim.acos,
  atan: prim.atan,
  sinh: prim.sinh,
  cosh: prim.cosh,
  tanh: prim.tanh,
  asinh: prim.asinh,
  acosh: prim.acosh,
  atanh: prim.atanh,
  sign: prim.sign,
  abs: prim.abs,
} as const
type Name = keyof typeof functions

/** What differs: where, what was got and what was wanted. */
const differences = (
  [got, want]: readonly [Tensor, Tensor],
  at: Tensor,
  apart: (got: readonly number[], want: readonly number[]) => boolean,
): readonly string[] => {
  const n = want.data.length / (at.data.length / 2)
  return Array.from({ length: at.data.length / 2 }, (_, i) => {
    const [g, w] = [got, want].map((t) => Array.from(t.data.slice(i * n, i * n + n))) as [number[], number[]]
    return apart(g, w) ? `at ${at.data[2 * i]} + ${at.data[2 * i + 1]}i: ${g} for ${w}` : ""
  }).filter((s) => s !== "")
}

/** Within so many units of the size of the whole number, where it has all its digits. */
const farApart =
  (within: number, least: number) =>
  (got: readonly number[], want: readonly number[]): boolean => {
    const size = Math.hypot(...want)
    return Number.isFinite(size) && !(Math.hypot(...got.map((x, i) => x - (want[i] as number))) <= within * (size + least))
  }

/** What a number is: NaN, infinite, a zero or next to one, each with its sign; or any other. */
const kindOf = (x: number, least: number): string => {
  const sign = x < 0 || Object.is(x, -0) ? "-" : "+"
  return Number.isNaN(x) ? "NaN" : Math.abs(x) < least ? `${sign}0` : Number.isFinite(x) ? "number" : `${sign}∞`
}

const otherKind =
  (least: number) =>
  (got: readonly number[], want: readonly number[]): boolean =>
    got.some((x, i) => kindOf(x, least) !== kindOf(want[i] as number, least))

test.each(Object.keys(widths) as Width[])("no function, product, extreme or convolution of %s is left to the interpreter", (width) => {
  for (const n of sizes) {
    const x = scrambled([2, n, 3], width, n)
    const folds = [reduceProd, reduceMax, reduceMin].flatMap((f) =>
      [[0], [1], [2], [0, 2], [0, 1, 2]].map((axes) => (y: NDArray) => f(y, axes)),
    )
    expectAgreement((y) => folds.map((f) => f(y)), prim.mul(x, 0.15)) // so that products of all stay finite
    expectAgreement((y) => [prim.max(y, prim.mul(y, 0.5)), prim.min(y, prim.conj(y)), prim.integerPow(y, 9), prim.integerPow(y, 0)], x)
  }
  const [x, w] = [scrambled([2, 3, 9], width), scrambled([4, 3, 3], width, 5)]
  expectAgreement((y, k) => [lax.convGeneralDilated(y, k, [2], [[1, 2]], { rhsDilation: [2] })], x, w)
  const nearby = prim.add(prim.mul(scrambled([30], width), 0.1), 1)
  const every = Object.entries(functions).map(([, f]) => f as (y: NDArray) => NDArray)
  expect(stepsOf((y) => [...every.map((f) => f(y)), prim.pow(y, y), prim.div(y, y)], nearby).map((s) => s.kind)).not.toContain(
    "interpreted",
  )
})

describe.each(Object.keys(widths) as Width[])("%s", (width) => {
  const { eps, least, great } = widths[width]
  const small = [-2.5, -0, 0, 0.3, 1, 6]
  /** Every number of a grid beside every other. */
  const allPairs = (xs: readonly number[]): readonly [Tensor, Tensor] => {
    const numbers = Array.from(grid(xs, width).data)
    const n = numbers.length / 2
    const made = (place: (k: number) => number): Tensor => {
      const data = Array.from({ length: n * n }, (_, k) => numbers.slice(2 * place(k), 2 * place(k) + 2)).flat()
      return tensor([n * n], width, width === "complex64" ? Float32Array.from(data) : Float64Array.from(data))
    }
    return [made((k) => Math.floor(k / n)), made((k) => k % n)]
  }
  test.each([
    ["div", prim.div],
    ["max", prim.max],
    ["min", prim.min],
  ] as const)("%s of all pairs, great ones and zeros too", (_, f) => {
    const [first, second] = allPairs([...small, great / 8, great * 1.5])
    const both = bothWays(f as never, [first, second])
    expect(differences(both, first, farApart(12 * eps, least)).slice(0, 9)).toEqual([])
    expect(differences(both, first, otherKind(0)).slice(0, 9)).toEqual([]) // what vanishes under great numbers has any sign
    const [one, other] = allPairs(small)
    expect(differences(bothWays(f as never, [one, other]), one, otherKind(least)).slice(0, 9)).toEqual([])
  })
  test("pow of all pairs", () => {
    const [first, second] = allPairs(small)
    const both = bothWays(prim.pow as never, [first, second])
    expect(differences(both, first, farApart(64 * eps, least)).slice(0, 9)).toEqual([])
    const isOther = (got: readonly number[], want: readonly number[]): boolean =>
      got.some((x, i) => Number.isFinite(x) !== Number.isFinite(want[i]))
    expect(differences(both, first, isOther).slice(0, 9)).toEqual([])
  })
})

test("folds of nothing are what they start from", () => {
  expectAgreement((y) => [reduceProd(y, [1]), reduceMax(y, [1])], scrambled([2, 0], "complex64"))
})

describe.each(Object.keys(widths) as Width[])("%s", (width) => {
  test.each(Object.keys(functions) as Name[])("%s in the plane, to a few units of the last place", (name) => {
    const at = grid(plane, width)
    expect(differences(bothWays(functions[name] as never, [at]), at, farApart(12 * widths[width].eps, widths[width].least))).toEqual([])
  })
  test.each(Object.keys(functions) as Name[])("%s in the corners: zeros with their signs, infinities, NaN", (name) => {
    const at = grid(corners(width), width)
    expect(differences(bothWays(functions[name] as never, [at]), at, otherKind(widths[width].least))).toEqual([])
  })
})

test("a quotient by NaN is NaN, whatever the other part of the divisor is", () => {
  const parts = [0, -0, 1, Number.POSITIVE_INFINITY, Number.NaN]
  for (const dtype of ["float32", "float64"] as const) {
    const all = parts.flatMap((a) => parts.map((b) => [a, b] as const))
    const [re, im] = [0, 1].map((i) => arrayFrom([all.length], dtype, (k) => (all[k] as readonly number[])[i] as number))
    for (const one of all) {
      const numerator = [0, 1].map((i) => arrayFrom([all.length], dtype, () => one[i] as number))
      expectAgreement(
        (a, b, c, d) => {
          const q = lax.div(lax.complex(a as NDArray, b as NDArray), lax.complex(c as NDArray, d as NDArray))
          return [lax.real(q), lax.imag(q)]
        },
        numerator[0] as NDArray,
        numerator[1] as NDArray,
        re as NDArray,
        im as NDArray,
      )
    }
  }
})
