// Elementwise primitives: one row each. Shape rule, batching and the loop are the same for all of them;
// a row says which dtypes it takes, what it does to one element, real or complex, and its partial derivatives.
import { literalArray, type NDArray } from "../../core/array.js"
import { type Aval, type Shape, sameShape, sizeOf } from "../../core/aval.js"
import { type DType, dtypeInfo, isComplex, type Kind } from "../../core/dtype.js"
import type { Issue } from "../../core/issue.js"
import type { Params } from "../../core/jaxpr.js"
import type { Expansion, Lowered, Reference } from "../../core/lower.js"
import { type Derivative, type Lane, type Partial, type Primitive, partials, zero } from "../../core/primitive.js"
import { type Tensor, tensor, workingArray } from "../../core/tensor.js"
import { bind1 } from "../../core/trace.js"
import { arityIs, dtypeKinds, realKinds, sameDtypes } from "../guards.js"
import type { C } from "../scalar/complex.js"
import { broadcastInDim } from "../sum.js"

/** What elementwise functions take: arrays of one shape and dtype, and plain numbers, which become literals of that dtype. */
export type Operand = NDArray | number

type Scalar = (x: number, y: number, z: number) => number
/** A function of complex numbers, whose value is complex or real. */
type ComplexScalar = (x: C, y: C) => C | number

/** What a row does to one element: which kinds of dtype it accepts, the function for each dtype, and the result's dtype. */
export interface Pointwise {
  readonly arity: number
  readonly kinds: readonly Kind[]
  readonly scalar: (dtype: DType, params: Params) => Scalar
  readonly result: (dtype: DType) => DType
  /** What it does to complex elements, if it takes them. */
  readonly complex?: (params: Params) => ComplexScalar
  /** What it is in basic operations, if it is none itself. */
  readonly expansion?: (params: Params) => Expansion | undefined
  /** What evaluating one element takes, in additions: 1 unless said. */
  readonly effort?: number
}

const same = (dtype: DType): DType => dtype

const pointwise = (kinds: readonly Kind[], scalar: (dtype: DType, params: Params) => Scalar, arity: number, result = same): Pointwise => ({
  arity,
  kinds,
  scalar,
  result,
})

/** A function of real numbers: float dtypes only. The arity is the function's. */
export const onFloats = (f: Scalar, arity = f.length): Pointwise => pointwise(["float"], () => f, arity)
/** Numbers of any kind but bool, computed in float64 and rounded (wrapped, for integers) to the dtype. */
export const onNumbers = (f: Scalar, arity = f.length): Pointwise => pointwise(realKinds, () => f, arity)
/** Numbers of any kind but bool, where the function depends on the dtype. */
export const byDtype = (arity: number, scalar: (dtype: DType, params: Params) => Scalar): Pointwise => pointwise(realKinds, scalar, arity)
/** Integers only, where the function depends on the dtype. */
export const onIntegers = (arity: number, scalar: (dtype: DType) => Scalar): Pointwise => pointwise(["int", "uint"], scalar, arity)
/** Booleans and integers. */
export const onBits = (arity: number, scalar: (dtype: DType) => Scalar): Pointwise => pointwise(["bool", "int", "uint"], scalar, arity)
/** As a row says, and compiled as its expansion. */
export const expanded = (expansion: Expansion, row: Pointwise): Pointwise => ({ ...row, expansion: () => expansion })
/** As a row says, and of complex numbers `f`. */
export const orComplex = (row: Pointwise, f: ComplexScalar): Pointwise => orComplexWith(row, () => f)
/** As `orComplex`, where the function depends on the parameters. */
export const orComplexWith = (row: Pointwise, complex: (params: Params) => ComplexScalar): Pointwise => ({
  ...row,
  kinds: [...row.kinds, "complex"],
  complex,
})
/** The same elements, of any dtype at all. */
export const onAny: Pointwise = orComplex(
  pointwise(["bool", ...realKinds], () => (x) => x, 1),
  (z) => z,
)
/** Any dtype in, bool out. */
export const predicate = (f: (x: number, y: number) => boolean, kinds: readonly Kind[] = ["bool", ...realKinds]): Pointwise =>
  pointwise(
    kinds,
    () => (x, y) => (f(x, y) ? 1 : 0),
    f.length,
    () => "bool",
  )

/** Equal shapes, save rank-0 literals, which stand beside any shape. */
export const equalShapes = (avals: readonly Aval[]): Issue | undefined => {
  const shape = commonShape(avals)
  return avals.every((a) => a.shape.length === 0 || sameShape(a.shape, shape))
    ? undefined
    : {
        code: "shape/mismatch",
        need: "operands must have equal shapes",
        avals,
        hint: "broadcast first; the functions of np do so by themselves",
      }
}

/** The shape of an elementwise result: that of any operand that is not a literal. */
export const commonShape = (xs: readonly { readonly shape: Shape }[]): Shape => xs.find((x) => x.shape.length > 0)?.shape ?? []

