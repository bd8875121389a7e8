// Recording: closures, escapes, reads on demand, and where equations come from.
import { describe, expect, it } from "vitest"
import { bind } from "../../src/core/trace.js"
import { grad, jit, jvp, lax, makeJaxpr, type NDArray, numpy as np, TracerError, vmap } from "../../src/index.js"
import { primitives } from "../../src/primitives/index.js"
import { close } from "../support/close.js"
import { thrownBy } from "../transforms/thrown.js"
import { evaluatedEquations } from "./evaluated.js"

describe("closures", () => {
  it("an array captured twice is one constant", () => {
    const w = np.array([1, 2])
    expect(makeJaxpr((x: NDArray) => x.mul(w).add(w))(w).consts).toHaveLength(1)
  })
  it("tracers of every outer trace are captured, three deep", () => {
    const f = (x: NDArray): NDArray => {
      const g = (y: NDArray): NDArray => vmap((z: NDArray) => x.mul(y).mul(z))(np.array([1, 2])).sum()
      return grad(g)(x.mul(2)).mul(x)
    }
    close(grad(f)(5), 30) // f = 3x², whatever y is
  })
  it("everything is recorded while a trace is open, constants too", () => {
    const { jaxpr, consts } = makeJaxpr((_: NDArray) => np.ones([2]).sin())(1)
    expect(jaxpr.eqns.map((e) => e.primitive.name)).toEqual(["broadcast_in_dim", "sin"])
    expect(consts).toHaveLength(0)
  })
  it("an error in the function closes the trace", () => {
    expect(() =>
      jit((_: NDArray): NDArray => {
        throw new RangeError("mine")
      })(1),
    ).toThrow(RangeError)
    expect(np.array(1).add(1).item()).toBe(2) // computed, not recorded
  })
})

describe("a tracer that outlived its trace", () => {
  const leak = (transform: (f: (x: NDArray) => NDArray) => unknown): NDArray => {
    const kept: NDArray[] = []
    transform((x) => {
      kept.push(x.mul(2))
      return x
    })
    return kept[0] as NDArray
  }
  const transforms = {
    jit: (f: (x: NDArray) => NDArray) => jit(f)(1),
    grad: (f: (x: NDArray) => NDArray) => grad(f)(1),
    vmap: (f: (x: NDArray) => NDArray) => vmap(f)(np.ones([2])),
    jvp: (f: (x: NDArray) => NDArray) => jvp(f, [1], [1]),
    scan: (f: (x: NDArray) => NDArray) => lax.scan((c: NDArray, x: NDArray): [NDArray, NDArray] => [c, f(x)], np.array(0), np.ones([2])),
  }
  it.each(Object.keys(transforms) as (keyof typeof transforms)[])(
    "is refused where it is used, read, or taken into another trace: %s",
    (name) => {
      const x = leak(transforms[name])
      for (const use of [() => x.add(1), () => x.item(), () => jit((y: NDArray) => y.add(x))(1), () => grad((_: NDArray) => x.sum())(1)]) {
        const error = thrownBy(use)
        expect(error).toBeInstanceOf(TracerError)
        expect(error.code).toBe("tracer/escaped")
        expect(error.message).toMatch(/made by mul at .*trace\.test\.ts:\d+:\d+, under /)
        expect(error.message).toContain("which has returned")
      }
    },
  )
})

describe("reading on demand", () => {
  it("evaluates each equation once, and only those that the value needs", () => {
    let counts: { readonly [name: string]: number } = {}
    const f = (x: NDArray): NDArray => {
      counts = evaluatedEquations(() => {
        const y = x.sin()
        y.exp() // nobody reads it
        y.item()
        y.mul(2).item()
        y.item()
      })
      return x
    }
    grad(f)(1)
    expect(counts).toEqual({ sin: 1, mul: 1 })
  })
  it("a long loop of reads takes linear time", () => {
    const f = (x: NDArray): NDArray => {
      let y = x
      for (let i = 0; i < 3000 && y.item() > 0; i++) y = y.mul(0.999)
      return y
    }
    close(grad(f)(1), 0.999 ** 3000, 1e-4)
  })
})

describe("equations", () => {
  it("remember the user's line, through every transform", () => {
    const f = (x: NDArray): NDArray => x.sin()
    for (const g of [f, grad(f), vmap(grad(f)), jit(f)]) {
      const { jaxpr } = makeJaxpr(g as typeof f)(g === f || g.name === "grad(f)" || g.name === "f" ? 1 : np.ones([2]))
      const sources = jaxpr.eqns.map((e) => e.source?.frame()?.file)
      expect(sources.length).toBeGreaterThan(0)
      for (const file of sources) expect(file).toMatch(/trace\.test\.ts$/)
    }
  })
  it("of literals only are folded", () => {
    expect(makeJaxpr((x: NDArray) => x.mul(np.add(1, 2)))(1).jaxpr.eqns).toHaveLength(1)
  })
  it("are checked before they are recorded: operands must be arrays", () => {
    expect(thrownBy(() => bind(primitives.sin, [[1] as never], {})).code).toBe("argument/array")
  })
})
