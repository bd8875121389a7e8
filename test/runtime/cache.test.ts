// Arrays between JavaScript's memory and that of compiled programs: whatever leaves, returns or is made again, the numbers stay the same.
import { afterEach, expect, test, vi } from "vitest"
import { jit, lax, type NDArray, numpy as np, pureCallback, shapeDtype } from "../../src/index.js"
import { arrayOf } from "../../src/runtime/interpreted.js"
import { countModules } from "../support/modules.js"

const MEGABYTE = 2 ** 20
/** An array of so many megabytes, of one number but for a few. */
const counting = (megabytes: number, from = 0): NDArray => {
  const data = new Float32Array((megabytes * MEGABYTE) / 4).fill(from)
  data.set([from + 1], 1)
  data.set([from + 2], data.length >> 1)
  data.set([from + 3], data.length - 1)
  return arrayOf({ shape: [data.length], dtype: "float32", data })
}
const atEnds = (x: NDArray): readonly number[] => {
  const data = x.dataSync()
  return [data[0] as number, data[1] as number, data[data.length >> 1] as number, data.at(-1) as number]
}

test("results that have left memory are what they were", () => {
  const plus = jit((x: NDArray, c: NDArray) => x.add(c))
  const x = counting(8)
  const ends = atEnds(x)
  const results = Array.from({ length: 60 }, (_, i) => plus(x, np.array(i)))
  results.forEach((y, i) => {
    expect(atEnds(y)).toEqual(ends.map((e) => e + i))
  })
})

test("a result of results that have left memory is right, however long the chain", () => {
  const next = jit((x: NDArray) => x.add(1))
  const chain = [counting(8)]
  for (let i = 1; i < 50; i++) chain.push(next(chain[i - 1] as NDArray))
  const ends = atEnds(chain[0] as NDArray)
  for (const i of [49, 1, 25, 7, 48]) expect(atEnds(next(chain[i] as NDArray))).toEqual(ends.map((e) => e + i + 1))
})

test("arrays larger than all the results that are kept pass through", () => {
  const y = counting(40, 1)
  expect(atEnds(jit((a: NDArray) => a.mul(2).add(1))(y))).toEqual(atEnds(y).map((e) => 2 * e + 1))
})

const SLOW = 120_000
const COUNT = 34

test(
  "a program of more arrays than the cache holds keeps all of them while it runs",
  () => {
    const xs = Array.from({ length: COUNT }, (_, i) => counting(8, i))
    const total = jit((...all: NDArray[]) => all.reduce((sum, x) => sum.add(x)))(...xs)
    const first = (COUNT * (COUNT - 1)) / 2
    expect(atEnds(total)).toEqual(atEnds(counting(8)).map((e) => COUNT * e + first))
  },
  SLOW,
)

test("one array may be two arguments, and be the result of neither", () => {
  const x = counting(1)
  const [sum, same] = jit((a: NDArray, b: NDArray) => [a.add(b), a] as const)(x, x)
  expect(atEnds(sum)).toEqual(atEnds(x).map((e) => 2 * e))
  expect(atEnds(same)).toEqual(atEnds(x))
})

test("arrays stay right when a program needs more scratch than any before it", () => {
  const kept = jit((x: NDArray) => x.add(0.5))(counting(2))
  const ends = atEnds(counting(2)).map((e) => e + 0.5)
  for (const n of [200, 400, 800, 1600]) {
    // a product of two computed matrices needs both of them in scratch
    const trace = jit((x: NDArray) => np.matmul(x.sin(), x.cos()).sum().mul(0).add(1))
    expect(trace(np.ones([n, n])).item()).toBe(1)
    expect(atEnds(jit((x: NDArray) => x.mul(1))(kept))).toEqual(ends)
  }
  expect(atEnds(kept)).toEqual(ends)
})

test("a callback may run compiled programs, and the program that called it does not notice", () => {
  const inner = jit((x: NDArray) => np.cumsum(np.sort(np.matmul(x, x).ravel())).max())
  const outer = jit((x: NDArray) => {
    const early = np.cumsum(x)
    const called = pureCallback((_: NDArray) => inner(np.ones([40, 40])), shapeDtype([], "float32"), [early])
    return [early, np.cumsum(np.flip(early)), called, early.mul(called)] as const
  })
  const n = 1000
  const [early, rows, called, after] = outer(np.ones([n]))
  const counted = Array.from({ length: n }, (_, i) => i + 1)
  expect(called.item()).toBe(40 ** 3)
  expect(early.js()).toEqual(counted)
  expect(rows.js()).toEqual(counted.map((k) => k * n - (k * (k - 1)) / 2))
  expect(after.js()).toEqual(counted.map((k) => k * 40 ** 3))
})

test("what a callback throws comes through, and what runs after it is compiled and right", () => {
  const failing = jit((x: NDArray) =>
    pureCallback(
      (_: NDArray): NDArray => {
        throw new Error("no answer")
      },
      shapeDtype([], "float32"),
      [x.mul(2)],
    ),
  )
  expect(() => failing(np.array(1))).toThrow("no answer")
  const modules = countModules()
  expect(jit((x: NDArray) => np.cumsum(x))(np.array([1, 2, 3])).js()).toEqual([1, 3, 6])
  expect(modules.count()).toBe(1)
  modules.stop()
})

test("what a callback keeps is still there after other programs have run", () => {
  const seen: NDArray[] = []
  const watched = jit((x: NDArray) =>
    pureCallback(
      (y: NDArray) => {
        seen.push(y)
        return y
      },
      shapeDtype([4], "float32"),
      [x.mul(2)],
    ).add(1),
  )
  expect(watched(np.array([1, 2, 3, 4])).js()).toEqual([3, 5, 7, 9])
  expect(watched(np.array([5, 6, 7, 8])).js()).toEqual([11, 13, 15, 17])
  jit((x: NDArray) => np.matmul(x, x).sum())(np.ones([1000, 1000])).item()
  expect(seen.map((y) => y.js())).toEqual([
    [2, 4, 6, 8],
    [10, 12, 14, 16],
  ])
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.resetModules()
})

/** The library anew, in a place where compiling is forbidden. */
const forbidden = async (): Promise<typeof import("../../src/index.js")> => {
  vi.resetModules()
  const refuse = class {
    constructor() {
      throw new Error("code generation is disallowed by this context")
    }
  }
  vi.stubGlobal("WebAssembly", { ...WebAssembly, Memory: WebAssembly.Memory, Module: refuse })
  return import("../../src/index.js")
}

test("where WebAssembly may not be compiled, jitted programs give the same results", async () => {
  const program = (lib: { readonly numpy: typeof np; readonly lax: typeof lax; readonly jit: typeof jit }): readonly unknown[] => {
    const f = lib.jit((x: NDArray) => {
      const [carry, rows] = lib.lax.scan((c: NDArray, row: NDArray) => [c.add(row), c.mul(row)] as const, lib.numpy.zeros([3]), x)
      return [carry, rows, lib.numpy.argsort(x.ravel()), x.sum(0)] as const
    })
    return f(
      lib.numpy.array([
        [3, 1, 2],
        [6, 5, 4],
      ]),
    ).map((y) => y.js())
  }
  const expected = program({ numpy: np, lax, jit })
  const lib = await forbidden()
  expect(program(lib)).toEqual(expected)
  expect(() => new WebAssembly.Module(new Uint8Array())).toThrow("disallowed")
})
