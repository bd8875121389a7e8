// jit: when it traces and when it does not, what it may close over, and what static arguments are.
import { describe, expect, it } from "vitest"
import { disableJit, grad, jit, makeJaxpr, type NDArray, numpy as np, vmap } from "../../src/index.js"
import { close } from "../support/close.js"
import { thrownBy } from "./thrown.js"

/** A function with a count of how often it has been traced. */
const counted = <A extends unknown[], R>(f: (...args: A) => R): { readonly f: (...args: A) => R; readonly traces: () => number } => {
  let n = 0
  const g = (...args: A): R => {
    n++
    return f(...args)
  }
  return { f: g, traces: () => n }
}

describe("the cache", () => {
  it("hits for the same structure, shapes, dtypes and weak types, whatever the values", () => {
    const { f, traces } = counted((x: NDArray) => x.mul(2))
    const g = jit(f)
    for (const x of [np.array([1, 2]), np.array([3, 4]), np.array([5, 6])]) close(g(x), x.mul(2).js())
    expect(traces()).toBe(1)
  })

  it("misses for another shape, dtype, weak type or structure, and hits when the old kind comes back", () => {
    const { f, traces } = counted((x: { readonly a: NDArray }) => x.a.add(1))
    const g = jit(f as (x: object) => NDArray)
    const kinds = [
      { a: np.ones([2]) },
      { a: np.ones([3]) },
      { a: np.ones([2], { dtype: "float64" }) },
      { a: np.array(1) },
      { a: 1 }, // weak
      { a: np.ones([2]), b: null },
    ]
    kinds.forEach((x, i) => {
      g(x as never)
      expect(traces()).toBe(i + 1)
    })
    for (const x of kinds) g(x as never)
    expect(traces()).toBe(kinds.length)
  })

  it("keys static arguments by value, functions and frozen objects by identity", () => {
    const { f, traces } = counted((x: NDArray, n: unknown) => x.mul(typeof n === "number" ? n : 3))
    const g = jit(f, { staticArgnums: 1 }) as (x: number, n: unknown) => NDArray
    const [h, k] = [(): number => 1, Object.freeze({ k: 1 })]
    for (const n of [2, 2, 3, "2", "2", h, h, k, k, true, null, undefined]) g(1, n)
    expect(traces()).toBe(8)
    g(1, Object.freeze({ k: 1 })) // equal, but another object
    expect(traces()).toBe(9)
  })

  it("tells strings apart that look like several arguments", () => {
    const { f, traces } = counted((x: NDArray, a: string, b: string) => x.mul(a.length - b.length))
    const g = jit(f, { staticArgnums: [1, 2] })
    close(g(1, "a,string:b", "c"), 9)
    close(g(1, "a", "b,string:c"), -9)
    expect(traces()).toBe(2)
  })

  it("is bounded: what was used longest ago is traced again", () => {
    const { f, traces } = counted((x: NDArray, n: number) => x.mul(n))
    const g = jit(f, { staticArgnums: 1 })
    for (let n = 0; n < 65; n++) close(g(1, n), n)
    expect(traces()).toBe(65)
    g(1, 64)
    expect(traces()).toBe(65)
    g(1, 0)
    expect(traces()).toBe(66)
  })

  it("belongs to the jitted function", () => {
    const { f, traces } = counted((x: NDArray) => x)
    jit(f)(1)
    jit(f)(1)
    expect(traces()).toBe(2)
  })
})

describe("static and donated arguments", () => {
  it("are counted from either end", () => {
    const f = (x: NDArray, n: number): NDArray => np.ones([n]).mul(x)
    close(jit(f, { staticArgnums: 1 })(2, 3), [2, 2, 2])
    close(jit(f, { staticArgnums: -1 })(2, 3), [2, 2, 2])
    close(jit((n: number, x: NDArray) => np.ones([n]).mul(x), { staticArgnums: [0] })(2, 5), [5, 5])
  })

  it("must exist", () => {
    expect(thrownBy(() => jit((x: NDArray) => x, { staticArgnums: 1 })(1)).code).toBe("argument/argnums")
    expect(thrownBy(() => jit((x: NDArray) => x, { donateArgnums: -2 })(1)).code).toBe("argument/argnums")
  })

  it("donation changes no result", () => {
    const step = jit((x: NDArray) => x.mul(2), { donateArgnums: 0 })
    let x = np.array([1, 2])
    for (let i = 0; i < 3; i++) x = step(x)
    close(x, [8, 16])
  })

  it("an object that may change is refused as static", () => {
    const wrong = thrownBy(() => jit((x: NDArray, o: { readonly n: number }) => x.mul(o.n), { staticArgnums: 1 })(1, { n: 2 }))
    expect(wrong.code).toBe("argument/static")
    expect(wrong.hint).toContain("Object.freeze")
  })
})

