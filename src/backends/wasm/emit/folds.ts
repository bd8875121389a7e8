// Reductions in registers: how accumulators start, take in values, and are brought together. Sums of float32 run in short stretches whose
// totals are added in float64, so that long sums keep their digits.
import type { FoldOp } from "../../../core/lower.js"
import { node, type ScalarNode, type ScalarType } from "../../../core/scalar.js"
import type { Fold } from "../../../lowering/kernel.js"
import type { Code } from "../encode/code.js"
import { f32DemoteF64, f64, f64Const, f64PromoteF32, localGet, localSet } from "../encode/instructions.js"
import * as S from "../encode/simd.js"
import type { Scope } from "../gemm/scope.js"
import { bitExtremes } from "./bitextremes.js"
import { constantLanes, extractLane, type LaneCount, laneOp } from "./lanes.js"
import { heldAs, scalarConst, scalarOp } from "./scalars.js"
import { type Functions, specialOp } from "./special.js"

const none = (): never => {
  throw new Error("a reduction calls no function")
}
const noFunctions: Functions = { host: none, math: none, extremes: undefined }

/** What combining starts from. */
const neutralOf = (op: FoldOp, type: ScalarType): number => {
  const float = type === "f32" || type === "f64"
  switch (op) {
    case "mul":
      return 1
    case "and":
      return type === "bool" ? 1 : -1
    case "max":
      return float ? Number.NEGATIVE_INFINITY : type === "u32" ? 0 : -(2 ** 31)
    case "min":
      return float ? Number.POSITIVE_INFINITY : type === "u32" ? -1 : 2 ** 31 - 1
    default:
      return 0
  }
}

const probe = (op: FoldOp, type: ScalarType): ScalarNode => node(op, type, [node("leaf", type, []), node("leaf", type, [])])

/** `x op y` of scalars; both must be cheap. */
export const combineScalars = (op: FoldOp, type: ScalarType, x: Code, y: Code): Code =>
  scalarOp(probe(op, type), [x, y]) ?? specialOp(probe(op, type), [x, y], noFunctions)
/** `x op y` of lanes. */
export const combineLanes = (op: FoldOp, type: ScalarType, x: Code, y: Code, lanes: LaneCount): Code =>
  laneOp(probe(op, type), [x, y], lanes) as Code

export interface Accumulator {
  /** Before all loops. */
  readonly begin: Code
  /** Takes in lanes, in one of several independent chains. */
  readonly takeLanes: (value: Code, chain: number, place: Code) => Code
  /** Takes in one value. The place is asked for by those that result in one. */
  readonly takeScalar: (value: Code, place: Code) => Code
  /** After a stretch of the innermost loop. */
  readonly endStretch: Code
  /** After all loops: leaves the result in `result`. */
  readonly end: Code
  readonly result: number
}

/** An accumulator of a fold with vectors of `lanes` lanes (1: none) in `chains` chains. */
export const newAccumulator = (
  { op, value: { type } }: Fold,
  scope: Scope,
  lanes: 1 | LaneCount,
  chains: number,
  { extremes }: Functions,
): Accumulator => {
  if (op === "argmax" || op === "argmin") return (extremes as NonNullable<typeof extremes>)(op, type, scope, lanes, chains)
  return type === "f32" && op === "add" ? sumInFloat64(scope, lanes, chains) : plain(op, type, scope, lanes, chains)
}

const plain = (op: FoldOp, type: ScalarType, scope: Scope, lanes: 1 | LaneCount, chains: number): Accumulator => {
  const result = scope.local(heldAs(type))
  const start = neutralOf(op, type)
  const takeScalar = (value: Code): Code => {
    const local = scope.local(heldAs(type))
    return [localSet(local, value), localSet(result, combineScalars(op, type, localGet(result), localGet(local)))]
  }
  const begin = localSet(result, scalarConst(type, start))
  if (lanes === 1) return { begin, takeLanes: takeScalar, takeScalar, endStretch: [], end: [], result }
  if (type === "f32" && lanes === 4 && (op === "max" || op === "min")) {
    const bits = bitExtremes(op, scope, chains)
    const end = [bits.end, [0, 1, 2, 3].map((lane) => takeScalar(extractLane(localGet(bits.found), type, lane, lanes)))]
    return { begin: [begin, bits.begin], takeLanes: bits.take, takeScalar, endStretch: [], end, result }
  }
  const vectors = Array.from({ length: chains }, () => scope.local("v128"))
  const [first] = vectors as [number]
  return {
    begin: [begin, vectors.map((v) => localSet(v, constantLanes(type, start)))],
    takeLanes: (value, chain) =>
      localSet(vectors[chain] as number, combineLanes(op, type, localGet(vectors[chain] as number), value, lanes)),
    takeScalar,
    endStretch: [],
    end: [
      vectors.slice(1).map((v) => localSet(first, combineLanes(op, type, localGet(first), localGet(v), lanes))),
      Array.from({ length: lanes }, (_, lane) => takeScalar(extractLane(localGet(first), type, lane, lanes))),
    ],
    result,
  }
}

/** Stretches are summed in float32 lanes, and their sums in two float64 lanes. */
const sumInFloat64 = (scope: Scope, lanes: 1 | LaneCount, chains: number): Accumulator => {
  const result = scope.local("f32")
  const total = scope.local("f64")
  const takeScalar = (value: Code): Code => localSet(total, f64.add(localGet(total), f64PromoteF32(value)))
  const begin = localSet(total, f64Const(0))
  const end = localSet(result, f32DemoteF64(localGet(total)))
  if (lanes === 1) return { begin, takeLanes: takeScalar, takeScalar, endStretch: [], end, result }
  const vectors = Array.from({ length: chains }, () => scope.local("v128"))
  const [first] = vectors as [number]
  const totals = scope.local("v128")
  const zero = constantLanes("f32", 0)
  const add = (x: Code): Code => localSet(totals, S.f64x2.add(localGet(totals), S.f64x2PromoteLowF32x4(x)))
  const upper = S.i32x4Shuffle(localGet(first), localGet(first), [2, 3, 2, 3])
  return {
    begin: [begin, localSet(totals, constantLanes("f64", 0)), vectors.map((v) => localSet(v, zero))],
    takeLanes: (value, chain) => localSet(vectors[chain] as number, S.f32x4.add(localGet(vectors[chain] as number), value)),
    takeScalar,
    endStretch: [
      vectors.slice(1).map((v) => localSet(first, S.f32x4.add(localGet(first), localGet(v)))),
      add(localGet(first)),
      lanes === 4 ? add(upper) : [],
      vectors.map((v) => localSet(v, zero)),
    ],
    end: [
      localSet(
        total,
        f64.add(localGet(total), f64.add(extractLane(localGet(totals), "f64", 0, 2), extractLane(localGet(totals), "f64", 1, 2))),
      ),
      end,
    ],
    result,
  }
}
