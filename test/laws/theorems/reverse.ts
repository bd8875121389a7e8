// Law 4: forward and reverse mode are adjoint, and linearization is forward mode with the point held.
//   ⟨u, f′v⟩ = ⟨f′ᵀu, v⟩
import { expect } from "vitest"
import type { NDArray } from "../../../src/core/array.js"
import { jit } from "../../../src/transforms/jit.js"
import { linearize } from "../../../src/transforms/linearize.js"
import { linearTranspose } from "../../../src/transforms/linearTranspose.js"
import { makeJaxpr } from "../../../src/transforms/makeJaxpr.js"
import { vjp } from "../../../src/transforms/vjp.js"
import { arrayFrom, dot, expectNear, expectSame, type Flat, floats, numbers, rounding } from "../arrays.js"
import { along, isMoving, moving, onMoving, pulled, pushed } from "../flat.js"
import type { Law } from "../law.js"
import { coarsest } from "./compiling.js"

const absolute = (x: NDArray): NDArray => arrayFrom(x.shape, x.dtype, (i) => Math.abs(numbers(x)[i] as number))

export const adjoint: Law = {
  title: "forward and reverse mode are adjoint: ⟨u, f′·v⟩ = ⟨f′ᵀ·u, v⟩",
  holds: ({ f, xs, v, u }) => {
    const [ys, pullback] = vjp(f, ...xs)
    expectSame(ys, f(...xs), "the value of vjp")
    const [forward, us] = [along(pushed(f, xs, v), ys), along(u, ys)]
    const [backward, vs] = [along(pullback([...u]), xs), along(v, xs)]
    const size = dot(forward.map(absolute), us.map(absolute))
    // tangents are rounded to 16 bits on their way where the values are, and cotangents elsewhere
    const within = Math.max(rounding([...xs, ...ys]), 16 * coarsest(makeJaxpr(f)(...xs).jaxpr))
    expectNear([dot(backward, vs)], [dot(forward, us)], within * Math.max(1, size), "⟨f′ᵀ·u, v⟩")
  },
}

export const cotangentTypes: Law = {
  title: "cotangents have the shapes and dtypes of the arguments; what is not float has zeros",
  holds: ({ f, xs, u }) => {
    const cts = vjp(f, ...xs)[1]([...u])
    xs.forEach((x, i) => {
      const ct = cts[i] as NDArray
      expect([ct.shape, ct.dtype]).toEqual([x.shape, isMoving(x) ? x.dtype : "float32"])
      if (!isMoving(x)) expect(floats([ct]).every((t) => t === 0)).toBe(true)
    })
  },
}

export const reverseStaged: Law = {
  title: "jit(vjp(f)) = vjp(jit(f)) = vjp(f)",
  holds: ({ f, xs, u }) => {
    const n = xs.length
    const expected = pulled(f, n)(...xs, ...u)
    expectSame(jit(pulled(f, n))(...xs, ...u), expected, "jit(vjp(f))")
    expectSame(pulled(jit(f), n)(...xs, ...u), expected, "vjp(jit(f))")
  },
}

export const linearized: Law = {
  title: "linearize(f, x) = (f(x), ẋ ↦ f′(x)·ẋ), to be applied as often as one likes",
  holds: ({ f, xs, v, w }) => {
    const [ys, push] = linearize(f, ...xs)
    expectSame(ys, f(...xs), "the value of linearize")
    expectSame(push(...v), pushed(f, xs, v), "f′(x)·v")
    expectSame(push(...w), pushed(f, xs, w), "f′(x)·w")
    expectSame(jit(push)(...v), pushed(f, xs, v), "jit of ẋ ↦ f′(x)·ẋ")
  },
}

export const transposed: Law = {
  title: "linearTranspose turns ẋ ↦ f′(x)·ẋ into the pullback of vjp, and twice is the identity",
  holds: (c) => {
    const { f, xs } = onMoving((...args) => moving(c.f(...args)), c.xs)
    const [v, u] = [along(c.v, c.xs), along(c.u, c.f(...c.xs))]
    const push = linearize(f, ...xs)[1]
    const pull: Flat = (...us) => linearTranspose(push, ...v)(us)
    expectSame(pull(...u), vjp(f, ...xs)[1](u), "the transpose")
    const again = (...vs: NDArray[]): NDArray[] => linearTranspose(pull, ...u)(vs)
    expectSame(again(...v), push(...v), "the transpose of the transpose")
  },
}

export const reverse: readonly Law[] = [adjoint, cotangentTypes, reverseStaged, linearized, transposed]
