// Writing into an array copies it only where the old one is looked at again.
import { expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { lax, numpy as np } from "../../src/index.js"
import type { Nest, Step } from "../../src/lowering/kernel.js"
import type { Flat } from "../laws/arrays.js"
import { array, expectAgreement, scrambled, stepsOf } from "./agree.js"

const elements = (step: Step): number =>
  step.kind === "nest" ? (step as Nest).stages.reduce((n, s) => n + s.inner.reduce((m, d) => m * d, 1), 0) : 0

/** The most elements that a step inside a loop of the program visits. */
const mostInLoops = (f: Flat, ...xs: readonly NDArray[]): number => {
  const inside = stepsOf(f, ...xs).flatMap((s) => (s.kind === "repeat" ? s.body : []))
  return Math.max(...inside.map(elements))
}

const squares: Flat = (x) => [lax.foriLoop(0, 50, (i, a: NDArray) => np.at(a, i).set(a.at(i).get().mul(2)), x)]

test("a loop that writes one element a turn visits one element a turn", () => {
  const x = scrambled([50])
  expectAgreement(squares, x)
  expect(mostInLoops(squares, x)).toBe(1)
})

test("several writes, and writes in loops within loops, are all in place", () => {
  const twice: Flat = (x) => [
    lax.foriLoop(
      0,
      5,
      (i, a: NDArray) =>
        lax.foriLoop(
          0,
          7,
          (j, b: NDArray) =>
            b
              .at(i, j)
              .add(b.at(i.add(1), j).get())
              .at(j, i)
              .mul(0.5),
          a,
        ),
      x,
    ),
  ]
  const x = scrambled([9, 9])
  expectAgreement(twice, x)
  expect(mostInLoops(twice, x)).toBeLessThanOrEqual(1)
})

test("an array that is read after it was written over keeps its elements", () => {
  const x = scrambled([6])
  const both: Flat = (a) => [a.at(2).set(7), a.mul(2)]
  const inLoop: Flat = (a) => {
    const [last, sum] = lax.foriLoop(
      0,
      6,
      (i, [c, s]: readonly [NDArray, NDArray]) => [c.at(i).set(c.at(i.mul(5).add(1).mod(6)).get()), s.add(c.sum())] as const,
      [a, np.array(0, { dtype: "float32" })] as const,
    )
    return [last, sum]
  }
  const old: Flat = (a) => {
    const [last, before] = lax.foriLoop(0, 4, (i, [c]: readonly [NDArray, NDArray]) => [c.at(i).set(3), c] as const, [a, a] as const)
    return [last, before]
  }
  for (const f of [both, inLoop, old]) expectAgreement(f, x)
})

test("carries that change places while they are written", () => {
  const f: Flat = (a, b) => [
    ...lax.foriLoop(0, 5, (i, [x, y]: readonly [NDArray, NDArray]) => [y.at(i).set(1), x.at(i).add(y.at(0).get())] as const, [
      a,
      b,
    ] as const),
  ]
  expectAgreement(f, scrambled([8]), scrambled([8], "float32", 4))
})

test("writes in branches and in scans that stack what they write", () => {
  const branches: Flat = (x) => [
    lax.foriLoop(
      0,
      6,
      (i, a: NDArray) =>
        lax.cond(
          a.at(i).get().greater(0),
          (b: NDArray) => b.at(i).set(-1),
          (b: NDArray) => b,
          a,
        ),
      x,
    ),
  ]
  const stacks: Flat = (x, at) => [
    ...lax.scan(
      (a: NDArray, i: NDArray) => {
        const next = a.at(i).mul(2)
        return [next, next]
      },
      x,
      at,
    ),
  ]
  expectAgreement(branches, scrambled([6]))
  expectAgreement(stacks, scrambled([4]), array([5], "int32", [0, 3, 3, 1, 2]))
})
