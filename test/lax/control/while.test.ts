// Loops whose length is found out by running them: values, tangents and batches against loops in JavaScript.
import { describe, expect, test } from "vitest"
import type { NDArray } from "../../../src/core/array.js"
import "../../../src/install.js"
import { foriLoop, scan, whileLoop } from "../../../src/lax/control/index.js"
import { literal } from "../../../src/primitives/elementwise/define.js"
import * as e from "../../../src/primitives/elementwise/index.js"
import { reduceSum } from "../../../src/primitives/sum.js"
import { grad } from "../../../src/transforms/grad.js"
import { hessian } from "../../../src/transforms/jacobian.js"
import { jit } from "../../../src/transforms/jit.js"
import { jvp } from "../../../src/transforms/jvp.js"
import { linearize } from "../../../src/transforms/linearize.js"
import { makeJaxpr } from "../../../src/transforms/makeJaxpr.js"
import { vmap } from "../../../src/transforms/vmap.js"
import { arrayFrom, expectSame, numbers, scalar } from "../../laws/arrays.js"
import { casesOf, quick, require } from "../../laws/law.js"
import { everyAxis, everyChoice, nested } from "../../laws/theorems/batching.js"
import { forward } from "../../laws/theorems/forward.js"
import { slope } from "../../laws/theorems/slope.js"
import { staging } from "../../laws/theorems/staging.js"

/** Multiplies by `1 + a` until the product passes a limit: so many steps, so steep. */
const grow = (x: NDArray, a: NDArray): NDArray =>
  whileLoop(
    (y: NDArray) => e.lt(y, literal(100, "float64")),
    (y: NDArray) => e.mul(y, e.add(a, 1)),
    x,
  )

const growNumber = (x: number, a: number): readonly [number, number] => {
  let [y, n] = [x, 0]
  while (y < 100) {
    y *= 1 + a
    n++
  }
  return [y, n]
}

