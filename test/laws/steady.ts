// Programs whose numbers say something. Two ways to one derivative round differently, and a program may amplify that without bound, or widen a
// float32 to a float64 that looks more exact than it is; a law with fixed bounds is about the programs that do not.
import { interpret } from "../../src/backends/interpreter/interpret.js"
import { type NDArray, tensorOf } from "../../src/core/array.js"
import { isInexact } from "../../src/core/dtype.js"
import { constantsAsInputs, type Jaxpr } from "../../src/core/jaxpr.js"
import type { Tensor } from "../../src/core/tensor.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"
import { type Flat, largestOf, type Point, slack } from "./arrays.js"
import { pushed } from "./flat.js"
import { mayDiffer, spreads } from "./noise.js"

export interface Program {
  readonly program: Jaxpr
  readonly inputs: readonly NDArray[]
}

/** A function's program, its constants among the inputs. */
export const programOf = (f: Flat, xs: Point): Program => {
  const { jaxpr, consts } = makeJaxpr(f)(...xs)
  return { program: constantsAsInputs(jaxpr), inputs: [...consts, ...xs] }
}

export const tensorsOf = (xs: readonly NDArray[]): readonly Tensor[] => xs.map((x) => tensorOf(x, "law"))

/** How far below a law's bounds the noise of a few runs has to stay. */
const reserve = 8

/** Whether noise in a program and in its first and second derivatives stays well within what laws allow. */
export const isSteady = (f: Flat, xs: Point, v: Point, w: Point): boolean => {
  const once: Flat = (...ys) => pushed(f, ys, v)
  const all: Flat = (...ys) => [...f(...ys), ...once(...ys), ...pushed(once, ys, w)]
  const { program, inputs } = programOf(all, xs)
  if (!mayDiffer(program)) return true
  const tensors = tensorsOf(inputs)
  const quiet = interpret(program, tensors)
  return spreads(program, tensors, quiet, 4).every((spread, k) => {
    const { dtype, data } = quiet[k] as Tensor
    return spread * reserve <= (isInexact(dtype) ? slack(dtype) : 0) * Math.max(1, largestOf(data))
  })
}
