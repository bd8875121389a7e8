// Law 1 between backends: what is compiled computes what the reference interpreter computes. Integers and booleans agree exactly; floats to a
// few units of their last place, measured against the largest number of the array, since sums are added in another order.
import { expect } from "vitest"
import { interpret } from "../../../src/backends/interpreter/interpret.js"
import type { NDArray } from "../../../src/core/array.js"
import { type DType, dtypeInfo, isInexact } from "../../../src/core/dtype.js"
import { type Jaxpr, subJaxprs } from "../../../src/core/jaxpr.js"
import type { Tensor } from "../../../src/core/tensor.js"
import { compile } from "../../../src/runtime/executable.js"
import { largestOf } from "../arrays.js"
import type { Law } from "../law.js"
import { epsOf, mayDiffer, spreads } from "../noise.js"
import { programOf, tensorsOf } from "../steady.js"

/** Units in the last place of the largest number that two backends may differ by. */
const units = 16

/** The coarsest rounding in a program: what its results can agree to. */
export const coarsest = (jaxpr: Jaxpr): number =>
  Math.max(
    ...jaxpr.eqns.flatMap((e) => [
      ...e.outputs.map((v) => (isInexact(v.aval.dtype) ? dtypeInfo[v.aval.dtype].eps : 0)),
      ...subJaxprs(e.params).map(coarsest),
    ]),
    0,
  )

const tolerance = (dtype: DType, data: ArrayLike<number>, eps: number): number => {
  if (!isInexact(dtype)) return 0
  return units * Math.max(eps, dtypeInfo[dtype].eps) * largestOf(data)
}

const same = (a: number, b: number, within: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) <= within

const expectSameTensor = (got: Tensor, want: Tensor, eps: number): void => {
  expect([got.dtype, got.shape]).toEqual([want.dtype, want.shape])
  const within = tolerance(want.dtype, want.data, eps)
  const at = Array.from(want.data).findIndex((x, i) => !same(x, got.data[i] as number, within))
  if (at >= 0) expect.fail(`element ${at}: compiled ${got.data[at]}, interpreted ${want.data[at]}, of ${want.dtype}[${want.shape}]`)
}

/** Both backends' results of a program. */
const bothWays = (jaxpr: Jaxpr, inputs: readonly NDArray[]): { readonly want: readonly Tensor[]; readonly got: readonly Tensor[] } => ({
  want: interpret(jaxpr, tensorsOf(inputs)),
  got: tensorsOf(compile(jaxpr)(inputs)),
})

export const compiled: Law = {
  title: "a compiled program computes what the interpreter computes",
  holds: ({ f, xs }) => {
    const { program, inputs } = programOf(f, xs)
    const eps = coarsest(program)
    const { want, got } = bothWays(program, inputs)
    got.forEach((y, i) => {
      expectSameTensor(y, want[i] as Tensor, eps)
    })
  },
}

/** Times that two backends may differ by more than noise of a few runs happened to move a result. */
const leeway = 8

/** The law for programs that may amplify rounding. Exactly the same bits where every operation is rounded once. */
export const compiledSteadily: Law = {
  title: "a compiled program computes what the interpreter computes, as near as its rounding allows",
  holds: ({ f, xs }) => {
    const { program, inputs } = programOf(f, xs)
    const { want, got } = bothWays(program, inputs)
    const spread = mayDiffer(program) ? spreads(program, tensorsOf(inputs), want) : want.map(() => 0)
    got.forEach((y, i) => {
      const expected = want[i] as Tensor
      expect([y.dtype, y.shape]).toEqual([expected.dtype, expected.shape])
      const within = (spread[i] as number) * leeway
      if (within > 0) expectNear(Array.from(y.data), Array.from(expected.data), within + epsOf(y.dtype) * largestOf(expected.data))
      else expect(Array.from(y.data)).toEqual(Array.from(expected.data))
    })
  },
}

const expectNear = (got: readonly number[], want: readonly number[], within: number): void => {
  const at = want.findIndex((x, i) => !same(x, got[i] as number, within))
  if (at >= 0) expect.fail(`element ${at}: compiled ${got[at]}, interpreted ${want[at]}, within ${within}`)
}
