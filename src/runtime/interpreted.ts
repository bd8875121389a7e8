// A runtime over the reference interpreter: arrays in, arrays out, bytes owned by the garbage collector.
import { interpret } from "../backends/interpreter/interpret.js"
import { concreteArray, type NDArray, tensorOf } from "../core/array.js"
import type { Aval } from "../core/aval.js"
import { outAvals } from "../core/jaxpr.js"
import type { Runtime } from "../core/runtime.js"
import { type Tensor, toStorage } from "../core/tensor.js"

/** A concrete array of a tensor's numbers, which it takes over. */
export const arrayOf = (t: Tensor, weakType = false): NDArray => {
  const stored = toStorage(t)
  return concreteArray({ shape: t.shape, dtype: t.dtype, weakType }, { read: () => stored })
}

const arraysOf = (tensors: readonly Tensor[], avals: readonly Aval[]): readonly NDArray[] =>
  tensors.map((t, i) => arrayOf(t, avals[i]?.weakType))

export const interpretedRuntime: Runtime = {
  run: (jaxpr, inputs) =>
    arraysOf(
      interpret(
        jaxpr,
        inputs.map((x) => tensorOf(x, "run")),
      ),
      outAvals(jaxpr),
    ),
  apply: (primitive, inputs, params, avals) =>
    arraysOf(
      primitive.evaluate(
        inputs.map((x) => tensorOf(x, primitive.name)),
        params,
        interpret,
      ),
      avals,
    ),
}