describe("whileLoop", () => {
  test("runs until its condition fails", () => {
    expect(grow(scalar(3), scalar(0.5)).item()).toBe(growNumber(3, 0.5)[0])
    expect(grow(scalar(300), scalar(0.5)).item()).toBe(300)
    expect(jit(grow)(scalar(3), scalar(0.5)).item()).toBe(growNumber(3, 0.5)[0])
  })

  test("carries tangents: d/dx x(1+a)ⁿ = (1+a)ⁿ, d/da = n·x(1+a)ⁿ⁻¹", () => {
    const [y, n] = growNumber(3, 0.5)
    expect(jvp(grow, [scalar(3), scalar(0.5)], [scalar(1), scalar(0)])[1].item()).toBeCloseTo(y / 3, 12)
    expect(jvp(grow, [scalar(3), scalar(0.5)], [scalar(0), scalar(1)])[1].item()).toBeCloseTo((n * y) / 1.5, 12)
    const [value, push] = linearize(grow, scalar(3), scalar(0.5))
    expect(value.item()).toBe(y)
    expect(push(scalar(2), scalar(0)).item()).toBeCloseTo((2 * y) / 3, 12)
  })

  test("over a batch goes on until the last lane is done, and the others keep theirs", () => {
    const x = [1, 50, 200, 99, 3]
    const a = [0.5, 0.1, 0.3, 0.02, 0.9]
    const [xs, as] = [arrayFrom([5], "float64", (i) => x[i] as number), arrayFrom([5], "float64", (i) => a[i] as number)]
    expect(numbers(vmap(grow)(xs, as))).toEqual(x.map((v, i) => growNumber(v, a[i] as number)[0]))
    const [, slopes] = jvp(vmap(grow), [xs, as], [xs, arrayFrom([5], "float64", () => 0)])
    numbers(slopes).forEach((s, i) => {
      expect(s).toBeCloseTo(growNumber(x[i] as number, a[i] as number)[0], 10)
    })
  })

  const trajectory = (x: NDArray, a: NDArray): NDArray[] =>
    whileLoop(
      ([n, y]: NDArray[]) => e.and(e.lt(n as NDArray, 5), e.lt(reduceSum(y as NDArray, [0]), literal(4, "float64"))),
      ([n, y, z]: NDArray[]) => [e.add(n as NDArray, 1), e.add(e.mul(y as NDArray, a), 0.5), e.add(z as NDArray, e.sin(y as NDArray))],
      [literal(0, "int32"), x, e.mul(x, 2)],
    )
  test.each([...staging, ...forward, slope, everyChoice, everyAxis, nested])("$title", ({ holds }) => {
    const domain = { shape: [3], low: 0.1, high: 1 }
    require(casesOf((x, a) => trajectory(x as NDArray, a as NDArray), [domain, domain]), holds, quick)
  })

  test("has no reverse mode, and says what has", () => {
    const loss = (x: NDArray): NDArray => grow(x, scalar(0.5))
    expect(() => grad(loss)(scalar(3))).toThrow(
      "whileLoop: reverse-mode differentiation does not work for lax.whileLoop, or lax.foriLoop with start and stop values that are traced",
    )
    expect(() => grad(loss)(scalar(3))).toThrow(/try lax\.scan, lax\.foriLoop .* or lax\.whileLoop with maxSteps/)
  })
  test("may stand beside what is differentiated in reverse mode", () => {
    const f = (x: NDArray): NDArray[] => [grow(x, scalar(0.5)), e.square(x)]
    expect(grad((x: NDArray) => e.mul(e.stopGradient(grow(x, scalar(0.5))), x))(scalar(3)).item()).toBe(growNumber(3, 0.5)[0])
    expect(grad((x: NDArray) => e.square(f(x)[1] as NDArray))(scalar(3)).item()).toBe(4 * 27)
  })

  test("with maxSteps has one, to any order", () => {
    const bounded = (x: NDArray, a: NDArray): NDArray =>
      whileLoop(
        (y: NDArray) => e.lt(y, literal(100, "float64")),
        (y: NDArray) => e.mul(y, e.add(a, 1)),
        x,
        { maxSteps: 20 },
      )
    const [y, n] = growNumber(3, 0.5)
    const [dx, da] = grad(bounded, { argnums: [0, 1] })(scalar(3), scalar(0.5))
    expect([dx.item(), da.item()]).toEqual([expect.closeTo(y / 3, 10), expect.closeTo((n * y) / 1.5, 10)])
    expect(hessian(bounded, { argnums: 1 })(scalar(3), scalar(0.5)).item()).toBeCloseTo((n * (n - 1) * y) / 1.5 ** 2, 9)
    const xs = arrayFrom([3], "float64", (i) => [1, 150, 40][i] as number)
    numbers(vmap(grad(bounded), { inAxes: [0, null] })(xs, scalar(0.5))).forEach((d, i) => {
      const x = [1, 150, 40][i] as number
      expect(d).toBeCloseTo(growNumber(x, 0.5)[0] / x, 10)
    })
    expect(
      whileLoop(
        (n: NDArray) => e.lt(n, 100),
        (n: NDArray) => e.add(n, 1),
        literal(0, "int32"),
        { maxSteps: 7 },
      ).item(),
    ).toBe(7)
  })

  test("a hundred thousand steps do not overflow the stack", () => {
    expect(
      whileLoop(
        (n: NDArray) => e.lt(n, 100_000),
        (n: NDArray) => e.add(n, 1),
        literal(0, "int32"),
      ).item(),
    ).toBe(100_000)
  })

  test("carries that nothing needs are dropped from the program", () => {
    const f = (x: NDArray): NDArray =>
      whileLoop(
        ([n]: NDArray[]) => e.lt(n as NDArray, 3),
        ([n, y, z]: NDArray[]) => [e.add(n as NDArray, 1), e.mul(y as NDArray, 2), e.exp(z as NDArray)],
        [literal(0, "int32"), x, x],
      )[1] as NDArray
    expect(String(makeJaxpr(jit(f))(scalar(1)))).not.toContain("exp")
    expect(jit(f)(scalar(1)).item()).toBe(8)
  })

  test("the condition must be a boolean scalar, and the carry keep its type", () => {
    expect(() =>
      whileLoop(
        (x: NDArray) => x,
        (x: NDArray) => x,
        scalar(1),
      ),
    ).toThrow("must return a boolean scalar; got f64[]")
    expect(() =>
      whileLoop(
        (x: NDArray) => e.lt(x, 1),
        (x: NDArray) => x,
        arrayFrom([2], "float64", () => 1),
      ),
    ).toThrow("got bool[2]")
    const turn = (x: NDArray): NDArray => e.convertElementType(x, "int32")
    expect(() => whileLoop((x: NDArray) => e.lt(x, 1), turn, scalar(1))).toThrow(
      "turn's carry input and carry output must have equal types",
    )
  })
})

