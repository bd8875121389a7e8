// The laws are not vacuous: every primitive is sampled, used by its sample, and moved by it if it can be.
import { describe, expect, test, vi } from "vitest"
import { isInexact, realOf } from "../../src/core/dtype.js"
import type { Jaxpr } from "../../src/core/jaxpr.js"
import { subJaxprs } from "../../src/core/jaxpr.js"
import "../../src/install.js"
import { type PrimitiveName, primitives } from "../../src/primitives/index.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"
import { arrayFrom, type Point } from "./arrays.js"
import { dtypeOf } from "./draw.js"
import { flatOf } from "./law.js"
import type { Sample } from "./sample.js"
import { samples } from "./samples/index.js"

const names = Object.keys(primitives) as readonly PrimitiveName[]

const programOf = ({ apply, inputs }: Sample): Jaxpr =>
  makeJaxpr(flatOf(apply))(...inputs.map((d) => arrayFrom(d.shape, dtypeOf(d), () => Math.max(d.low, Math.min(1, d.high))))).jaxpr

const stands = (program: Jaxpr, name: PrimitiveName): boolean =>
  program.eqns.some((e) => e.primitive.name === name || subJaxprs(e.params).some((j) => stands(j, name)))

/** Whether a primitive stands in a sample's program, or stood in it until a map that the sample makes took it away by its batch rule. */
const uses = (sample: Sample, name: PrimitiveName): boolean => {
  const batched = vi.spyOn(primitives[name], "batch")
  try {
    return stands(programOf(sample), name) || batched.mock.calls.length > 0
  } finally {
    batched.mockRestore()
  }
}

const inFloat64 = (atoms: readonly { readonly aval: Point[number]["aval"] }[]): boolean => {
  const floats = atoms.filter(({ aval }) => isInexact(aval.dtype))
  return floats.length > 0 && floats.every(({ aval }) => realOf(aval.dtype) === "float64")
}

describe("the table of samples", () => {
  test("has a row for every primitive, and no other", () => expect(Object.keys(samples).sort()).toEqual([...names].sort()))

  test.each(names)("%s is used by each of its samples", (name) => {
    expect(samples[name].length).toBeGreaterThan(0)
    for (const sample of samples[name]) expect(uses(sample, name), sample.note ?? name).toBe(true)
  })

  const moved = names.filter((name) => primitives[name].derivative.kind !== "zero")
  test.each(moved)("%s has a sample whose slope is checked: float64 in and out", (name) => {
    const checked = samples[name].filter((sample) => {
      const { invars, outvars } = programOf(sample)
      return sample.declared === undefined && inFloat64(invars) && inFloat64(outvars)
    })
    expect(checked.length).toBeGreaterThan(0)
  })
})
