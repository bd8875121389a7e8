// Law 3: forward mode is the derivative of a map: it keeps the value, is linear in the direction, and composes.
import { expect } from "vitest"
import type { NDArray } from "../../../src/core/array.js"
import { mul } from "../../../src/primitives/elementwise/arithmetic.js"
import { jit } from "../../../src/transforms/jit.js"
import { jvp } from "../../../src/transforms/jvp.js"
import { makeJaxpr } from "../../../src/transforms/makeJaxpr.js"
import { expectNear, expectSame, type Flat, floats, numbers, type Point, rounding, zip } from "../arrays.js"
import { along, dual, isMoving, pushed } from "../flat.js"
import type { Law } from "../law.js"
import { coarsest } from "./compiling.js"

export const keepsValue: Law = {
  title: "jvp(f, x, ẋ) has the value f(x)",
  holds: ({ f, xs, v }) => expectSame(jvp(f, [...xs], [...v])[0], f(...xs), "the value"),
}

export const keepsTypes: Law = {
  title: "tangents have the shapes and dtypes of the results; what is not float has zeros",
  holds: ({ f, xs, v }) => {
    const [ys, dys] = jvp(f, [...xs], [...v])
    ys.forEach((y, k) => {
      const dy = dys[k] as NDArray
      expect([dy.shape, dy.dtype]).toEqual([y.shape, isMoving(y) ? y.dtype : "float32"])
      if (!isMoving(y)) expect(numbers(dy).every((t) => t === 0)).toBe(true)
    })
  },
}

export const linearInTangent: Law = {
  title: "jvp is linear in the tangent: f′(x)·(a·v + b·w) = a·f′(x)·v + b·f′(x)·w",
  holds: ({ f, xs, v, w, a, b }) => {
    const combine = (p: number, q: number): number => a * p + b * q
    const ys = f(...xs)
    const change = (direction: Point): readonly number[] => floats(along(pushed(f, xs, direction), ys))
    const [dv, dw] = [change(v), change(w)]
    const right = dv.map((p, i) => combine(p, dw[i] as number))
    // tangents that are rounded to 16 bits on their way are as linear as that rounding is
    const within = Math.max(4 * rounding([...ys, ...xs]), 16 * coarsest(makeJaxpr(f)(...xs).jaxpr))
    expectNear(change(zip(combine, v, w)), right, within, "f′(x)·(a·v + b·w)")
    expect(
      change(zip(() => 0, v, w)).every((t) => t === 0),
      "f′(x)·0",
    ).toBe(true)
  },
}

/** A function that bends every float result. */
const bend: Flat = (...ys) => ys.map((y) => (isMoving(y) ? mul(y, y) : y))

export const chainRule: Law = {
  title: "jvp(g ∘ f) = jvp(g) ∘ jvp(f)",
  holds: ({ f, xs, v }) => {
    const [ys, dys] = jvp(f, [...xs], [...v])
    const [zs, dzs] = jvp(bend, ys, dys)
    const [values, tangents] = jvp((...args) => bend(...f(...args)), [...xs], [...v])
    expectSame(values, zs, "g(f(x))")
    expectSame(tangents, dzs, "g′(f(x))·f′(x)·ẋ")
  },
}

export const forwardStaged: Law = {
  title: "jit(jvp(f)) = jvp(jit(f)) = jvp(f)",
  holds: ({ f, xs, v }) => {
    const n = xs.length
    const expected = dual(f, n)(...xs, ...v)
    expectSame(jit(dual(f, n))(...xs, ...v), expected, "jit(jvp(f))")
    expectSame(dual(jit(f), n)(...xs, ...v), expected, "jvp(jit(f))")
  },
}

export const forward: readonly Law[] = [keepsValue, keepsTypes, linearInTangent, chainRule, forwardStaged]
