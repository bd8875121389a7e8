// Identities that say something to a transform or a compiler: copy, stop, do not merge, lose precision.
import type { NDArray } from "../../core/array.js"
import type { Aval } from "../../core/aval.js"
import { raise } from "../../core/errors.js"
import { definePrimitive, linearMany, type Primitive } from "../../core/primitive.js"
import { bind } from "../../core/trace.js"
import { apply, applyWith, elementwise, type Operand, onAny, onFloats, onNumbers, step } from "./define.js"

/** A new array of the same values. */
export const copyP = elementwise("copy", onAny, () => 1)

/** The identity, with derivative zero: what it is given counts as a constant. (`lax.stop_gradient`) */
export const stopGradientP = step("stop_gradient", onAny, "stopGradient was asked for")

/** Says that a function has no derivative with respect to one of its arguments. */
export const refuseDerivative = (op: string, argument: string, x: NDArray): never =>
  raise({
    code: "argument/derivative",
    op,
    need: `there is no derivative with respect to ${argument}`,
    avals: [x.aval],
    hint: `differentiate with respect to other arguments, or hold ${argument} with stopGradient`,
  })

/** The identity, for arguments with respect to which a function has no derivative: it says so when asked. (parameters `op`, `argument`) */
export const noDerivativeP = elementwise(
  "no_derivative",
  onNumbers((x) => x),
  ([x], _, { op, argument }) => refuseDerivative(String(op), String(argument), x),
)

/** The identity on several arrays, which no simplification may look through. (`lax.optimization_barrier`) */
export const optimizationBarrierP: Primitive = definePrimitive({
  name: "optimization_barrier",
  shape: (avals: readonly Aval[]) => avals,
  derivative: linearMany((cts) => cts),
  batch: (lanes, params) =>
    bind(
      optimizationBarrierP,
      lanes.map((l) => l.value),
      params,
    ).map((value, i) => ({ value, batched: (lanes[i] as { batched: boolean }).batched })),
  evaluate: (inputs) => inputs,
  lower: (inputs) => inputs,
})

/** Rounds to fewer bits: nearest even at the new last bit, overflow to ∞, too small to 0. (parameters `exponentBits`, `mantissaBits`) */
export const reducePrecisionP = elementwise(
  "reduce_precision",
  { ...onFloats((x) => x), scalar: (_, { exponentBits, mantissaBits }) => reducer(Number(exponentBits), Number(mantissaBits)) },
  () => 1,
)

const reducer = (exponentBits: number, mantissaBits: number): ((x: number) => number) => {
  const bias = 2 ** (exponentBits - 1) - 1
  const largest = (2 - 2 ** -mantissaBits) * 2 ** bias
  const smallest = 2 ** (1 - bias)
  return (x) => {
    if (x === 0 || !Number.isFinite(x)) return x
    const unit = 2 ** (Math.floor(Math.log2(Math.abs(x))) - mantissaBits)
    const scaled = x / unit
    const whole = Math.round(scaled)
    const even = Math.abs(scaled - Math.trunc(scaled)) === 0.5 && whole % 2 !== 0 ? whole - 1 : whole
    const rounded = even * unit
    if (Math.abs(rounded) > largest) return Math.sign(x) * Number.POSITIVE_INFINITY
    return Math.abs(rounded) < smallest ? Math.sign(x) * 0 : rounded
  }
}

export const copy = (x: Operand): NDArray => apply(copyP, x)
export const stopGradient = (x: Operand): NDArray => apply(stopGradientP, x)
export const noDerivative = (x: Operand, op: string, argument: string): NDArray => applyWith(noDerivativeP, { op, argument }, x)
export const optimizationBarrier = (...xs: readonly NDArray[]): readonly NDArray[] => bind(optimizationBarrierP, xs, {})
export const reducePrecision = (x: Operand, exponentBits: number, mantissaBits: number): NDArray =>
  applyWith(reducePrecisionP, { exponentBits, mantissaBits }, x)
