// Effects: callbacks are called when the program runs, as often as it gets there, in order, and whoever needs their results.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { eliminateDeadCode } from "../../src/core/dce.js"
import * as debug from "../../src/debug/index.js"
import "../../src/install.js"
import { cond, scan, whileLoop } from "../../src/lax/control/index.js"
import { literal } from "../../src/primitives/elementwise/define.js"
import * as e from "../../src/primitives/elementwise/index.js"
import { grad } from "../../src/transforms/grad.js"
import { jit } from "../../src/transforms/jit.js"
import { jvp } from "../../src/transforms/jvp.js"
import { linearize } from "../../src/transforms/linearize.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"
import { vmap } from "../../src/transforms/vmap.js"
import { arrayFrom, numbers, scalar } from "../laws/arrays.js"

describe("debug.callback", () => {
  let seen: number[] = []
  beforeEach(() => {
    seen = []
  })
  const look = (x: NDArray): void => {
    seen.push(x.item())
  }
  const watch = (x: NDArray): NDArray => {
    debug.callback(look, x)
    return e.mul(x, 2)
  }

  test("is called when the program runs, not when it is traced", () => {
    makeJaxpr(watch)(scalar(1))
    expect(seen).toEqual([])
    watch(scalar(1))
    const f = jit(watch)
    f(scalar(2))
    f(scalar(3))
    expect(seen).toEqual([1, 2, 3])
  })
  test("is called though nobody needs anything of it", () => {
    const { jaxpr } = makeJaxpr((x: NDArray) => {
      debug.callback(look, e.sin(x))
      return x
    })(scalar(1))
    expect(eliminateDeadCode(jaxpr).eqns.map((eqn) => eqn.primitive.name)).toEqual(["sin", "debug_callback"])
    jit((x: NDArray) => {
      jit((y: NDArray) => watch(y))(x)
      return x
    })(scalar(4))
    expect(seen).toEqual([4])
  })
  test("is called in every step of a loop, in order", () => {
    scan(
      (c: NDArray, x: NDArray) => [e.add(watch(c), x), null],
      scalar(1),
      arrayFrom([3], "float64", () => 1),
    )
    expect(seen).toEqual([1, 3, 7])
    seen = []
    whileLoop(
      (x: NDArray) => e.lt(x, literal(10, "float64")),
      (x: NDArray) => watch(x),
      scalar(2),
    )
    expect(seen).toEqual([2, 4, 8])
  })
  test("is called in a loop of which nobody needs the results", () => {
    jit((x: NDArray) => {
      scan((c: NDArray) => [watch(c), null], x, null, { length: 2 })
      return x
    })(scalar(1))
    expect(seen).toEqual([1, 2])
  })
  test("is called for each lane of a batch, and once for what the lanes share", () => {
    const xs = arrayFrom([3], "float64", (i) => i)
    vmap(watch)(xs)
    expect(seen).toEqual([0, 1, 2])
    seen = []
    vmap(vmap(watch))(arrayFrom([2, 2], "float64", (i) => i))
    expect(seen).toEqual([0, 1, 2, 3])
    seen = []
    vmap((x: NDArray) => e.add(x, watch(scalar(7))))(xs)
    expect(seen).toEqual([7])
  })
  test("is called in the branch that runs; for a batch of predicates in all branches", () => {
    const f = (p: NDArray, x: NDArray): NDArray => cond(p, watch, (y) => watch(e.neg(y)), x)
    f(
      arrayFrom([], "bool", () => 1),
      scalar(3),
    )
    f(
      arrayFrom([], "bool", () => 0),
      scalar(3),
    )
    expect(seen).toEqual([3, -3])
    seen = []
    vmap(f)(
      arrayFrom([2], "bool", (i) => i),
      arrayFrom([2], "float64", () => 5),
    )
    expect(seen).toEqual([-5, -5, 5, 5])
  })
  test("is called in the forward pass of a derivative, once", () => {
    expect(grad(watch)(scalar(3)).item()).toBe(2)
    expect(seen).toEqual([3])
    jvp(watch, [scalar(4)], [scalar(1)])
    const [, push] = linearize(watch, scalar(5))
    push(scalar(1))
    expect(seen).toEqual([3, 4, 5])
    seen = []
    grad((x: NDArray) => scan((c: NDArray) => [watch(c), null], x, null, { length: 3 })[0])(scalar(1))
    expect(seen).toEqual([1, 2, 4])
  })
  test("is given trees as they were", () => {
    const got: unknown[] = []
    debug.callback(
      (t: { a: NDArray; b: readonly NDArray[] }, n: NDArray) => got.push([t.a.item(), t.b.length, n.item()]),
      { a: scalar(1), b: [scalar(2)] },
      3,
    )
    expect(got).toEqual([[1, 1, 3]])
  })
})

describe("debug.print", () => {
  let lines: string[] = []
  beforeEach(() => {
    lines = []
    vi.spyOn(console, "log").mockImplementation((line: string) => {
      lines.push(line)
    })
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })

  test("fills in the next argument, one by its place, and one by its name", () => {
    const x = arrayFrom([], "int32", () => 3)
    jit((y: NDArray) => {
      debug.print("{} and {}", y, e.add(y, 1))
      debug.print("{1}, {0}", y, e.add(y, 1))
      debug.print("{} of {n}: {{{name}}}", y, { n: e.mul(y, 2), name: e.neg(y) })
      return y
    })(x)
    expect(lines).toEqual(["3 and 4", "4, 3", "3 of 6: {-3}"])
  })
  test("prints trees leaf by leaf", () => {
    debug.print("{p}", { p: { a: arrayFrom([], "int32", () => 1), b: [arrayFrom([], "int32", () => 2)] } })
    expect(lines).toEqual(["{a:1,b:[2]}"])
  })
  test("prints for each lane", () => {
    vmap((x: NDArray) => {
      debug.print("x = {}", x)
      return x
    })(arrayFrom([2], "int32", (i) => i))
    expect(lines).toEqual(["x = 0", "x = 1"])
  })
  test("finds out about fields that stand for nothing before the program runs", () => {
    expect(() => debug.print("{} {}", scalar(1))).toThrow("every {…} must stand for an argument; got {}")
    expect(() => debug.print("{y}", { x: scalar(1) })).toThrow("got {y}")
    expect(lines).toEqual([])
  })
})

test("numbers that callbacks see are concrete, also where the caller traces", () => {
  const sums: number[] = []
  jit((x: NDArray) => {
    debug.callback((v: NDArray) => sums.push(numbers(e.add(v, v)).reduce((a, b) => a + b, 0)), x)
    return x
  })(arrayFrom([3], "float64", (i) => i))
  expect(sums).toEqual([6])
})