describe("closures", () => {
  it("concrete arrays become constants of the program, traced once", () => {
    const w = np.array([1, 2])
    const { f, traces } = counted((x: NDArray) => x.mul(w))
    const g = jit(f)
    close(g(np.array([3, 4])), [3, 8])
    close(g(np.array([5, 6])), [5, 12])
    expect(traces()).toBe(1)
  })

  it("outer tracers become inputs, each time anew", () => {
    let inner: ((y: NDArray) => NDArray) | undefined
    const outer = (x: NDArray): NDArray => {
      inner = jit((y: NDArray) => x.mul(y))
      return inner(x.sin())
    }
    close(grad(outer)(0.5), Math.sin(0.5) + 0.5 * Math.cos(0.5))
    close(vmap(outer)(np.array([1, 2])), [Math.sin(1), 2 * Math.sin(2)])
    close(jit(grad(outer))(0.5), Math.sin(0.5) + 0.5 * Math.cos(0.5))
  })

  it("one jitted function that closes over another trace's variable is not reused for the next", () => {
    let captured: NDArray = np.array(1)
    const g = jit((y: NDArray) => y.mul(captured))
    const f = (x: NDArray): NDArray => {
      captured = x
      return g(2)
    }
    close(grad(f)(3), 2)
    close(grad(f)(4), 2)
    close(grad((x: NDArray) => f(x).mul(x))(4), 16)
  })
})

describe("nesting", () => {
  it("jit(jit f) = f, printed as a call in a call", () => {
    const f = (x: NDArray): NDArray => x.sin()
    close(jit(jit(f))(1), Math.sin(1))
    const text = String(makeJaxpr(jit(f))(1))
    expect(text).toContain("jit[name=f jaxpr={ lambda ; ")
  })

  it("200 deep", () => {
    const nest = (n: number): ((x: NDArray) => NDArray) => (n === 0 ? (x) => x.sin() : jit((x: NDArray) => nest(n - 1)(x).add(1)))
    close(nest(200)(np.array(1)), Math.sin(1) + 200)
    close(grad(nest(200))(1), Math.cos(1))
    close(vmap(nest(200))(np.array([0, 1])), [200, Math.sin(1) + 200])
  })

  it("is named after the function, or as told", () => {
    const loss = (x: NDArray): NDArray => x
    expect(jit(loss).name).toBe("loss")
    expect(String(makeJaxpr(jit(loss, { name: "step" }))(1))).toContain("jit[name=step")
  })
})

describe("disableJit", () => {
  it("runs the function itself, on arrays, so that values can be read", () => {
    const f = jit((x: NDArray, n: number) => (x.item() > 0 ? x.mul(n) : x.neg()), { staticArgnums: 1 })
    expect(thrownBy(() => f(1, 2)).code).toBe("tracer/concretization")
    close(
      disableJit(() => f(1, 2)),
      2,
    )
    close(
      disableJit(() => f(-1, 2)),
      1,
    )
    expect(thrownBy(() => f(1, 2)).code).toBe("tracer/concretization") // on again
  })

  it("gives arrays for numbers, as jit does, and is on again after an error", () => {
    const f = jit((_: NDArray) => 3)
    expect((disableJit(() => f(1)) as NDArray).item()).toBe(3)
    expect(() =>
      disableJit(() => {
        throw new RangeError("mine")
      }),
    ).toThrow(RangeError)
    expect(thrownBy(() => jit((x: NDArray) => x.mul(x.item()))(1)).code).toBe("tracer/concretization")
  })
})
