// Where temporaries lie: two that are alive at once never share a byte, and what is over makes room for what comes.
import fc from "fast-check"
import { expect, test } from "vitest"
import "../../src/install.js"
import { dtypeInfo } from "../../src/core/dtype.js"
import { constantsAsInputs } from "../../src/core/jaxpr.js"
import { constant } from "../../src/core/scalar.js"
import { allSteps, ownOf } from "../../src/lowering/access.js"
import { kernelsOf } from "../../src/lowering/compile.js"
import type { Kernels, Step } from "../../src/lowering/kernel.js"
import { bytesOf, plan } from "../../src/lowering/plan.js"
import type { Buffer } from "../../src/lowering/value.js"
import * as np from "../../src/numpy/index.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"
import { arrayFrom, type Flat, type Point } from "../laws/arrays.js"
import { casesOf } from "../laws/law.js"
import { functionOf, programs } from "../laws/programs.js"

const kernelsAt = (f: Flat, xs: Point): Kernels => kernelsOf(constantsAsInputs(makeJaxpr(f)(...xs).jaxpr))

interface Life {
  /** What the offset has to be a multiple of. */
  readonly width: number
  readonly offset: number
  readonly bytes: number
  from: number
  to: number
}

const lives = (program: Kernels): readonly Life[] => {
  const { locations } = plan(program)
  const known = new Map<Buffer, Life>()
  allSteps(program.steps).forEach((step, at) => {
    for (const buffer of ownOf(step)) {
      const place = locations.get(buffer)
      if (place?.slot !== 0) continue
      const life = known.get(buffer) ?? {
        width: dtypeInfo[buffer.dtype].bytes,
        offset: place.offset,
        bytes: bytesOf(buffer),
        from: at,
        to: at,
      }
      life.to = at
      known.set(buffer, life)
    }
  })
  return [...known.values()]
}

test("in random programs, temporaries that are alive at once do not overlap, and all lie in the arena, each where its elements may", () => {
  const cases = programs(12).chain((p) => casesOf(functionOf(p), p.inputs))
  fc.assert(
    fc.property(cases, ({ f, xs }) => {
      const program = kernelsAt(f, xs)
      const all = lives(program)
      const { arenaBytes } = plan(program)
      for (const a of all) {
        expect(a.offset + a.bytes).toBeLessThanOrEqual(arenaBytes)
        expect(a.offset % a.width).toBe(0)
        for (const b of all)
          if (a !== b && a.from <= b.to && b.from <= a.to)
            expect(a.offset + a.bytes <= b.offset || b.offset + b.bytes <= a.offset).toBe(true)
      }
    }),
    { seed: 5, numRuns: 60 },
  )
})

test("a long chain of temporaries takes the room of two", () => {
  const n = 40
  const x = arrayFrom([n, n], "float32", (i) => i % 3)
  const chain: Flat = (a) => [Array.from({ length: 10 }).reduce<typeof a>((y) => np.matmul(y, a), a)]
  const { arenaBytes } = plan(kernelsAt((...xs) => chain(...xs), [x]))
  expect(arenaBytes).toBeLessThanOrEqual(2 * 4 * n * n)
})

test("a thousand and one numbers share few lines of the cache, and so do arrays without elements", () => {
  const numbers = Array.from({ length: 1001 }, (): Buffer => ({ dtype: "float32", size: 1 }))
  const empty: Buffer = { dtype: "float64", size: 0 }
  const program = kernelsAt((x) => [x.add(1)], [arrayFrom([], "float32", () => 1)])
  const everything = [...numbers, empty]
  const at = { offset: 0, strides: [] }
  const one = constant("f32", 1)
  const write: Step = {
    kind: "nest",
    outer: [],
    stages: [{ inner: [], folds: [], stores: everything.map((buffer) => ({ buffer, view: at, value: one })) }],
  }
  const { locations, arenaBytes } = plan({ ...program, steps: [write] })
  expect(arenaBytes).toBeLessThanOrEqual(4 * 1001 + 64)
  expect((locations.get(empty)?.offset ?? 1) % 8).toBe(0)
})
