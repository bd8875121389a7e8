// What JavaScript does with an array when nobody asks it to: operators, conversions, iteration, JSON. Concrete scalars are numbers; traced arrays
// never become one in silence.
import { describe, expect, it } from "vitest"
import { CotangentError, grad, jit, type NDArray, numpy as np, vmap } from "../../src/index.js"

const loose = (x: unknown): never => x as never

/** Each use of an array as JavaScript means it. */
const uses: { readonly [title: string]: (x: NDArray) => unknown } = {
  "x + 1": (x) => loose(x) + 1,
  "x * 2": (x) => loose(x) * 2,
  "x ** 2": (x) => loose(x) ** 2,
  "-x": (x) => -loose(x),
  "+x": (x) => +loose(x),
  "x < 1": (x) => loose(x) < 1,
  // biome-ignore lint/suspicious/noDoubleEquals: the subject of the test
  "x == 2": (x) => loose(x) == 2,
  "Number(x)": (x) => Number(x),
  "Math.max(x, 1)": (x) => Math.max(loose(x), 1),
  "Math.exp(x)": (x) => Math.exp(loose(x)),
  "a comparison in sort": (x) => [loose(x), 1].sort((a, b) => a - b),
  "a typed array's element": (x) => Float32Array.of(loose(x)),
}
const texts: { readonly [title: string]: (x: NDArray) => unknown } = {
  "a template": (x) => `${x}`,
  "String(x)": (x) => String(x),
  "a property's name": (x) => ({ 2: "two" })[loose(x)],
  "JSON.stringify": (x) => JSON.stringify({ x }),
}

const codeOf = (call: () => unknown): string => {
  try {
    call()
  } catch (error) {
    if (error instanceof CotangentError) return error.code
    throw error
  }
  return "nothing thrown"
}

describe("a traced array in JavaScript's operators", () => {
  it.each(Object.keys({ ...uses, ...texts }))("%s throws under grad, jit and vmap, and says which method to use", (title) => {
    const use = { ...uses, ...texts }[title] as (x: NDArray) => unknown
    const f = (x: NDArray): NDArray => {
      use(x)
      return x
    }
    for (const call of [() => grad(f)(2), () => jit(f)(2), () => vmap(f)(np.ones([2]))]) expect(codeOf(call)).toBe("tracer/conversion")
    try {
      grad(f)(2)
    } catch (error) {
      expect((error as CotangentError).message).toContain("x.add(y), x.mul(y)")
      expect((error as CotangentError).userFrame?.file).toMatch(/array\.test\.ts$/)
    }
  })

  it("identity, truth and typeof have no hook in the language: an array is an object, so it is always true", () => {
    const seen: unknown[] = []
    grad((x: NDArray) => {
      seen.push(Boolean(x), !x, Boolean(x.greater(5)), typeof x, loose(x) === 2)
      return x
    })(2)
    expect(seen).toEqual([true, false, true, "object", false])
  })

  it("the choice that `if` cannot make is made by reading", () => {
    const f = (x: NDArray): NDArray => (x.greater(1).item() ? x.mul(3) : x)
    expect(grad(f)(2).item()).toBe(3)
    expect(grad(f)(0).item()).toBe(1)
  })
})

describe("a concrete array in JavaScript's operators", () => {
  const x = np.array(2)
  it("of rank 0 is its number", () => {
    expect(loose(x) + 1).toBe(3)
    expect(loose(x) * 2).toBe(4)
    expect(-loose(x)).toBe(-2)
    expect(Math.max(loose(x), 1)).toBe(2)
    expect(loose(x) < 3).toBe(true)
    expect(loose(np.array(true)) + 1).toBe(2)
    expect(`${x} and ${np.array(true)}`).toBe("2 and true")
    expect(["a", "b", "c"][loose(x)]).toBe("c")
    expect([np.array(3), np.array(1)].sort((a, b) => loose(a) - loose(b)).map(Number)).toEqual([1, 3])
  })
  it.each(Object.keys(uses))("of higher rank throws for %s, and never becomes NaN", (title) => {
    expect(codeOf(() => uses[title]?.(np.array([1, 2])))).toBe("shape/operator")
  })
  it("of higher rank prints", () => expect(`${np.array([1, 2])}`).toBe("[1. 2.]"))
})

describe("indexing, iteration and JSON", () => {
  const m = np.array([
    [1, 2],
    [3, 4],
  ])
  it("brackets and length throw instead of giving undefined", () => {
    expect(codeOf(() => loose(m)[0])).toBe("argument/property")
    expect(codeOf(() => (loose(m) as { length: number }).length)).toBe("argument/property")
    expect(codeOf(() => grad((x: NDArray) => loose(x)[0])(1))).toBe("argument/property")
  })
  it("iteration goes through the rows, concrete or traced", () => {
    expect([...m].map((row) => row.js())).toEqual([
      [1, 2],
      [3, 4],
    ])
    const product = (x: NDArray): NDArray => {
      const [a, b] = x as unknown as [NDArray, NDArray]
      return a.mul(b)
    }
    expect(grad(product)(np.array([2, 3])).js()).toEqual([3, 2])
    expect(jit((x: NDArray) => [...x].reduce((a, b) => a.add(b)))(np.array([1, 2, 3])).item()).toBe(6)
  })
  it("a rank-0 array has no rows", () => {
    expect(codeOf(() => [...np.array(1)])).toBe("shape/iterate")
    expect(codeOf(() => grad((x: NDArray) => [...x][0] as NDArray)(1))).toBe("shape/iterate")
  })
  it("JSON is nested numbers", () => expect(JSON.stringify({ m, n: np.array(true) })).toBe('{"m":[[1,2],[3,4]],"n":true}'))
  it("np.array of tracers and numbers stacks them, and differentiates", () => {
    expect(grad((x: NDArray) => np.array([x, 1, x.square()]).sum())(3).item()).toBe(7)
    expect(jit((x: NDArray) => np.array([[x, 1]]))(3).js()).toEqual([[3, 1]])
  })
})

describe("reading", () => {
  it("gives copies: writing into them changes nothing", () => {
    const x = np.array([1, 2])
    x.dataSync()[0] = 9
    expect(x.js()).toEqual([1, 2])
  })
  it("item needs one element, of any rank", () => {
    expect(np.array([[5]]).item()).toBe(5)
    expect(np.array(true).item()).toBe(1)
    expect(codeOf(() => np.ones([2]).item())).toBe("shape/item")
    expect(codeOf(() => np.ones([0]).item())).toBe("shape/item")
  })
  it("js gives booleans for bool, empty lists for empty axes", () => {
    expect(np.array([true, false]).js()).toEqual([true, false])
    expect(np.zeros([2, 0]).js()).toEqual([[], []])
  })
  it("data is a promise of the same numbers", async () => expect(Array.from(await np.array([1, 2]).data())).toEqual([1, 2]))
  it("toString never throws: a value that is not known prints as its type", () => {
    let text = ""
    jit((x: NDArray) => {
      text = x.toString()
      return x
    })(np.ones([2]))
    expect(text).toBe("Traced<f32[2]>")
  })
})
