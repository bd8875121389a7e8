// Between complex numbers and their parts. None of these is complex-linear but all are linear over the real numbers, and their transposes are
// those of the bilinear pairing `z·w`, as in JAX: nothing is conjugated, and grad of a real function is `∂f/∂x − i ∂f/∂y`.
import type { NDArray } from "../../core/array.js"
import type { Aval } from "../../core/aval.js"
import { joinParts, partOf } from "../../core/complex.js"
import { complexOf as complexDtype, isComplex, realOf } from "../../core/dtype.js"
import type { Issue } from "../../core/issue.js"
import type { Lowered } from "../../core/lower.js"
import { type Derivative, definePrimitive, linear, linearMany, type Primitive } from "../../core/primitive.js"
import { type Tensor, tensorFrom } from "../../core/tensor.js"
import { bind1 } from "../../core/trace.js"
import { arityIs, dtypeKinds, sameDtypes } from "../guards.js"
import * as scalar from "../scalar/complex.js"
import { neg } from "./arithmetic.js"
import { alignLanes, apply, commonShape, defineElementwise, equalShapes, literal, type Operand, onFloats, orComplex } from "./define.js"

/** A part of complex numbers, as real ones. */
const part = (name: "real" | "imag", which: 0 | 1, derivative: Derivative): Primitive => {
  const primitive: Primitive = definePrimitive({
    name,
    elementwise: true,
    shape: ([x, ...more]) =>
      arityIs([x as Aval, ...more], 1) ??
      dtypeKinds([x as Aval], ["complex"]) ?? [{ shape: (x as Aval).shape, dtype: realOf((x as Aval).dtype) }],
    derivative,
    batch: (lanes, params, { size }) => [{ value: bind1(primitive, alignLanes(lanes, size), params), batched: true }],
    evaluate: ([x]) => [partOf(x as Tensor, which)],
    lower: ([x], _, to) => [to.part(x as Lowered, which)],
  })
  return primitive
}

/** The real part. Its transpose makes complex numbers without an imaginary part. (`lax.real`) */
export const realP: Primitive = part(
  "real",
  0,
  linear((ct) => [complexOf(ct)]),
)
/** The imaginary part. Its transpose is `t ↦ −i·t`. (`lax.imag`) */
export const imagP: Primitive = part(
  "imag",
  1,
  linear((ct) => [apply(complexP, literal(0, ct.dtype), neg(ct))]),
)

const fitForParts = (avals: readonly Aval[]): Issue | undefined => {
  const [x] = avals
  const narrow = avals.find((a) => a.dtype !== "float32" && a.dtype !== "float64")
  return (
    arityIs(avals, 2) ??
    sameDtypes(avals) ??
    equalShapes(avals) ??
    (narrow && x
      ? {
          code: "dtype/kind",
          need: "the parts of complex numbers are float32 or float64",
          avals: [x],
          hint: "convert with x.astype(dtype)",
        }
      : undefined)
  )
}

/** `re + i·im`, from two float arrays of one shape and dtype. (`lax.complex`) */
export const complexP: Primitive = definePrimitive({
  name: "complex",
  elementwise: true,
  shape: (avals) => fitForParts(avals) ?? [{ shape: commonShape(avals), dtype: complexDtype((avals[0] as Aval).dtype) }],
  derivative: linearMany(([ct], [re, im]) => [
    (re as NDArray).state.kind === "literal" ? undefined : real(ct as NDArray),
    (im as NDArray).state.kind === "literal" ? undefined : neg(imag(ct as NDArray)),
  ]),
  batch: (lanes, params, { size }) => [{ value: bind1(complexP, alignLanes(lanes, size), params), batched: true }],
  evaluate: (inputs) => {
    const shape = commonShape(inputs)
    const full = (x: Tensor): Tensor => (x.shape.length === shape.length ? x : tensorFrom(shape, x.dtype, () => x.data[0] as number))
    const [re, im] = inputs as readonly [Tensor, Tensor]
    return [joinParts(full(re), full(im), complexDtype(re.dtype))]
  },
  lower: ([re, im], _, to) => [to.complex(re as Lowered, im as Lowered)],
})

/** The conjugate, `a − ib`. Its own transpose. (`lax.conj`) */
export const conjP: Primitive = defineElementwise(
  "conj",
  {
    ...orComplex(
      onFloats((x) => x),
      scalar.conj,
    ),
    kinds: ["complex"],
  },
  linear((ct) => [conj(ct)]),
)

export const real = (x: Operand): NDArray => apply(realP, x)
export const imag = (x: Operand): NDArray => apply(imagP, x)
export const complex = (re: Operand, im: Operand): NDArray => apply(complexP, re, im)
export const conj = (x: Operand): NDArray => apply(conjP, x)
/** Real numbers as complex ones; complex ones as they are. */
export const complexOf = (x: NDArray): NDArray => (isComplex(x.dtype) ? x : apply(complexP, x, literal(0, x.dtype)))
