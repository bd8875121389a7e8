// Laws 5 and 6, second order: derivatives of derivatives, in every order of the modes, against differences of gradients.
//   ∂/∂x ⟨∇φ(x), v⟩ = (∇φ)′(x)·v = H·v,  φ = ⟨f, u⟩
import { jit } from "../../../src/transforms/jit.js"
import { jvp } from "../../../src/transforms/jvp.js"
import { expectNear, expectSame, type Flat, floats, scalar } from "../arrays.js"
import { against, along, gradients, onMoving, pushed } from "../flat.js"
import type { Law } from "../law.js"
import { declared, h, isExact, slopeAlong } from "./slope.js"

export const secondOrder: Law = {
  title: "forward over reverse = reverse over forward, jitted or not",
  holds: (c) => {
    const { f, xs } = onMoving(c.f, c.xs)
    const v = along(c.v, c.xs)
    const gradient: Flat = (...args) => gradients(f, c.u)(...args)
    const directional: Flat = (...args) => [jvp(against(f, c.u), args, v)[1]]
    const forwardOverReverse = pushed(gradient, xs, v)
    expectSame(gradients(directional, [scalar(1)])(...xs), forwardOverReverse, "reverse over forward")
    expectSame(pushed(jit(gradient), xs, v), forwardOverReverse, "forward over jit of reverse")
  },
}

export const gradientSlope: Law = {
  title: "the derivative of the gradient is its slope: H·v = lim (∇φ(x+hv) − ∇φ(x−hv)) / 2h",
  skips: declared,
  holds: (c) => {
    const { f, xs } = onMoving(c.f, c.xs)
    const v = along(c.v, c.xs)
    const gradient: Flat = (...args) => gradients(f, c.u)(...args)
    if (isExact([...xs, ...f(...xs)])) expectNear(floats(pushed(gradient, xs, v)), slopeAlong(gradient, xs, v), h ** 2, "H·v")
  },
}

export const curvature: readonly Law[] = [secondOrder, gradientSlope]
