// Programs on the reference interpreter: arrays in, arrays out, bytes owned by the garbage collector.
import { interpret } from "../backends/interpreter/interpret.js"
import { concreteArray, type NDArray, tensorOf } from "../core/array.js"
import type { Aval } from "../core/aval.js"
import { type Jaxpr, outAvals, type Params } from "../core/jaxpr.js"
import type { Primitive } from "../core/primitive.js"
import { type Tensor, toStorage } from "../core/tensor.js"

/** A concrete array of a tensor's numbers, which it takes over. */
export const arrayOf = (t: Tensor, weakType = false): NDArray => {
  const stored = toStorage(t)
  return concreteArray({ shape: t.shape, dtype: t.dtype, weakType }, { read: () => stored })
}

const arraysOf = (tensors: readonly Tensor[], avals: readonly Aval[]): readonly NDArray[] =>
  tensors.map((t, i) => arrayOf(t, avals[i]?.weakType))

/** Runs a program equation by equation. */
export const runInterpreted = (jaxpr: Jaxpr, inputs: readonly NDArray[]): readonly NDArray[] =>
  arraysOf(
    interpret(
      jaxpr,
      inputs.map((x) => tensorOf(x, "run")),
    ),
    outAvals(jaxpr),
  )

/** Runs one operation. */
export const applyInterpreted = (
  primitive: Primitive,
  inputs: readonly NDArray[],
  params: Params,
  avals: readonly Aval[],
): readonly NDArray[] =>
  arraysOf(
    primitive.evaluate(
      inputs.map((x) => tensorOf(x, primitive.name)),
      params,
      interpret,
    ),
    avals,
  )
