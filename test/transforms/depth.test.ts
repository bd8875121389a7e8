// Depth does not overflow: ten thousand operations, each on the result of the last, go through every transform, printer and parser.
import { describe, expect, it } from "vitest"
import { hashJaxpr } from "../../src/core/alpha.js"
import { checkJaxpr } from "../../src/core/check.js"
import { parseJaxpr } from "../../src/core/parse.js"
import { evalShape, grad, jit, jvp, linearize, makeJaxpr, type NDArray, numpy as np, vjp, vmap } from "../../src/index.js"
import { primitiveNamed } from "../../src/primitives/index.js"
import { close } from "../support/close.js"

const n = 10_000
const repeat =
  (step: (y: NDArray, x: NDArray) => NDArray) =>
  (x: NDArray): NDArray => {
    let y = x
    for (let i = 0; i < n; i++) y = step(y, x)
    return y
  }

/** sin ∘ … ∘ sin at 1, and its derivative, by the chain rule. */
const sines = ((): { readonly value: number; readonly slope: number } => {
  let [value, slope] = [1, 1]
  for (let i = 0; i < n; i++) [value, slope] = [Math.sin(value), slope * Math.cos(value)]
  return { value, slope }
})()

const programs = {
  "a chain of sines": { f: repeat((y) => y.sin()), ...sines },
  "a chain of sines in jit": { f: jit(repeat((y) => y.sin())), ...sines },
  "sums of one shared value": { f: repeat((y, x) => y.add(x)), value: n + 1, slope: n + 1 },
}

describe.each(Object.entries(programs))("%s, ten thousand long", (_, { f, value, slope }) => {
  const x = np.array(1)
  const near = (y: NDArray, expected: number): void => close(y, expected, 1e-4)
  it("runs, eagerly and jitted", () => {
    near(f(x), value)
    near(jit(f)(x), value)
  }, 120_000)
  it("differentiates, forward and backward", () => {
    near(jvp(f, [x], [1])[1], slope)
    near(grad(f)(x), slope)
    near(vjp(f, x)[1](2)[0], 2 * slope)
    near(linearize(f, x)[1](3), 3 * slope)
  }, 120_000)
  it("batches, with derivatives too", () => {
    const ones = np.ones([2])
    vmap(f)(ones).js()
    for (const y of vmap(grad(f))(ones)) near(y, slope)
  }, 120_000)
  it("prints, parses, hashes, checks and has a shape", () => {
    const { jaxpr } = makeJaxpr(f)(x)
    checkJaxpr(jaxpr)
    const text = String(makeJaxpr(f)(x))
    expect(hashJaxpr(parseJaxpr(text, primitiveNamed))).toBe(hashJaxpr(jaxpr))
    expect(evalShape(f)(x).shape).toEqual([])
  }, 120_000)
})

describe("derivatives of derivatives", () => {
  it("of order five", () => {
    let f = (x: NDArray): NDArray => x.sin().mul(x.exp())
    for (let k = 0; k < 5; k++) f = grad(f) as typeof f
    // Re (1+i)⁵ and Im: d⁵/dx⁵ eˣ sin x = −4 eˣ (sin x + cos x)
    close(f(np.array(0.5)), -4 * Math.exp(0.5) * (Math.sin(0.5) + Math.cos(0.5)), 1e-5)
  })
  it("of a long chain, twice", () => {
    const f = (x: NDArray): NDArray => {
      let y = x
      for (let i = 0; i < 2000; i++) y = y.mul(1.0001).add(x)
      return y
    }
    close(grad(grad((x: NDArray) => f(x).square()))(1), 2 * f(np.array(1)).item() ** 2, 1e-4)
  }, 60_000)
})

describe("width does not overflow either", () => {
  it("two hundred thousand leaves go through jit and grad", () => {
    const leaves = Array.from({ length: 200_000 }, () => 1)
    const f = (xs: readonly NDArray[]): NDArray => (xs[0] as NDArray).mul(xs.at(-1) as NDArray)
    expect(makeJaxpr(grad(f))(leaves).jaxpr.outvars).toHaveLength(leaves.length)
    expect(makeJaxpr(jit(f))(leaves).jaxpr.eqns[0]?.inputs).toHaveLength(leaves.length)
  }, 60_000)
})
