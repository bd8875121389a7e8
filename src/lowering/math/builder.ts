// The words in which expansions are written: arithmetic that reads like a formula, polynomials, and the bit tricks of IEEE numbers.
// A plain number among the operands becomes a constant of the other's type, so one formula serves float32 and float64.
import type { Expansion } from "../../core/lower.js"
import { constant, node, type ScalarNode, type ScalarType } from "../../core/scalar.js"

export type FloatType = "f32" | "f64"
/** An expansion of one formula for both types. */
export const both = (f: (...x: ScalarNode[]) => ScalarNode): Expansion => ({ f32: f, f64: f })

const convert = (x: ScalarNode, type: ScalarType): ScalarNode => node("convert", type, [x])
/**
 * An expansion of float64, and for float32 one that computes in float64, two lanes at a time, and rounds once: where float32 would have to
 * carry its errors in pairs, that is both shorter and faster.
 */
export const widened = (f32: Expansion["f32"], f64: Expansion["f64"]): Expansion => ({
  f32: (...x) => convert(f32(...x.map((a) => convert(a, "f64"))), "f32"),
  f64,
})

/** A node, or a number that becomes a constant. */
type Value = ScalarNode | number

const isNode = (x: Value): x is ScalarNode => typeof x !== "number"

/** A constant of the type of `like`, rounded to it. */
export const literal = (like: ScalarNode, value: number): ScalarNode =>
  constant(like.type, like.type === "f32" ? Math.fround(value) : value)
const asNode = (x: Value, like: ScalarNode): ScalarNode => (isNode(x) ? x : literal(like, x))

const binary =
  (op: string) =>
  (x: Value, y: Value): ScalarNode => {
    const like = isNode(x) ? x : (y as ScalarNode)
    return node(op, like.type, [asNode(x, like), asNode(y, like)])
  }
const comparison =
  (op: string) =>
  (x: ScalarNode, y: Value): ScalarNode =>
    node(op, "bool", [x, asNode(y, x)])
const unary =
  (op: string) =>
  (x: ScalarNode): ScalarNode =>
    node(op, x.type, [x])

export const add = binary("add")
export const sub = binary("sub")
export const mul = binary("mul")
export const div = binary("div")
export const neg = unary("neg")
export const abs = unary("abs")
export const sqrt = unary("sqrt")
export const trunc = unary("trunc")
export const nearest = unary("nearest")
export const and = binary("and")
export const or = binary("or")
export const xor = binary("xor")
export const eq = comparison("eq")
export const ne = comparison("ne")
export const lt = comparison("lt")
export const gt = comparison("gt")
export const ge = comparison("ge")

/** `x·y + z` */
export const mulAdd = (x: Value, y: Value, z: Value): ScalarNode => add(mul(x, y), z)

/** `condition ? x : y`, lane by lane */
export const select = (condition: ScalarNode, x: Value, y: Value): ScalarNode => {
  const like = isNode(x) ? x : (y as ScalarNode)
  return node("select", like.type, [condition, asNode(x, like), asNode(y, like)])
}

/** `min(x, hi)`, but NaN stays NaN: the form that vector units have in one instruction (`hi < x ? hi : x`). */
export const atMost = (x: ScalarNode, hi: number): ScalarNode => select(node("lt", "bool", [literal(x, hi), x]), hi, x)
/** `max(x, lo)`, but NaN stays NaN (`x < lo ? lo : x`). */
export const atLeast = (x: ScalarNode, lo: number): ScalarNode => select(lt(x, lo), lo, x)

/** `c₀ + c₁x + c₂x² + …` by Horner's rule. */
export const horner = (x: ScalarNode, c: readonly number[]): ScalarNode =>
  c.slice(0, -1).reduceRight<ScalarNode>((sum, ck) => mulAdd(sum, x, ck), literal(x, c.at(-1) ?? 0))

/** `f(x…)` of the host's in lanes where the condition holds, which should be few; `common` in all others. */
export const rarely = (condition: ScalarNode, common: ScalarNode, f: string, ...x: readonly ScalarNode[]): ScalarNode =>
  node("rare", common.type, [condition, common, ...x], f)

/** The expansion of another name that answers in rare lanes, one number at a time. */
export interface Routine {
  readonly name: string
  readonly expansion: Expansion
}
/** The same with an expansion in the host's place: what few lanes need and all would have to compute. */
export const otherwise = (condition: ScalarNode, common: ScalarNode, routine: Routine, ...x: readonly ScalarNode[]): ScalarNode =>
  node("rare", common.type, [condition, common, ...x], routine)

// ---- the bits of floats -----------------------------------------------------------------------------------------------------

interface Format {
  readonly integer: ScalarType
  /** Where the exponent begins: the number of bits of the fraction. */
  readonly fraction: number
  readonly bias: number
}
const formats: { readonly [T in FloatType]: Format } = {
  f32: { integer: "i32", fraction: 23, bias: 127 },
  f64: { integer: "i64", fraction: 52, bias: 1023 },
}
const formatOf = (x: ScalarNode): Format => formats[x.type === "f32" || x.type === "i32" ? "f32" : "f64"]

/** A constant integer of the width of `like`. */
export const integer = (like: ScalarNode, value: bigint): ScalarNode =>
  formatOf(like).integer === "i64" ? constant("i64", BigInt.asIntN(64, value)) : constant("i32", Number(BigInt.asIntN(32, value)))

