// How primitives compile that are programs of other primitives: each program is written once for shapes, dtypes and parameters, and called.
import type { NDArray } from "../core/array.js"
import { type Aval, avalOf } from "../core/aval.js"
import { eliminateDeadCode } from "../core/dce.js"
import { raise } from "../core/errors.js"
import type { Jaxpr } from "../core/jaxpr.js"
import type { Lower } from "../core/lower.js"
import { lruCache } from "../core/lru.js"
import { traceJaxpr } from "../core/trace.js"

/** A program that takes all it uses as inputs. Nobody asks for the lines of its thousands of equations: the user's line is that of the call. */
export const programOf = (name: string, avals: readonly Aval[], f: (inputs: readonly NDArray[]) => readonly NDArray[]): Jaxpr => {
  const { jaxpr, consts } = traceJaxpr(f, avals, { transform: "a rule", name, withoutLines: true })
  if (consts.length > 0)
    raise({ code: "jaxpr/captured", need: "a sub-program must take all that it uses as inputs", got: `${consts.length} captured arrays` })
  return eliminateDeadCode(jaxpr)
}

/** Lowers to the program that `f` writes. */
export const composed = <P>(name: string, f: (inputs: readonly NDArray[], params: P) => readonly NDArray[]): Lower<P> => {
  const programs = lruCache<Jaxpr>(64)
  return (inputs, params, to) => {
    const key = JSON.stringify([inputs.map((x) => [x.shape, x.dtype]), params])
    const known = programs.get(key)
    const jaxpr =
      known ??
      programOf(
        name,
        inputs.map(({ shape, dtype }) => avalOf(shape, dtype)),
        (xs) => f(xs, params),
      )
    if (known === undefined) programs.set(key, jaxpr)
    return to.call(jaxpr, inputs)
  }
}
