// The gradient: which arguments, which trees, what it refuses, and values that are read on the way.
import { describe, expect, it } from "vitest"
import {
  DTypeError,
  grad,
  hessian,
  jit,
  jvp,
  makeJaxpr,
  type NDArray,
  numpy as np,
  ShapeError,
  valueAndGrad,
  vmap,
} from "../../src/index.js"
import { close } from "../support/close.js"
import { thrownBy } from "./thrown.js"

const cube = (x: NDArray): NDArray => x.mul(x).mul(x)
const weighted = (x: NDArray, y: NDArray): NDArray => x.mul(x).mul(y).sum()

describe("grad", () => {
  it("gives the slope of a function of one number, to any order", () => {
    close(grad(cube)(2), 12)
    close(grad(grad(cube))(2), 12)
    close(grad(grad(grad(cube)))(2), 6)
    close(grad(grad(grad(grad(cube))))(2), 0)
  })

  it("gives a tree like its argument, in shapes and dtypes", () => {
    const f = (p: { readonly w: NDArray; readonly b: readonly [NDArray, null] }): NDArray => p.w.mul(3).sum().add(p.b[0].square())
    const g = grad(f)({ w: np.ones([2, 3], { dtype: "float64" }), b: [np.array(5), null] })
    expect(g.w.dtype).toBe("float64")
    close(g.w, [
      [3, 3, 3],
      [3, 3, 3],
    ])
    close(g.b[0], 10)
    expect(g.b[1]).toBeNull()
  })

  it("keeps the 16-bit floats", () => {
    const g = grad((x: NDArray) => x.square().sum())(np.array([1, 2], { dtype: "bfloat16" }))
    expect(g.dtype).toBe("bfloat16")
    close(g, [2, 4])
  })

  it("chooses arguments by number, from the end too, or by a list", () => {
    const [x, y] = [np.array([1, 2]), np.array([3, 4])]
    close(grad(weighted, { argnums: 1 })(x, y), [1, 4])
    close(grad(weighted, { argnums: -1 })(x, y), [1, 4])
    close(grad(weighted, { argnums: -2 })(x, y), [6, 16])
    const [dy, dx] = grad(weighted, { argnums: [1, 0] })(x, y)
    close(dy, [1, 4])
    close(dx, [6, 16])
    expect(grad(weighted, { argnums: [-1] })(x, y)).toHaveLength(1)
  })

  it("passes the other arguments on as they are", () => {
    const f = (x: NDArray, mode: string, n: number): NDArray => (mode === "twice" ? x.mul(2) : x).mul(n)
    close(grad(f)(1, "twice", 5), 10)
  })

  it("passes aux through, of any tree", () => {
    const f = (x: NDArray): [NDArray, { readonly seen: NDArray; readonly count: number }] => [x.square(), { seen: x.add(1), count: 7 }]
    const [g, aux] = grad(f, { hasAux: true })(3)
    close(g, 6)
    close(aux.seen, 4)
    close(aux.count, 7)
    const [[value, extra], slope] = valueAndGrad(f, { hasAux: true })(3)
    close(value, 9)
    close(extra.seen, 4)
    close(slope, 6)
  })

  it("gives the value and the gradient from one run", () => {
    let runs = 0
    const [value, slope] = valueAndGrad((x: NDArray) => {
      runs++
      return x.sin()
    })(0.5)
    expect(runs).toBe(1)
    close(value, Math.sin(0.5))
    close(slope, Math.cos(0.5))
  })

  it("is zero where the result does not depend on the argument", () => {
    close(grad((_: NDArray) => np.array(1))(np.ones([2]).sum()), 0)
    close(grad((x: NDArray) => np.floor(x).sum())(np.array([1.5, 2.5])), [0, 0])
  })

  it("obeys the product, quotient and chain rules", () => {
    const [f, g] = [(x: NDArray): NDArray => x.sin(), (x: NDArray): NDArray => x.exp()]
    const at = 0.7
    const [s, e] = [Math.sin(at), Math.exp(at)]
    close(grad((x: NDArray) => f(x).mul(g(x)))(at), e * (s + Math.cos(at)))
    close(grad((x: NDArray) => f(x).div(g(x)))(at), (Math.cos(at) - s) / e)
    close(grad((x: NDArray) => f(g(x)))(at), Math.cos(e) * e)
  })

  it("is named after the function", () => {
    const loss = (x: NDArray): NDArray => x
    expect(grad(loss).name).toBe("grad(loss)")
    expect(grad(grad(loss)).name).toBe("grad(grad(loss))")
    expect(valueAndGrad(loss).name).toBe("valueAndGrad(loss)")
    expect(grad((x: NDArray) => x).name).toBe("grad(anonymous)")
  })

  it("refuses results that are no scalar and leaves that are no floats", () => {
    expect(thrownBy(() => grad((x: NDArray) => x)(np.ones([2])))).toBeInstanceOf(ShapeError)
    expect(thrownBy(() => grad((p: { readonly n: NDArray }) => p.n.sum())({ n: np.array([1], { dtype: "int32" }) }))).toBeInstanceOf(
      DTypeError,
    )
    const wrong = thrownBy(() => grad((p: { readonly n: NDArray }) => p.n.sum())({ n: np.array([1], { dtype: "int32" }) }))
    expect(wrong.path).toBe("args[0].n")
  })
})