const loop = (inputs: readonly Tensor[], f: Scalar, dtype: DType): Tensor => {
  const shape = commonShape(inputs)
  const out = new dtypeInfo[dtype].Working(sizeOf(shape))
  const [x, y, z] = inputs
  const xs = x?.data ?? out
  const ys = y?.data ?? out
  const zs = z?.data ?? out
  // a literal stays where it is while the others advance
  const [dx, dy, dz] = [x, y, z].map((t) => (t && t.shape.length < shape.length ? 0 : 1)) as [number, number, number]
  for (let i = 0; i < out.length; i++) out[i] = f(xs[i * dx]!, ys[i * dy]!, zs[i * dz]!)
  return tensor(shape, dtype, out)
}

/** Element `i` of a complex tensor; a literal has only one. */
const complexAt = ({ data }: Tensor, i: number, step: number): C => [data[2 * i * step] as number, data[2 * i * step + 1] as number]

const complexLoop = (inputs: readonly Tensor[], f: ComplexScalar, dtype: DType): Tensor => {
  const shape = commonShape(inputs)
  const out = workingArray(shape, dtype)
  const [x, y = x] = inputs as [Tensor, Tensor?]
  const [dx, dy] = [x, y as Tensor].map((t) => (t.shape.length < shape.length ? 0 : 1)) as [number, number]
  for (let i = 0; i < sizeOf(shape); i++) {
    const value = f(complexAt(x, i, dx), complexAt(y as Tensor, i, dy))
    if (typeof value === "number") out[i] = value
    else [out[2 * i], out[2 * i + 1]] = value
  }
  return tensor(shape, dtype, out)
}

const isLiteralArray = (x: NDArray): boolean => x.state.kind === "literal"

/** Gives every operand that is not a literal the batch axis in front. */
export const alignLanes = (lanes: readonly Lane[], size: number): readonly NDArray[] =>
  lanes.map(({ value, batched }) =>
    batched || isLiteralArray(value)
      ? value
      : broadcastInDim(
          value,
          [size, ...value.shape],
          value.shape.map((_, axis) => axis + 1),
        ),
  )

/** An elementwise primitive with a derivative of any kind. */
export const defineElementwise = (name: string, row: Pointwise, derivative: Derivative): Primitive => {
  const primitive: Primitive = {
    name,
    elementwise: true,
    effort: row.effort,
    shape: (avals) =>
      arityIs(avals, row.arity) ??
      dtypeKinds(avals, row.kinds) ??
      sameDtypes(avals) ??
      equalShapes(avals) ?? [{ shape: commonShape(avals), dtype: row.result((avals[0] as Aval).dtype) }],
    derivative,
    batch: (lanes, params, { size }) => [{ value: bind1(primitive, alignLanes(lanes, size), params), batched: true }],
    evaluate: (inputs, params) => {
      const dtype = (inputs[0] as Tensor).dtype
      return isComplex(dtype) && row.complex
        ? [complexLoop(inputs, row.complex(params), row.result(dtype))]
        : [loop(inputs, row.scalar(dtype, params), row.result(dtype))]
    },
    lower: (inputs, params, to) => {
      const { dtype } = inputs[0] as Lowered
      return [to.map(name, inputs, params, row.result(dtype), row.scalar(dtype, params) as Reference, row.expansion?.(params))]
    },
  }
  return primitive
}

/** A partial derivative of a function of one, two or three operands: the arity is in the type. */
type PartialOf<Args extends readonly NDArray[]> = (inputs: Args, output: NDArray, params: Params) => NDArray | number
type Of1 = PartialOf<readonly [NDArray]>
type Of2 = PartialOf<readonly [NDArray, NDArray]>
type Of3 = PartialOf<readonly [NDArray, NDArray, NDArray]>

interface Elementwise {
  (name: string, row: Pointwise, dx: Of1): Primitive
  (name: string, row: Pointwise, dx: Of2, dy: Of2): Primitive
  (name: string, row: Pointwise, dx: Of3, dy: Of3, dz: Of3): Primitive
}

/** A smooth row: one partial derivative for each input. */
export const elementwise: Elementwise = (name: string, row: Pointwise, ...each: readonly unknown[]): Primitive =>
  defineElementwise(name, row, partials(...(each as readonly Partial[])))

/** A row whose derivative is zero wherever it exists; `because` is what the user reads. */
export const step = (name: string, row: Pointwise, because: string): Primitive => defineElementwise(name, row, zero(because))

/** Applies an elementwise primitive: numbers become literals of the arrays' dtype (float32 if there is no array). */
export const apply = (primitive: Primitive, ...operands: readonly Operand[]): NDArray => applyWith(primitive, {}, ...operands)

/** `apply` with parameters. */
export const applyWith = (primitive: Primitive, params: Params, ...operands: readonly Operand[]): NDArray => {
  const dtype = operands.find((x): x is NDArray => typeof x !== "number")?.dtype ?? "float32"
  return bind1(
    primitive,
    operands.map((x) => (typeof x === "number" ? literal(x, dtype) : x)),
    params,
  )
}

/** The rank-0 constant `x`, rounded to the dtype. */
export const literal = literalArray