describe("foriLoop", () => {
  const body = (i: NDArray, x: NDArray): NDArray => e.add(e.mul(x, 0.5), e.sin(e.mul(x, e.convertElementType(i, "float64"))))
  const fixed = (x: NDArray): NDArray => foriLoop(2, 6, body, x)
  const open = (x: NDArray, n: NDArray): NDArray => foriLoop(2, n, body, x)
  const six = arrayFrom([], "int32", () => 6)
  const loop = (x: number): number => [2, 3, 4, 5].reduce((y, i) => 0.5 * y + Math.sin(y * i), x)

  test("counts from the lower bound to below the upper, whichever way the bounds are given", () => {
    expect(fixed(scalar(0.3)).item()).toBeCloseTo(loop(0.3), 14)
    expect(open(scalar(0.3), six).item()).toBeCloseTo(loop(0.3), 14)
    expect(jit(open)(scalar(0.3), six).item()).toBeCloseTo(loop(0.3), 14)
    expect(foriLoop(4, 2, body, scalar(0.3)).item()).toBe(0.3)
  })
  test("is a scan where the bounds are known, and so has both modes; a while where they are traced", () => {
    expect(String(makeJaxpr(fixed)(scalar(1)))).toContain("scan")
    expect(String(makeJaxpr(open)(scalar(1), six))).toContain("while")
    const [, tangent] = jvp(open, [scalar(0.3), six], [scalar(1), 0])
    expectSame([grad(fixed)(scalar(0.3))], [tangent], "the slope")
    expect(() => jit(grad(open))(scalar(0.3), six)).toThrow("reverse-mode")
  })
  test("under vmap may run for a number of steps of each lane's own", () => {
    const counts = arrayFrom([4], "int32", (i) => i + 1)
    const doubled = vmap((n: NDArray) => foriLoop(0, n, (_, x: NDArray) => e.mul(x, 2), scalar(1)))(counts)
    expect(numbers(doubled)).toEqual([2, 4, 8, 16])
  })
  test("bounds are whole numbers", () => {
    expect(() => foriLoop(0, 2.5, body, scalar(1))).toThrow("bounds must be whole numbers; got 2.5")
    expect(() => foriLoop(0, scalar(2), body, scalar(1))).toThrow("bounds must be integer scalars; got f64[]")
  })
  test("agrees with scan", () => {
    const [direct] = scan(
      (x: NDArray, i: NDArray) => [body(i, x), null],
      scalar(0.3),
      arrayFrom([4], "int32", (i) => i + 2),
    )
    expectSame([fixed(scalar(0.3))], [direct], "the value")
  })
})

test("bounds that are no numbers are refused by name", () => {
  for (const bound of [undefined, "3", {}])
    expect(() => foriLoop(0, bound as never, (_, c: NDArray) => c, literal(1, "float32"))).toThrow(/argument\/array.*foriLoop/)
})
