// What is compiled when: counted by the modules that are made.
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { grad, jit, type NDArray, numpy as np } from "../../src/index.js"
import { mayCompile } from "../../src/runtime/permitted.js"

let modules = 0

beforeEach(() => {
  mayCompile() // asks once, by compiling an empty module
  modules = 0
  const { Module } = WebAssembly
  vi.spyOn(WebAssembly, "Module").mockImplementation(((bytes: BufferSource) => {
    modules++
    return new Module(bytes)
  }) as never)
})
afterEach(() => {
  vi.restoreAllMocks()
})

test("small eager operations are interpreted, however many there are", () => {
  let x: NDArray = np.ones([10])
  for (let i = 0; i < 500; i++) x = x.mul(1.01)
  expect(x.size).toBe(10)
  expect(modules).toBe(0)
})

test("a large eager operation is compiled, once", () => {
  const x = np.ones([517, 1031])
  const before = modules // making it was a large operation, too
  for (let i = 0; i < 5; i++) x.mul(x)
  expect(modules - before).toBe(1)
})

test("a middling eager operation is compiled when it has come often enough", () => {
  const x = np.ones([79, 83])
  x.sub(x)
  expect(modules).toBe(0)
  for (let i = 0; i < 100; i++) x.sub(x)
  expect(modules).toBe(1)
})

test("a jitted program is compiled when it first runs, and again only for arguments of another kind", () => {
  const f = jit(grad((x: NDArray) => x.mul(x).sum()))
  expect(modules).toBe(0)
  f(np.ones([3]))
  f(np.zeros([3]))
  expect(modules).toBe(1)
  f(np.ones([4]))
  expect(modules).toBe(2)
})