/** The bits of a float as an integer of its width. */
export const bitsOf = (x: ScalarNode): ScalarNode => node("bitcast", formatOf(x).integer, [x])
/** The float that an integer's bits are. */
export const floatOf = (i: ScalarNode): ScalarNode => node("bitcast", i.type === "i32" ? "f32" : "f64", [i])

export const shl = (i: ScalarNode, count: number): ScalarNode => node("shl", i.type, [i], count)
export const shrU = (i: ScalarNode, count: number): ScalarNode => node("shrU", i.type, [i], count)

/** The upper 32 bits of a float, less its sign: magnitudes in their order, as unsigned integers. */
const magnitudeOf = (x: ScalarNode): ScalarNode => {
  const upper = x.type === "f32" ? node("bitcast", "u32", [x]) : convert(shrU(bitsOf(x), 32), "u32")
  return and(upper, constant("u32", 0x7fffffff))
}
/** Whether `0 < |x| < bound`, in one comparison; float64 by its upper half, so that neither end is exact. */
export const isNear = (x: ScalarNode, bound: number): ScalarNode => {
  const bits = Number(x.type === "f32" ? bitsOfNumber(x, bound) : bitsOfNumber(x, bound) >> 32n)
  return lt(sub(magnitudeOf(x), constant("u32", 1)), constant("u32", bits - 1))
}

const view = new DataView(new ArrayBuffer(8))
/** The bits of a number in the format of `like`. */
export const bitsOfNumber = (like: ScalarNode, x: number): bigint => {
  if (formatOf(like).integer === "i64") {
    view.setFloat64(0, x)
    return view.getBigInt64(0)
  }
  view.setFloat32(0, x)
  return BigInt(view.getInt32(0))
}

/** `x`'s sign bit alone, as an integer. */
const signBit = (x: ScalarNode): ScalarNode => and(bitsOf(x), integer(x, bitsOfNumber(x, -0)))
/** `magnitude ≥ 0` (or of x's sign) given the sign of x, that of −0 and NaN too. */
export const withSignOf = (x: ScalarNode, magnitude: ScalarNode): ScalarNode => floatOf(or(signBit(x), bitsOf(magnitude)))
/** `y` negated where x is negative. */
export const flipBy = (x: ScalarNode, y: ScalarNode): ScalarNode => floatOf(xor(signBit(x), bitsOf(y)))

/** An integer moved to where floats keep their exponent. */
const toExponent = (i: ScalarNode): ScalarNode => shl(i, formatOf(i).fraction)
/** The constant integer n at the place of the exponent, with the fraction's bits 0. */
export const exponents = (like: ScalarNode, n: number): ScalarNode => integer(like, BigInt(n) << BigInt(formatOf(like).fraction))
/** The bits of 1. */
export const oneBits = (like: ScalarNode): ScalarNode => exponents(like, formatOf(like).bias)
/** What is added to an integer before it becomes an exponent. */
export const biasOf = (x: ScalarNode): number => formatOf(x).bias
/** `2ᵏ` for what ends in the bits of `k + biasOf`, with any before them; the result must be a normal float. */
export const powerOfTwo = (biased: ScalarNode): ScalarNode => floatOf(toExponent(biased))
/** `2^(offset−k)` */
export const inversePowerOfTwo = (k: ScalarNode, offset = 0): ScalarNode =>
  floatOf(sub(exponents(k, formatOf(k).bias + offset), toExponent(k)))
/**
 * `y·2ᵏ` also where that is 0, subnormal or ∞: two factors with half of the exponent each, so that it rounds once. What is given ends in the
 * bits of `k + 2·biasOf`, whose halves have their bias already.
 */
export const scaleByPower = (y: ScalarNode, biased: ScalarNode): ScalarNode => {
  const half = and(shl(biased, formatOf(biased).fraction - 1), exponents(biased, -1))
  const rest = sub(toExponent(biased), half)
  return mul(mul(y, floatOf(half)), floatOf(rest))
}

/** A number rounded to an integer by adding 1.5·2^fraction: `bits` ends in the integer's bits, `value` is it as a float. */
interface Rounded {
  readonly bits: ScalarNode
  readonly value: ScalarNode
}
/** The integer nearest to x, |x| < 2^(fraction−2); ties to an even `k + offset`, which `bits` end in. */
export const roundToInteger = (x: ScalarNode, offset = 0): Rounded => {
  const magic = 1.5 * 2 ** formatOf(x).fraction + offset
  const shifted = add(x, magic)
  return { bits: bitsOf(shifted), value: sub(shifted, magic) }
}

// ---- sums as two floats ----------------------------------------------------------------------------------------

/** The unevaluated sum `hi + lo` with |lo| ≤ ½ ulp(hi): twice the precision of the type. */
export interface Pair {
  readonly hi: ScalarNode
  readonly lo: ScalarNode
}

/** `a + b` exactly, for |a| ≥ |b| (Dekker 1971). */
export const quickTwoSum = (a: ScalarNode, b: Value): Pair => {
  const hi = add(a, b)
  return { hi, lo: sub(b, sub(hi, a)) }
}

/** x with the lower half of its fraction cleared, so that its square is exact. */
export const upperHalf = (x: ScalarNode): ScalarNode =>
  floatOf(and(bitsOf(x), integer(x, formatOf(x).fraction === 23 ? -(1n << 12n) : -(1n << 27n))))
