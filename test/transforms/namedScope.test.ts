// Named parts: they stand in printed programs, and nothing else changes.
import { expect, it } from "vitest"
import { grad, jit, lax, makeJaxpr, type NDArray, namedCall, namedScope, numpy as np, vmap } from "../../src/index.js"
import { codeOf } from "../lax/thrown.js"

const loss = (w: NDArray): NDArray => {
  const twice = w.mul(2)
  return namedScope("penalty", () => twice.mul(w).sum())
}
const plain = (w: NDArray): NDArray => w.mul(2).mul(w).sum()
const x = np.array([1, 2, 3])

it("a scope is an equation with its name, and what it closes over its inputs", () => {
  const { jaxpr } = makeJaxpr(loss)(x)
  expect(jaxpr.eqns.map((e) => [e.primitive.name, e.params.name])).toEqual([
    ["mul", undefined],
    ["jit", "penalty"],
  ])
  expect(String(makeJaxpr(loss)(x))).toContain("name=penalty")
})

it("values and derivatives are the function's own, in every transform", () => {
  expect(loss(x).js()).toBe(plain(x).js())
  expect(jit(loss)(x).js()).toBe(plain(x).js())
  expect(grad(loss)(x).js()).toEqual(grad(plain)(x).js())
  expect(jit(grad(loss))(x).js()).toEqual(grad(plain)(x).js())
  const rows = np.stack([x, x.add(1)])
  expect(vmap(grad(loss))(rows).js()).toEqual(vmap(grad(plain))(rows).js())
  const nested = (w: NDArray): NDArray => namedScope("outer", () => loss(w).add(namedScope("inner", () => w.sum())))
  expect(grad(nested)(x).js()).toEqual([5, 9, 13])
  const summed = (w: NDArray): NDArray =>
    lax.scan((c: NDArray, v: NDArray) => [namedScope("step", () => c.add(v.mul(c))), null], np.array(1), w)[0]
  expect(jit(summed)(x).js()).toBe(24)
})

it("outside of traces the function is called, and reads what it likes", () => {
  const seen: number[] = []
  const result = namedScope("read", () => {
    seen.push(x.sum().item())
    return { a: x, b: 2 }
  })
  expect(seen).toEqual([6])
  expect([result.a.js(), result.b.js()]).toEqual([[1, 2, 3], 2])
  const reads = (w: NDArray): NDArray =>
    namedScope("read", () => {
      w.sum().item()
      return w.sum()
    })
  expect(codeOf(() => jit(reads)(x))).toMatch(/^tracer\//)
  expect(codeOf(() => grad(reads)(x))).toMatch(/^tracer\//)
})

it("a call has the function's name, and takes any arguments", () => {
  const layer = namedCall(function layer(kind: "sum" | "max", v: NDArray) {
    return kind === "sum" ? v.sum() : v.max()
  })
  expect(layer.name).toBe("layer")
  const { jaxpr } = makeJaxpr((v: NDArray) => layer("sum", v).add(layer("max", v)))(x)
  expect(jaxpr.eqns.map((e) => e.params.name)).toEqual(["layer", "layer", undefined])
  expect(jit((v: NDArray) => layer("sum", v).add(layer("max", v)))(x).item()).toBe(9)
  let factor = 2
  const scaled = namedCall((v: NDArray) => v.mul(factor), { name: "scaled" })
  const twice = (v: NDArray): NDArray => {
    const first = scaled(v)
    factor = 3
    return first.add(scaled(v))
  }
  expect(jit(twice)(np.array(1)).item()).toBe(5)
  expect(codeOf(() => namedCall(3 as never))).toMatch(/^argument\//)
  expect(codeOf(() => namedCall(plain, { nam: "x" } as never))).toMatch(/^argument\//)
})

it("a name and a function in the wrong order are told how they stand", () => {
  const swapped = namedScope as unknown as (f: () => NDArray, name: string) => NDArray
  expect(() => swapped(() => np.ones([2]), "part")).toThrow(
    /second argument must be a function.*\n.*\n\s*Hint: write namedScope\("name", \(\) => …\)/,
  )
})
