import { describe, expect, it } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { absent } from "../../src/numpy/absent.js"
import * as np from "../../src/numpy/index.js"
import { methods } from "../../src/numpy/methods.js"
import { grad } from "../../src/transforms/grad.js"
import { jit } from "../../src/transforms/jit.js"
import { as, bools, codeOf, floats, gives, ints } from "./gives.js"

const x = floats([
  [3, -1, 2],
  [0.5, 4, -2],
])

describe("every method is the function of the same name", () => {
  const same: Readonly<Record<string, readonly [NDArray, NDArray]>> = {
    arithmetic: [x.add(1).sub(x).mul(3).div(2).neg(), np.negative(np.divide(np.multiply(np.subtract(np.add(x, 1), x), 3), 2))],
    reductions: [x.sum(0, { keepdims: true }), np.sum(x, 0, { keepdims: true })],
    "var and var_": [x.var(1).sub(x.var_(1)), np.zeros([2])],
    "parts of complex numbers": [x.real.add(x.imag), np.add(np.real(x), np.imag(x))],
    positions: [x.argmax(1), np.argmax(x, 1)],
    "cumsum with a dtype": [x.cumsum(0, { dtype: "float64" }), np.cumsum(x, 0, { dtype: "float64" })],
    shapes: [x.reshape(3, -1).T.ravel(), np.ravel(np.transpose(np.reshape(x, [3, -1])))],
    "a shape as a list": [x.reshape([3, 2]), np.reshape(x, [3, 2])],
    products: [x.matmul(x.mT), np.matmul(x, np.matrixTranspose(x))],
    sorting: [x.sort(1, { descending: true }), np.sort(x, 1, { descending: true })],
    "take with a mode": [x.take(ints([4]), 1, { mode: "wrap" }), np.take(x, ints([4]), 1, { mode: "wrap" })],
    "trace of a diagonal": [x.trace(1), np.trace(x, 1)],
    compress: [x.compress(bools([0, 1, 1]), 1), np.compress(bools([0, 1, 1]), x, 1)],
    choose: [
      ints([1, 0]).choose([x.slice(0, [0, 2]), x.slice(1, [0, 2])]),
      np.choose(ints([1, 0]), [x.slice(0, [0, 2]), x.slice(1, [0, 2])]),
    ],
    searchsorted: [floats([1, 2]).searchsorted(1.5), np.searchsorted(floats([1, 2]), 1.5)],
    argpartition: [x.argpartition(0), np.argpartition(x, 0)],
    nonzero: [x.nonzero()[1] as NDArray, np.nonzero(x)[1] as NDArray],
    "flat and copy": [x.flat.copy(), np.ravel(x)],
  }
  it.each(Object.keys(same))("%s", (name) => {
    const [method, plain] = same[name] as readonly [NDArray, NDArray]
    gives(method, `${plain.dtype}[${plain.shape}]`, plain.js())
  })
  it("itemsize and nbytes count bytes at rest", () => {
    expect([x.itemsize, x.nbytes, as("float16", [1, 2, 3]).nbytes, bools([1, 0]).nbytes]).toEqual([4, 24, 6, 2])
  })
  it("methods are installed on the prototype and are not enumerable", () => {
    expect(Object.keys(x)).toEqual(["aval", "state"])
    for (const name of Reflect.ownKeys(methods)) expect(name in x).toBe(true)
  })
})

describe("an array among JavaScript's habits", () => {
  it("can be gone through and taken apart along its first axis", () => {
    const rows: unknown[] = []
    for (const row of x) rows.push(row.js())
    expect(rows).toEqual([
      [3, -1, 2],
      [0.5, 4, -2],
    ])
    const [, second] = x
    gives(second as NDArray, "float32[3]", [0.5, 4, -2])
    expect([...ints([7, 8])].map((v) => v.item())).toEqual([7, 8])
  })
  it("can be gone through while it is traced", () => {
    const f = (v: NDArray): NDArray => {
      const [a, b] = v as unknown as [NDArray, NDArray]
      return a.mul(b)
    }
    gives(jit(f)(floats([3, 4])), "float32[]", 12)
    gives(grad(f)(floats([3, 4])), "float32[2]", [4, 3])
  })
  it("a scalar cannot be gone through", () => expect(codeOf(() => [...np.array(1)])).toBe("shape/iterate"))
  it("has no elements under numbers, and says how to get them", () => {
    const any = x as unknown as Record<string | number, unknown>
    for (const index of [0, 1, 17, -1]) {
      expect(codeOf(() => any[index])).toBe("argument/property")
      expect(() => any[index]).toThrow(`x.slice(${index})`)
    }
    expect(codeOf(() => any.length)).toBe("argument/property")
    for (const name of absent.keys()) expect([name, name in any, codeOf(() => any[name])]).toEqual([name, false, "argument/property"])
    expect(any.nothing).toBeUndefined()
  })
  it("becomes JSON by its elements, unless it is traced", () => {
    expect(JSON.stringify({ w: ints([[1, 2]]), b: np.array(true) })).toBe('{"w":[[1,2]],"b":true}')
    expect(codeOf(() => jit((v: NDArray) => np.array(JSON.stringify(v).length))(x))).toBe("tracer/conversion")
  })
  it("of rank 0 works with operators, of more does not", () => {
    expect((np.array(2) as unknown as number) * 3).toBe(6)
    expect(codeOf(() => (x as unknown as number) * 3)).toBe("shape/operator")
  })
})

describe("what is written as elsewhere is told how it is written here", () => {
  const hintOf = (f: () => unknown): string => {
    try {
      f()
    } catch (error) {
      return (error as Error).message.split("Hint: ")[1] ?? ""
    }
    return expect.fail("nothing was thrown")
  }
  it("brackets behind at", () => {
    const at = x.at as unknown as Readonly<Record<string, { set: (v: number) => NDArray }>>
    for (const place of ["0", "-1", "0,1", "...", "[0 1]"]) expect(hintOf(() => at[place]?.set(1))).toMatch(/x\.at\(i\)\.set/)
    expect(x.at.name).toBe("value")
    expect(x.at(0, 1).set(7).js()).toEqual([
      [3, 7, 2],
      [0.5, 4, -2],
    ])
  })
  it("the axis among the options", () => {
    expect(hintOf(() => x.sum({ axis: 0 } as never))).toBe("the axis stands second: sum(x, 0).")
    expect(hintOf(() => np.max(x, { axis: [0, 1] } as never))).toBe("the axis stands second: max(x, [0, 1]).")
    expect(hintOf(() => np.argmax(x, { axis: -1 } as never))).toBe("the axis stands second: argmax(x, -1).")
  })
})
