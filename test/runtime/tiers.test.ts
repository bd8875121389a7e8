// What is compiled when: counted by the modules that are made.
import { afterEach, beforeEach, expect, test } from "vitest"
import { grad, jit, lax, type NDArray, numpy as np, random } from "../../src/index.js"
import { clearCaches } from "../../src/runtime/dispatch.js"
import { mayCompile } from "../../src/runtime/permitted.js"
import { countModules } from "../support/modules.js"

let modules: ReturnType<typeof countModules>

beforeEach(() => {
  mayCompile() // asks once, by compiling an empty module
  modules = countModules()
})
afterEach(() => modules.stop())

test("small eager operations are interpreted, however many there are", () => {
  let x: NDArray = np.ones([10])
  for (let i = 0; i < 500; i++) x = x.mul(1.01)
  expect(x.size).toBe(10)
  expect(modules.count()).toBe(0)
})

test("a large eager operation is compiled, once", () => {
  const x = np.ones([517, 1031])
  const before = modules.count() // making it was a large operation, too
  for (let i = 0; i < 5; i++) x.mul(x)
  expect(modules.count() - before).toBe(1)
})

test("a middling eager operation is compiled when it has come often enough", () => {
  const x = np.ones([79, 83])
  x.sub(x)
  expect(modules.count()).toBe(0)
  for (let i = 0; i < 100; i++) x.sub(x)
  expect(modules.count()).toBe(1)
})

test("functions that come dear when interpreted are compiled sooner", () => {
  const x = np.linspace(0.1, 0.9, 2500)
  np.sin(x)
  expect(modules.count()).toBe(0)
  for (const f of [lax.erfInv, lax.lgamma, lax.digamma, (y: NDArray) => lax.polygamma(2, y)]) {
    const before = modules.count()
    f(x)
    expect(modules.count() - before).toBe(1)
  }
  const before = modules.count()
  random.normal(random.key(0), [2511]) // by erf⁻¹
  expect(modules.count() - before).toBe(1)
})

test("what came before can be forgotten: programs are new again, and compiled again", () => {
  const x = np.ones([71, 89])
  const f = (y: NDArray): NDArray => y.mul(y).sum()
  for (let i = 0; i < 100; i++) x.add(x)
  grad(f)(np.ones([7]))
  const before = modules.count()
  expect(before).toBe(2)
  clearCaches()
  x.add(x)
  expect(modules.count()).toBe(before)
  grad(f)(np.ones([7]))
  expect(modules.count()).toBe(before + 1)
})

test("what jitted functions keep is forgotten too, whether they run next or are traced, and results stay", () => {
  let traces = 0
  const f = jit((x: NDArray) => {
    traces++
    return x.mul(2)
  })
  const x = np.ones([3])
  const y = f(x)
  const twice = jit((z: NDArray) => f(f(z)))
  f(x)
  twice(x)
  const compiledBefore = modules.count()
  expect([traces, compiledBefore]).toEqual([1, 2])
  clearCaches()
  expect(f(y).js()).toEqual([4, 4, 4])
  expect([traces, modules.count()]).toEqual([2, 3])
  f(x)
  expect([traces, modules.count()]).toEqual([2, 3])
  clearCaches()
  expect(twice(x).js()).toEqual([4, 4, 4])
  expect([traces, modules.count()]).toEqual([3, 4])
  expect(y.js()).toEqual([2, 2, 2])
})

test("a jitted function may forget all programs while it is traced", () => {
  const f = jit((x: NDArray) => {
    clearCaches()
    return x.add(1)
  })
  expect([f(np.ones([2])).js(), f(np.ones([2])).js()]).toEqual([
    [2, 2],
    [2, 2],
  ])
})

test("a jitted program is compiled when it first runs, and again only for arguments of another kind", () => {
  const f = jit(grad((x: NDArray) => x.mul(x).sum()))
  expect(modules.count()).toBe(0)
  f(np.ones([3]))
  f(np.zeros([3]))
  expect(modules.count()).toBe(1)
  f(np.ones([4]))
  expect(modules.count()).toBe(2)
})

test("a new shape for numbers that JavaScript holds is never compiled, however many they are: nothing moves", () => {
  const x = np.array(new Float32Array(1_000_000))
  const before = modules.count()
  expect(x.reshape([1000, 1000]).reshape([1, 1_000_000]).squeeze().shape).toEqual([1_000_000])
  expect(modules.count()).toBe(before)
})

test("a new shape for a result that lies in compiled programs' memory is right", () => {
  const y = jit((x: NDArray) => x.add(1))(np.arange(300_000))
  expect(y.reshape([3, 100_000]).slice(2, 7).item()).toBe(200_008)
})
