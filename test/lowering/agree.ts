// What a lowering owes: no step is left to the interpreter, and the results are the interpreter's.
import { expect } from "vitest"
import "../../src/install.js"
import type { NDArray } from "../../src/core/array.js"
import { type DType, isFloat, kindOf } from "../../src/core/dtype.js"
import { constantsAsInputs } from "../../src/core/jaxpr.js"
import { allSteps } from "../../src/lowering/access.js"
import { kernelsOf } from "../../src/lowering/compile.js"
import type { Step } from "../../src/lowering/kernel.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"
import { arrayFrom, type Flat } from "../laws/arrays.js"
import { type Case, flatOf } from "../laws/law.js"
import { compiled } from "../laws/theorems/compiling.js"

/** The steps that a function of these arrays becomes, those inside loops and branches too. */
export const stepsOf = (f: Flat, ...xs: readonly NDArray[]): readonly Step[] =>
  allSteps(kernelsOf(constantsAsInputs(makeJaxpr(f)(...xs).jaxpr)).steps)

/** The primitives that a compiled function of these arrays leaves to the interpreter. */
export const interpretedIn = (f: Parameters<typeof flatOf>[0], ...xs: readonly NDArray[]): readonly string[] =>
  stepsOf(flatOf(f), ...xs).flatMap((s) => (s.kind === "interpreted" ? [s.primitive.name] : []))

export const expectAgreement = (f: Flat, ...xs: readonly NDArray[]): void => {
  expect(interpretedIn(f, ...xs)).toEqual([])
  compiled.holds({ f, xs } as unknown as Case)
}

/** Numbers without an order, repeating now and then: some negative where the dtype has those, with fractions where it has those. */
export const scrambled = (shape: readonly number[], dtype: DType = "float32", seed = 1): NDArray => {
  const at = (i: number): number => ((i + seed) * 7919 + ((i * seed) % 13) * 31) % 23
  if (dtype === "bool") return arrayFrom(shape, dtype, (i) => at(i) % 2)
  const shift = kindOf(dtype) === "uint" ? 0 : 11
  return arrayFrom(shape, dtype, (i) => (at(i) - shift) / (isFloat(dtype) ? 4 : 1))
}

/** Numbers in their order. */
export const array = (shape: readonly number[], dtype: DType, numbers: readonly number[]): NDArray =>
  arrayFrom(shape, dtype, (i) => numbers[i % numbers.length] as number)

export const sizes: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 17]
