// What elementwise functions are in basic operations, by name and dtype. A row is a formula; transcendental functions bring their expansion;
// what has neither calls the reference function on the host, one element at a time.
import { type DType, isFloat, kindOf } from "../../core/dtype.js"
import type { Params } from "../../core/jaxpr.js"
import type { Expansion, Reference } from "../../core/lower.js"
import { node, type ScalarNode, type ScalarType } from "../../core/scalar.js"
import { scalarTypeOf } from "../value.js"
import { nextafter } from "./bits.js"
import * as b from "./build.js"
import { simplified } from "./exact.js"
import * as integers from "./integers.js"
import { confine } from "./storage.js"

interface Context {
  readonly dtype: DType
  readonly params: Params
  readonly reference: Reference
  readonly expansion: Expansion | undefined
}

type Row = (args: readonly ScalarNode[], context: Context) => ScalarNode

type Unary = (x: ScalarNode) => ScalarNode
type Binary = (x: ScalarNode, y: ScalarNode) => ScalarNode

const of1 =
  (f: Unary): Row =>
  ([x]) =>
    f(x as ScalarNode)
const of2 =
  (f: Binary): Row =>
  ([x, y]) =>
    f(x as ScalarNode, y as ScalarNode)
/** One formula for floats, another for integers. */
const byKind =
  (float: Row, integer: Row): Row =>
  (args, context) =>
    (isFloat(context.dtype) ? float : integer)(args, context)

/** −1, 0 or 1 of x's type; zeros and NaN stay what they are. */
const sign: Unary = (x) => {
  const [zero, one] = [b.like(x, 0), b.like(x, 1)]
  const direction = b.select(b.gt(x, zero), one, b.select(b.lt(x, zero), b.like(x, -1), x))
  return direction
}

const roundAway: Unary = (x) => {
  // |x| + ½ would round 0.49999997 up; the distance from the whole part is exact
  const size = b.abs(x)
  const whole = b.floor(size)
  const up = b.select(b.ge(b.sub(size, whole), b.like(x, 0.5)), b.add(whole, b.like(x, 1)), whole)
  return node("copysign", x.type, [up, x])
}

const bitNot: Row = ([x], { dtype }) => confine(b.not(x as ScalarNode), dtype)

/** NaN and bounds as the interpreter has them: `min(max(x, low), high)`. */
const clamp: Row = ([low, x, high]) => b.min(b.max(x as ScalarNode, low as ScalarNode), high as ScalarNode)

const integerPow: Row = ([x], { dtype, params, reference, expansion }) => {
  const [base, n] = [x as ScalarNode, Number(params.y)]
  if (kindOf(dtype) !== "float") return n >= 0 ? integers.power(base, n) : integers.inversePower(base, n)
  // up to the fifth power the roundings of repeated squaring add up to two units in the last place
  if (n >= 0 && n <= 5) return integers.power(base, n)
  const inverse = b.div(b.like(base, 1), base)
  if (n === -1) return inverse
  if (n === -2) return b.mul(inverse, inverse) // 1/(x·x) would lose what x·x over- or underflows
  return mathCall("pow", [base, b.like(base, n)], reference, expansion) ?? hostCall("integer_pow", [base], base.type, reference)
}

/** Each derivative of digamma has an expansion of its own, if it has one. */
const polygamma: Row = (args, { params, reference, expansion }) => {
  const [x] = args as readonly [ScalarNode]
  return mathCall(`polygamma${params.m}`, args, reference, expansion) ?? hostCall("polygamma", args, x.type, reference)
}

