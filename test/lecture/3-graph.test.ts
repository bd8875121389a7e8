// Lecture, slides 9-18: the computational graph of (x + y)·z and the two passes over it.
import { describe, expect, it } from "vitest"
import { grad, jvp, makeJaxpr, type NDArray, valueAndGrad, vjp } from "../../src/index.js"

const f = (x: NDArray, y: NDArray, z: NDArray): NDArray => x.add(y).mul(z)
const at = [1, -3, 4] as const

describe("f(x,y,z) = (x + y)·z at x=1, y=-3, z=4", () => {
  it("forward: d = x + y = -2, f = -8", () => {
    const intermediate = (x: NDArray, y: NDArray): NDArray => x.add(y)
    expect(vjp(intermediate, 1, -3)[0].item()).toBe(-2)
    expect(valueAndGrad(f)(...at)[0].item()).toBe(-8)
  })
  it("backward: ∂f/∂f = 1, ∂f/∂z = -2, ∂f/∂d = 4, ∂f/∂x = 4, ∂f/∂y = 4", () => {
    expect(grad((top: NDArray) => top)(-8).item()).toBe(1)
    const [dx, dy, dz] = grad(f, { argnums: [0, 1, 2] })(...at)
    expect([dx.item(), dy.item(), dz.item()]).toEqual([4, 4, -2])
    expect(grad((d: NDArray, z: NDArray) => d.mul(z))(-2, 4).item()).toBe(4)
  })
  it("vjp and jvp agree with grad", () => {
    const [, pullback] = vjp(f, ...at)
    expect(pullback(1).map((g) => g.item())).toEqual([4, 4, -2])
    expect(jvp(f, [...at], [1, 0, 0])[1].item()).toBe(4)
  })
  it("the program has the two operations of the graph", () => {
    expect(makeJaxpr(f)(...at).jaxpr.eqns.map((e) => e.primitive.name)).toEqual(["add", "mul"])
  })
})