describe("nested derivatives do not confuse their variables", () => {
  it("d/dx [x · d/dy (x + y)] = 1, in every pair of modes", () => {
    const forward = (f: (x: NDArray) => NDArray) => (x: NDArray) => jvp(f, [x], [1])[1]
    const reverse = (f: (x: NDArray) => NDArray) => (x: NDArray) => grad(f)(x)
    for (const outer of [forward, reverse])
      for (const inner of [forward, reverse]) close(outer((x) => x.mul(inner((y) => x.add(y))(np.array(1))))(np.array(2)), 1)
  })

  it("a closure over the outer variable is a constant of the inner derivative", () => {
    close(grad((x: NDArray) => grad((y: NDArray) => x.mul(y).mul(y))(3).mul(x))(2), 24) // d/dx (6x · x)
  })
})

describe("values are read on purpose under grad", () => {
  it("if", () => {
    const f = (x: NDArray): NDArray => (x.item() > 0 ? x.square() : x.neg())
    close(grad(f)(3), 6)
    close(grad(f)(-3), -1)
  })

  it("while", () => {
    const halve = (x: NDArray): NDArray => {
      let y = x
      while (y.item() > 1) y = y.div(2)
      return y
    }
    close(grad(halve)(10), 1 / 16)
  })

  it("recursion", () => {
    const power = (x: NDArray, n: NDArray): NDArray => (n.item() === 0 ? np.array(1) : power(x, n.sub(1)).mul(x))
    close(grad((x: NDArray) => power(x, np.array(5)))(2), 80)
  })

  it("twice, in every form, under nested derivatives and by an intermediate value", () => {
    const seen: unknown[] = []
    const f = (x: NDArray): NDArray => {
      const y = x.mul(2)
      seen.push(y.item(), y.item(), y.js(), Array.from(y.dataSync()), y.toString())
      return y.mul(y)
    }
    close(grad(grad(f))(3), 8)
    expect(seen).toEqual([6, 6, 6, [6], "6.0"])
  })

  it("arrays captured from outside are read too", () => {
    const w = np.array([1, 2])
    const f = (x: NDArray): NDArray => {
      const y = x.mul(w)
      return y.sum().item() > 0 ? y.sum() : y.sum().neg()
    }
    close(grad(f)(np.array([1, 1])), [1, 2])
    close(grad(f)(np.array([-1, -1])), [-1, -2])
  })

  it("not under vmap or jit, inside or outside of grad", () => {
    const f = (x: NDArray): NDArray => (x.item() > 0 ? x : x.neg())
    const texts = [
      () => vmap(grad(f))(np.ones([2])),
      () => jit(grad(f))(1),
      () => grad(jit(f))(1),
      () => grad((x: NDArray) => vmap(f)(x).sum())(np.ones([2])),
      () => makeJaxpr(grad(f))(1),
    ].map((call) => thrownBy(call))
    expect(texts.map((e) => e.code)).toEqual(Array.from({ length: 5 }, () => "tracer/concretization"))
    expect(texts[0]?.message).toContain("under vmap of grad(f)")
    expect(texts[0]?.hint).toContain("lax.cond or np.where")
    expect(texts[1]?.message).toContain("under jit of grad(f)")
    expect(texts[2]?.message).toContain("under jit of f")
    expect(texts[0]?.userFrame?.file).toMatch(/grad\.test\.ts$/)
  })
})

describe("derivatives by composition", () => {
  const f = (x: NDArray): NDArray => x.sin().mul(x).sum()
  const x = np.array([0.3, -1.2, 2])
  const v = np.array([1, 2, -1])

  it("hvp = jvp of grad = grad of a directional derivative = hessian · v", () => {
    const expected = hessian(f)(x).dot(v).js()
    close(jvp(grad(f), [x], [v])[1], expected, 1e-5)
    close(grad((x: NDArray) => grad(f)(x).dot(v))(x), expected, 1e-5)
    close(grad((x: NDArray) => jvp(f, [x], [v])[1])(x), expected, 1e-5)
  })

  it("jit and grad commute", () => {
    const expected = grad(f)(x).js()
    close(jit(grad(f))(x), expected)
    close(grad(jit(f))(x), expected)
    close(jit(grad(jit(f)))(x), expected)
  })
})
