// Law 1: staging a function changes when it runs, never what it computes.
import { expect } from "vitest"
import { showAval } from "../../../src/core/aval.js"
import { eliminateDeadCode } from "../../../src/core/dce.js"
import { callJaxpr } from "../../../src/core/trace.js"
import { disableJit } from "../../../src/transforms/disableJit.js"
import { jit } from "../../../src/transforms/jit.js"
import { evalShape, makeJaxpr } from "../../../src/transforms/makeJaxpr.js"
import { expectSame, type Flat, type Point, weakened } from "../arrays.js"
import type { Law } from "../law.js"

export const jitted: Law = {
  title: "jit(f) = f, jit(jit(f)) = f, and so under disableJit",
  holds: ({ f, xs }) => {
    const expected = f(...xs)
    expectSame(jit(f)(...xs), expected, "jit(f)")
    expectSame(jit(jit(f))(...xs), expected, "jit(jit(f))")
    expectSame(
      disableJit(() => jit(f)(...xs)),
      expected,
      "jit(f) under disableJit",
    )
  },
}

export const traced: Law = {
  title: "the program that f traces to computes f, with and without its dead code",
  holds: ({ f, xs }) => {
    const { jaxpr, consts } = makeJaxpr(f)(...xs)
    const expected = f(...xs)
    expectSame(callJaxpr(jaxpr, [...consts, ...xs]), expected, "the program")
    expectSame(callJaxpr(eliminateDeadCode(jaxpr), [...consts, ...xs]), expected, "the program without dead code")
  },
}

const expectAvals = (f: Flat, xs: Point, what: string): void => {
  const avals = f(...xs).map((y) => showAval(y.aval))
  expect(
    evalShape(f)(...xs).map((y) => showAval(y.aval)),
    `evalShape of ${what}`,
  ).toEqual(avals)
  expect(
    jit(f)(...xs).map((y) => showAval(y.aval)),
    `jit of ${what}`,
  ).toEqual(avals)
}

export const shaped: Law = {
  title: "evalShape(f) and jit(f) have the shapes, dtypes and weak types of f's results, for strong and for weak arguments",
  holds: ({ f, xs }) => {
    expectAvals(f, xs, "strong arguments")
    expectAvals(f, xs.map(weakened), "weak arguments")
  },
}

export const staging: readonly Law[] = [jitted, traced, shaped]
