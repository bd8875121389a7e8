// Law 1 between backends: what is compiled computes what the reference interpreter computes. Integers and booleans agree exactly; floats to a
// few units of their last place, measured against the largest number of the array, since sums are added in another order.
import { expect } from "vitest"
import { interpret } from "../../../src/backends/interpreter/interpret.js"
import { tensorOf } from "../../../src/core/array.js"
import { type DType, dtypeInfo, isFloat } from "../../../src/core/dtype.js"
import { constantsAsInputs, type Jaxpr, subJaxprs } from "../../../src/core/jaxpr.js"
import type { Tensor } from "../../../src/core/tensor.js"
import { compile } from "../../../src/runtime/executable.js"
import { makeJaxpr } from "../../../src/transforms/makeJaxpr.js"
import type { Law } from "../law.js"

/** Units in the last place of the largest number that two backends may differ by. */
const units = 16

/** The coarsest rounding in a program: what its results can agree to. */
const coarsest = (jaxpr: Jaxpr): number =>
  Math.max(
    ...jaxpr.eqns.flatMap((e) => [
      ...e.outputs.map((v) => (isFloat(v.aval.dtype) ? dtypeInfo[v.aval.dtype].eps : 0)),
      ...subJaxprs(e.params).map(coarsest),
    ]),
    0,
  )

const tolerance = (dtype: DType, data: ArrayLike<number>, eps: number): number => {
  if (!isFloat(dtype)) return 0
  const largest = Array.from(data).reduce((m, x) => (Number.isFinite(x) ? Math.max(m, Math.abs(x)) : m), 0)
  return units * Math.max(eps, dtypeInfo[dtype].eps) * largest
}

const same = (a: number, b: number, within: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) <= within

const expectSameTensor = (got: Tensor, want: Tensor, eps: number): void => {
  expect([got.dtype, got.shape]).toEqual([want.dtype, want.shape])
  const within = tolerance(want.dtype, want.data, eps)
  const at = Array.from(want.data).findIndex((x, i) => !same(x, got.data[i] as number, within))
  if (at >= 0) expect.fail(`element ${at}: compiled ${got.data[at]}, interpreted ${want.data[at]}, of ${want.dtype}[${want.shape}]`)
}

export const compiled: Law = {
  title: "a compiled program computes what the interpreter computes",
  holds: ({ f, xs }) => {
    const { jaxpr, consts } = makeJaxpr(f)(...xs)
    const program = constantsAsInputs(jaxpr)
    const inputs = [...consts, ...xs]
    const eps = coarsest(program)
    const want = interpret(
      program,
      inputs.map((x) => tensorOf(x, "law")),
    )
    compile(program)(inputs).forEach((y, i) => {
      expectSameTensor(tensorOf(y, "law"), want[i] as Tensor, eps)
    })
  },
}
