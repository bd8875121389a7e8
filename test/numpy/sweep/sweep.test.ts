// Laws of every exported function at once: compiled, it gives what it gives eagerly; over a batch, what a loop gives; and values that must be known are asked for.
import { describe, expect, it } from "vitest"
import { NDArray } from "../../../src/core/array.js"
import { isFloat } from "../../../src/core/dtype.js"
import { TracerError } from "../../../src/core/errors.js"
import * as np from "../../../src/numpy/index.js"
import { grad } from "../../../src/transforms/grad.js"
import { jit } from "../../../src/transforms/jit.js"
import { vmap } from "../../../src/transforms/vmap.js"
import { calls } from "./calls.js"

const names = Object.keys(calls) as readonly (keyof typeof calls)[]
const ofKind = (...kinds: readonly string[]) => names.filter((name) => kinds.includes(calls[name].kind))

/** The arrays in a result, whatever it is made of. */
const arraysIn = (result: unknown): NDArray[] =>
  result instanceof NDArray ? [result] : typeof result === "object" && result !== null ? Object.values(result).flatMap(arraysIn) : []

const flat =
  (f: (...xs: NDArray[]) => unknown) =>
  (...xs: NDArray[]): NDArray[] =>
    arraysIn(f(...xs))

const expectSame = (actual: readonly NDArray[], expected: readonly NDArray[]): void => {
  expect(actual.map((a) => `${a.dtype}[${a.shape}]`)).toEqual(expected.map((a) => `${a.dtype}[${a.shape}]`))
  actual.forEach((a, k) => {
    const want = Array.from((expected[k] as NDArray).dataSync())
    Array.from(a.dataSync()).forEach((g, i) => {
      const w = want[i] as number
      const fits = Object.is(g, w) || g === w || Math.abs(g - w) <= 1e-5 * (1 + Math.abs(w))
      if (!fits) expect.fail(`result ${k}, element ${i}: got ${g}, expected ${w}`)
    })
  })
}

/** Other values of the same shape and dtype: the elements shifted cyclically. */
const shifted = (x: NDArray, by: number): NDArray => np.reshape(np.roll(np.ravel(x), by), x.shape)

describe("the table", () => {
  it("has a call for every exported function, and no other", () => {
    const exported = Object.entries(np).flatMap(([name, value]) => (typeof value === "function" && name !== "ndarray" ? [name] : []))
    expect([...names].sort()).toEqual(exported.sort())
  })
})

describe("compiled, a function gives what it gives eagerly", () => {
  it.each(ofKind("traced", "made"))("%s", (name) => {
    const { run, args } = calls[name]
    expectSame(jit(flat(run))(...args), flat(run)(...args))
  })
})

describe("over a batch, a function gives what a loop over the batch gives", () => {
  it.each(ofKind("traced"))("%s", (name) => {
    const { run, args } = calls[name]
    const lanes = [0, 1, 2].map((by) => args.map((x) => shifted(x, by)))
    const batch = args.map((_, k) => np.stack(lanes.map((lane) => lane[k] as NDArray)))
    const looped = lanes.map((lane) => flat(run)(...lane))
    const expected = (looped[0] as NDArray[]).map((_, k) => np.stack(looped.map((results) => results[k] as NDArray)))
    expectSame(vmap(flat(run))(...batch), expected)
  })
})

/** Everything in float64, so that differences of small steps mean something. */
const precise = (x: NDArray): NDArray => (isFloat(x.dtype) ? np.astype(x, "float64") : x)

/** A number that depends on every float in the results, each in its own way. */
const weighed = (results: readonly NDArray[]): NDArray =>
  results
    .filter((r) => isFloat(r.dtype))
    .map((r) => np.sum(np.multiply(np.ravel(r), np.cos(np.arange(r.size, { dtype: "float64" })))))
    .reduce((total, part) => np.add(total, part), np.array(0, { dtype: "float64" }))

/** Functions that are not slopes of anything: neighbours of floating-point numbers. */
const grainy: ReadonlySet<string> = new Set(["nextafter", "spacing"])

describe("a derivative is the slope between neighbours", () => {
  const smooth = ofKind("traced").filter((name) => !grainy.has(name) && calls[name].args.some((a) => isFloat(a.dtype)))
  it.each(smooth)("%s", (name) => {
    const { run, args } = calls[name]
    const points = args.map(precise)
    const floats = points.map((_, k) => k).filter((k) => isFloat((points[k] as NDArray).dtype))
    const f = (...moving: NDArray[]): NDArray => weighed(flat(run)(...points.map((p, k) => moving[floats.indexOf(k)] ?? p)))
    const at = floats.map((k) => points[k] as NDArray)
    const direction = at.map((a) => np.sin(np.add(np.reshape(np.arange(a.size, { dtype: "float64" }), a.shape), 1)))
    const step = 1e-6
    const moved = (by: number): NDArray[] => at.map((a, k) => np.add(a, np.multiply(direction[k] as NDArray, by)))
    const slope = (f(...moved(step)).item() - f(...moved(-step)).item()) / (2 * step)
    const gradients = grad(f, { argnums: at.map((_, k) => k) })(...at) as unknown as NDArray[]
    const along = gradients.reduce((total, g, k) => total + np.sum(np.multiply(g, direction[k] as NDArray)).item(), 0)
    if (Number.isNaN(slope))
      expect(along).toBeNaN() // a NaN among the values
    else expect(Math.abs(along - slope)).toBeLessThanOrEqual(1e-5 * (1 + Math.abs(slope)))
  })
})

describe("a function whose result's shape depends on values asks for them", () => {
  it.each(ofKind("known"))("%s", (name) => {
    const { run, args } = calls[name]
    expect(flat(run)(...args).length).toBeGreaterThan(0)
    expect(() => jit(flat(run))(...args)).toThrow(TracerError)
  })
})

describe("a question is answered without computing", () => {
  it.each(ofKind("asked"))("%s", (name) => {
    expect(calls[name].run()).toBeDefined()
  })
})