const rows: { readonly [name: string]: Row } = {
  add: of2(b.add),
  sub: of2(b.sub),
  mul: of2(b.mul),
  div: byKind(of2(b.div), of2(integers.intDiv)),
  rem: byKind(
    (args, { reference, expansion }) =>
      mathCall("rem", args, reference, expansion) ?? hostCall("rem", args, (args[0] as ScalarNode).type, reference),
    of2(integers.intRem),
  ),
  neg: of1(b.neg),
  abs: ([x], { dtype }) => (kindOf(dtype) === "uint" ? (x as ScalarNode) : b.abs(x as ScalarNode)),
  sign: of1(sign),
  max: of2(b.max),
  min: of2(b.min),
  square: of1((x) => b.mul(x, x)),
  integer_pow: integerPow,
  sqrt: of1((x) => node("sqrt", x.type, [x])),
  floor: of1(b.floor),
  ceil: of1(b.ceil),
  round: ([x], { params }) => (params.roundingMethod === "TO_NEAREST_EVEN" ? b.nearest : roundAway)(x as ScalarNode),
  is_finite: of1((x) => b.lt(b.abs(x), b.like(x, Number.POSITIVE_INFINITY))),
  eq: of2(b.eq),
  ne: of2(b.ne),
  lt: of2(b.lt),
  le: of2(b.le),
  gt: of2(b.gt),
  ge: of2(b.ge),
  and: of2(b.and),
  or: of2(b.or),
  xor: of2(b.xor),
  not: bitNot,
  /** The size of x with the sign of y. */
  copysign: of2((x, y) => node("copysign", x.type, [x, y])),
  nextafter: ([x, y], { dtype }) => nextafter(x as ScalarNode, y as ScalarNode, dtype),
  shift_left: ([x, n], { dtype }) => integers.shiftLeft(x as ScalarNode, n as ScalarNode, dtype),
  shift_right_arithmetic: ([x, n], { dtype }) => integers.shiftRightArithmetic(x as ScalarNode, n as ScalarNode, dtype),
  shift_right_logical: ([x, n], { dtype }) => integers.shiftRightLogical(x as ScalarNode, n as ScalarNode, dtype),
  population_count: ([x], { dtype }) => integers.popcount(x as ScalarNode, dtype),
  clz: ([x], { dtype }) => integers.leadingZeros(x as ScalarNode, dtype),
  clamp,
  polygamma,
  copy: of1((x) => x),
  stop_gradient: of1((x) => x),
  no_derivative: of1((x) => x),
}

/** Booleans compare as the numbers 0 and 1. */
const comparable = new Set(["eq", "ne", "lt", "le", "gt", "ge", "max", "min"])

const hostCall = (name: string, args: readonly ScalarNode[], type: ScalarType, reference: Reference): ScalarNode =>
  node("host", type, args, { name, reference })

/** A function that has an expansion. It stays one operation until code is made of it: a call of a routine, or its expansion on lanes. */
const mathCall = (
  name: string,
  args: readonly ScalarNode[],
  reference: Reference,
  expansion: Expansion | undefined,
): ScalarNode | undefined => {
  const [x] = args as readonly [ScalarNode]
  return expansion && (x.type === "f32" || x.type === "f64") ? node("math", x.type, args, { name, reference, expansion }) : undefined
}

const numberOfBool = (x: ScalarNode): ScalarNode => b.convert(x, "i32")

/**
 * An elementwise function of operands of one dtype, in basic operations, its result brought into `result`.
 * float16 and bfloat16 are computed in float32 and rounded.
 */
export const scalarFunction = (
  name: string,
  args: readonly ScalarNode[],
  dtype: DType,
  result: DType,
  params: Params,
  reference: Reference,
  expansion?: Expansion,
): ScalarNode => {
  const context = { dtype, params, reference, expansion }
  if (dtype === "bool" && comparable.has(name)) {
    const compared = (rows[name] as Row)(args.map(numberOfBool), { ...context, dtype: "int32" })
    return compared.type === "bool" ? compared : b.ne(compared, b.like(compared, 0))
  }
  const row = Object.hasOwn(rows, name) ? rows[name] : undefined
  const body = row
    ? row(args, context)
    : (mathCall(name, args, reference, expansion) ?? hostCall(name, args, scalarTypeOf(result), reference))
  return confine(simplified(body), result)
}
