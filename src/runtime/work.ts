// How much there is to compute: elements written, with the products and sums behind each of a contraction's. A guess, in units of one
// interpreted element of what is cheap, which decides what is worth compiling.
import { sizeOf } from "../core/aval.js"
import { type Jaxpr, type Params, subJaxprs } from "../core/jaxpr.js"
import type { Primitive } from "../core/primitive.js"

interface Sized {
  readonly shape: readonly number[]
}

/** How often sub-programs run: as often as a loop turns. Of a loop that turns until a condition fails, nobody knows. */
const turnsOf = (params: Params): number => (typeof params.length === "number" ? params.length : 1)

/**
 * Of one equation: everything it reads and writes; a general product reads each element of one operand for every column of the other, a Fourier
 * transform goes over its elements once for every doubling of its length.
 */
export const workOf = ({ effort = 1 }: Primitive, inputs: readonly Sized[], outputs: readonly Sized[], params: Params): number => {
  const read = inputs.map((x) => sizeOf(x.shape))
  const written = effort * outputs.reduce((n, y) => n + sizeOf(y.shape), 0)
  const own = "dimensionNumbers" in params ? Math.sqrt(Math.max(1, ...read) * Math.max(1, Math.min(...read)) * Math.max(1, written)) : 0
  const stages = Array.isArray(params.fftLengths) ? 2 * written * Math.log2(sizeOf(params.fftLengths as readonly number[])) : 0
  const within = turnsOf(params) * subJaxprs(params).reduce((n, j) => n + workOfJaxpr(j), 0)
  return read.reduce((n, x) => n + x, written + own + stages + within)
}

/** Of a program. */
export const workOfJaxpr = (jaxpr: Jaxpr): number =>
  jaxpr.eqns.reduce(
    (n, e) =>
      n +
      workOf(
        e.primitive,
        e.inputs.map((a) => a.aval),
        e.outputs.map((v) => v.aval),
        e.params,
      ),
    0,
  )
