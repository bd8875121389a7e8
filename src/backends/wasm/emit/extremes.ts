// Accumulators of extreme values and their places: lane by lane the best value so far and where it was, brought together at the end.
import { node, type ScalarNode, type ScalarType } from "../../../core/scalar.js"
import type { Code } from "../encode/code.js"
import { i32And, i32LtS, i32Or, localGet, localSet } from "../encode/instructions.js"
import type { Scope } from "../gemm/scope.js"
import type { Accumulator } from "./folds.js"
import { constantLanes, extractLane, type LaneCount, laneOp } from "./lanes.js"
import { heldAs, scalarConst, scalarOp } from "./scalars.js"

type Extreme = "argmax" | "argmin"

const isFloat = (type: ScalarType): boolean => type === "f32" || type === "f64"

/** What every value is at least as extreme as. */
const startOf = (op: Extreme, type: ScalarType): number => {
  if (isFloat(type)) return op === "argmax" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  if (type === "u32") return op === "argmax" ? 0 : -1
  return op === "argmax" ? -(2 ** 31) : 2 ** 31 - 1
}

const operand = (type: ScalarType): ScalarNode => node("leaf", type, [])
const probe = (op: string, result: ScalarType, ...args: readonly ScalarType[]): ScalarNode => node(op, result, args.map(operand))

/** How to say an operation on scalars or on lanes. */
type Say = (n: ScalarNode, ...operands: readonly Code[]) => Code

/** Whether x is beyond the best: greater or less; or the first NaN, which is neither less nor equal and meets a number. */
const beyond = (say: Say, op: Extreme, type: ScalarType, x: Code, best: Code): Code => {
  if (!isFloat(type)) return say(probe(op === "argmax" ? "gt" : "lt", "bool", type, type), x, best)
  const notBeyond = say(probe(op === "argmax" ? "le" : "ge", "bool", type, type), x, best)
  const isNumber = say(probe("eq", "bool", type, type), best, best)
  return say(probe("and", "bool", "bool", "bool"), isNumber, say(probe("not", "bool", "bool"), notBeyond))
}

const onScalars: Say = (n, ...operands) => scalarOp(n, operands) as Code
const onLanes =
  (lanes: LaneCount): Say =>
  (n, ...operands) =>
    laneOp(n, operands, lanes) as Code

/** An accumulator of `argmax` or `argmin`. */
export const extremeAccumulator = (op: Extreme, type: ScalarType, scope: Scope, lanes: 1 | LaneCount, chains: number): Accumulator => {
  const [best, result] = [scope.local(heldAs(type)), scope.local("i32")]
  const [value, at, wins] = [scope.local(heldAs(type)), scope.local("i32"), scope.local("i32")]
  const take = (condition: Code): Code => [
    localSet(wins, condition),
    localSet(best, onScalars(probe("select", type, "bool", type, type), localGet(wins), localGet(value), localGet(best))),
    localSet(result, onScalars(probe("select", "i32", "bool", "i32", "i32"), localGet(wins), localGet(at), localGet(result))),
  ]
  const isBeyond = beyond(onScalars, op, type, localGet(value), localGet(best))
  const takeScalar = (x: Code, place: Code): Code => [localSet(value, x), localSet(at, place), take(isBeyond)]
  const begin: Code = [localSet(best, scalarConst(type, startOf(op, type))), localSet(result, scalarConst("i32", 0))]
  if (lanes === 1) return { begin, takeLanes: takeScalar, takeScalar, endStretch: [], end: [], result }
  const say = onLanes(lanes)
  const bests = Array.from({ length: chains }, () => scope.local("v128"))
  const places = Array.from({ length: chains }, () => scope.local("v128"))
  const [x, mask] = [scope.local("v128"), scope.local("v128")]
  // of equal values, and of NaN, the one at the lower place
  const equal = onScalars(probe("eq", "bool", type, type), localGet(value), localGet(best))
  const isSame = isFloat(type)
    ? i32Or(
        equal,
        i32And(
          onScalars(probe("ne", "bool", type, type), localGet(value), localGet(value)),
          onScalars(probe("ne", "bool", type, type), localGet(best), localGet(best)),
        ),
      )
    : equal
  const isEarlier = i32Or(isBeyond, i32And(isSame, i32LtS(localGet(at), localGet(result))))
  const ended = bests.flatMap((v, chain) =>
    Array.from(
      { length: lanes },
      (_, lane): Code => [
        localSet(value, extractLane(localGet(v), type, lane, lanes)),
        localSet(at, extractLane(localGet(places[chain] as number), "i32", lane, lanes)),
        take(isEarlier),
      ],
    ),
  )
  return {
    begin: [
      begin,
      bests.map((v) => localSet(v, constantLanes(type, startOf(op, type)))),
      places.map((v) => localSet(v, constantLanes("i32", 0))),
    ],
    takeLanes: (v, chain, place) => {
      const [b, p] = [bests[chain] as number, places[chain] as number]
      return [
        localSet(x, v),
        localSet(mask, beyond(say, op, type, localGet(x), localGet(b))),
        localSet(b, say(probe("select", type, "bool", type, type), localGet(mask), localGet(x), localGet(b))),
        localSet(p, say(probe("select", "i32", "bool", "i32", "i32"), localGet(mask), place, localGet(p))),
      ]
    },
    takeScalar,
    endStretch: [],
    end: ended,
    result,
  }
}
