// Law 1 for programs as data: whatever transforms write is well formed, reads back as the same program, and is written alike each time.
import { expect } from "vitest"
import { alphaEquals, hashJaxpr } from "../../../src/core/alpha.js"
import type { NDArray } from "../../../src/core/array.js"
import { checkJaxpr } from "../../../src/core/check.js"
import { eliminateDeadCode } from "../../../src/core/dce.js"
import type { Jaxpr } from "../../../src/core/jaxpr.js"
import { parseJaxpr } from "../../../src/core/parse.js"
import { showJaxpr } from "../../../src/core/print.js"
import { remembered } from "../../../src/core/remember.js"
import { primitiveNamed } from "../../../src/primitives/index.js"
import { jit } from "../../../src/transforms/jit.js"
import { linearize } from "../../../src/transforms/linearize.js"
import { makeJaxpr } from "../../../src/transforms/makeJaxpr.js"
import { vmap } from "../../../src/transforms/vmap.js"
import { type Flat, type Point, stack } from "../arrays.js"
import { dual, gradients, pulled } from "../flat.js"
import type { Case, Law } from "../law.js"

const doubled = (xs: Point): NDArray[] => xs.map((x) => stack([x, x], 0))

/** A function and all its transforms, with arguments for each. */
const transformsOf = ({ f, xs, v, u }: Case): readonly (readonly [what: string, g: Flat, args: Point])[] => {
  const n = xs.length
  const push: Flat = (...args) => linearize(f, ...args)[1](...v)
  const all: readonly (readonly [string, Flat, Point])[] = [
    ["f", f, xs],
    ["jit(f)", jit(f), xs],
    ["jvp(f)", dual(f, n), [...xs, ...v]],
    ["vjp(f)", pulled(f, n), [...xs, ...u]],
    ["linearize(f)", push, xs],
    ["grad(f)", gradients(f, u), xs],
    ["jit(grad(jit(f)))", jit(gradients(jit(f), u)), xs],
    ["jvp(grad(f))", (...zs) => dual(gradients(f, u), n)(...zs), [...xs, ...v]],
  ]
  const batched: readonly (readonly [string, Flat, Point])[] = [
    ["vmap(f)", vmap(f), doubled(xs)],
    ["vmap(jit(grad(f)))", vmap(jit(gradients(f, u))), doubled(xs)],
    ["jvp(vmap(f))", dual(vmap(f), n), [...doubled(xs), ...doubled(v)]],
  ]
  return n === 0 ? all : [...all, ...batched]
}

type Programs = readonly (readonly [what: string, program: Jaxpr])[]

const trace = (c: Case): Programs => transformsOf(c).map(([what, g, args]) => [what, makeJaxpr(g)(...args).jaxpr])

/** The same for every law. */
const programsOf = remembered(trace)

export const checked: Law = {
  title: "every program that f and its transforms trace to is well formed, with and without its dead code",
  holds: (c) => {
    for (const [what, program] of programsOf(c)) {
      expect(() => checkJaxpr(program), what).not.toThrow()
      expect(() => checkJaxpr(eliminateDeadCode(program)), `${what} without dead code`).not.toThrow()
    }
  },
}

export const readBack: Law = {
  title: "parse ∘ print is the identity on programs, up to the names of variables",
  holds: (c) => {
    for (const [what, program] of programsOf(c)) {
      const text = showJaxpr(program)
      const again = parseJaxpr(text, primitiveNamed)
      expect(hashJaxpr(again), what).toBe(hashJaxpr(program))
      expect(showJaxpr(again), what).toBe(text)
    }
  },
}

export const deterministic: Law = {
  title: "tracing twice gives the same program, and dropping dead code twice is dropping it once",
  holds: (c) => {
    const [first, second] = [programsOf(c), trace(c)]
    first.forEach(([what, program], i) => {
      expect(hashJaxpr((second[i] as (typeof second)[number])[1]), what).toBe(hashJaxpr(program))
      const live = eliminateDeadCode(program)
      expect(alphaEquals(eliminateDeadCode(live), live), what).toBe(true)
    })
  },
}

export const text: readonly Law[] = [checked, readBack, deterministic]
