// Operations that no single instruction does: integer division that never traps, integer extremes, and calls of the host.
import type { Reference } from "../../../core/lower.js"
import { node, type ScalarNode, type ScalarType } from "../../../core/scalar.js"
import type { RareCall } from "../../../lowering/scalar/expand.js"
import type { Code, FunctionRef } from "../encode/code.js"
import * as I from "../encode/instructions.js"
import type { extremeAccumulator } from "./extremes.js"
import { heldAs } from "./scalars.js"

/** A function of float64 numbers that expressions may call. */
export interface HostFunction {
  readonly name: string
  readonly reference: Reference
}

export const hostOf = (n: ScalarNode): HostFunction => n.data as HostFunction

/** The import for a host function of some arity. */
export interface Functions {
  readonly host: (host: HostFunction, arity: number) => FunctionRef
  /** The routine of a `math` node. */
  readonly math: (call: ScalarNode) => FunctionRef
  /** Folds that result in places. */
  readonly extremes: typeof extremeAccumulator | undefined
}

const toFloat64 = (x: Code, type: ScalarType): Code =>
  type === "f64" ? x : type === "f32" ? I.f64PromoteF32(x) : type === "u32" ? I.f64ConvertI32U(x) : I.f64ConvertI32S(x)

const fromFloat64 = (x: Code, type: ScalarType): Code => {
  switch (type) {
    case "f64":
      return x
    case "f32":
      return I.f32DemoteF64(x)
    case "u32":
      return I.i32TruncSatF64U(x)
    default:
      return I.i32TruncSatF64S(x)
  }
}

/** Calls the host with scalars of the given types. */
export const callHost = (
  { host: importHost }: Functions,
  host: HostFunction,
  args: readonly Code[],
  types: readonly ScalarType[],
  result: ScalarType,
): Code => fromFloat64(I.call(importHost(host, args.length), ...args.map((a, i) => toFloat64(a, types[i] as ScalarType))), result)

/** What answers in the lane, or for the number, of a `rare` node: a routine, or the host. */
export const callRare = (functions: Functions, n: ScalarNode, args: readonly Code[]): Code => {
  const [, , ...xs] = n.args
  const call = n.data as RareCall
  if (call.expansion) return I.call(functions.math(node("math", n.type, xs, call)), ...args)
  return callHost(
    functions,
    call,
    args,
    xs.map((x) => x.type),
    n.type,
  )
}

const zero = I.i32Const(0)
const one = I.i32Const(1)
const minusOne = I.i32Const(-1)

/** `x / 0` is all ones; the least integer over −1 is itself, as 0 − x wraps. */
const divSigned = (x: Code, y: Code): Code => {
  const safe = I.select(one, y, I.i32LeU(I.i32Add(y, one), one)) // y is −1 or 0
  return I.select(minusOne, I.select(I.i32Sub(zero, x), I.i32DivS(x, safe), I.i32Eq(y, minusOne)), I.i32Eqz(y))
}
const divUnsigned = (x: Code, y: Code): Code => I.select(minusOne, I.i32DivU(x, I.i32Or(y, I.i32Eqz(y))), I.i32Eqz(y))
/** `x % 0` is x. */
const remSigned = (x: Code, y: Code): Code => {
  const safe = I.select(one, y, I.i32LeU(I.i32Add(y, one), one))
  return I.select(x, I.i32RemS(x, safe), I.i32Eqz(y))
}
const remUnsigned = (x: Code, y: Code): Code => I.select(x, I.i32RemU(x, I.i32Or(y, I.i32Eqz(y))), I.i32Eqz(y))

/** The code of an operation on scalars in locals, for those that `scalarOp` does not know. */
export const specialOp = (n: ScalarNode, operands: readonly Code[], functions: Functions): Code => {
  const [x, y] = operands as readonly [Code, Code]
  const unsigned = n.args[0]?.type === "u32"
  switch (n.op) {
    case "intDiv":
      return unsigned ? divUnsigned(x, y) : divSigned(x, y)
    case "intRem":
      return unsigned ? remUnsigned(x, y) : remSigned(x, y)
    case "abs":
      return I.select(x, I.i32Sub(zero, x), I.i32GeS(x, zero))
    case "min":
      return I.select(x, y, unsigned ? I.i32LtU(x, y) : I.i32LtS(x, y))
    case "max":
      return I.select(x, y, unsigned ? I.i32GtU(x, y) : I.i32GtS(x, y))
    case "host":
      return callHost(
        functions,
        hostOf(n),
        operands,
        n.args.map((a) => a.type),
        n.type,
      )
    case "math":
      return I.call(functions.math(n), ...operands)
    case "rare": {
      const [condition, common, ...xs] = operands as readonly [Code, Code, ...Code[]]
      return I.ifElse(condition, callRare(functions, n, xs), common, heldAs(n.type))
    }
    default:
      throw new Error(`no code for ${n.op} of ${n.args.map((a) => a.type).join()}`)
  }
}
