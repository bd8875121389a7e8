// Expression graphs to code. A node that is used once is written where it is used; one that is used again is kept in a local.
import { inOrder, type ScalarNode } from "../../../core/scalar.js"
import type { Code } from "../encode/code.js"
import { ifElse, localGet, localSet } from "../encode/instructions.js"
import type { Scope } from "../gemm/scope.js"
import { anyLane, extractLane, type LaneCount, laneOp, replaceLane } from "./lanes.js"
import { heldAs, scalarOp } from "./scalars.js"
import { callRare, type Functions, specialOp } from "./special.js"

export interface ExpressionContext {
  readonly scope: Scope
  /** 1 for scalars. */
  readonly lanes: 1 | LaneCount
  readonly functions: Functions
  /** The code of a leaf; operands are in locals. */
  readonly leaf: (n: ScalarNode, operands: readonly Code[]) => Code
  /** Nodes whose values are in locals already. */
  readonly known: ReadonlyMap<ScalarNode, number>
  /** All roots are computed before any is used: what is done with one may change what another reads. */
  readonly rootsFirst?: boolean
}

export interface Expressions {
  /** What runs first. */
  readonly code: readonly Code[]
  /** The roots' values, each to be used once, or a local. */
  readonly values: readonly Code[]
}

const none: readonly Code[] = []

/** Operands to try an operation with. */
const probe: readonly Code[] = [[], [], [], []]

/** Operations whose code names an operand more than once are not: their operands have to be in locals. */
const isDirect = (n: ScalarNode, lanes: 1 | LaneCount): boolean =>
  n.op !== "leaf" && (lanes === 1 ? scalarOp(n, probe) : laneOp(n, probe, lanes)) !== undefined

/** Nodes of which more than one use is made, or that some operation names twice. */
const usedAgain = (
  order: readonly ScalarNode[],
  roots: readonly ScalarNode[],
  { lanes, rootsFirst }: ExpressionContext,
): ReadonlySet<ScalarNode> => {
  const once = new Set<ScalarNode>()
  const again = new Set<ScalarNode>(rootsFirst ? roots : [])
  const use = (n: ScalarNode): void => {
    if (once.has(n)) again.add(n)
    else once.add(n)
  }
  for (const n of order) {
    if (n.args.length === 0) continue
    if (isDirect(n, lanes)) for (const a of n.args) use(a)
    else for (const a of n.args) again.add(a)
  }
  for (const n of roots) use(n)
  return again
}

/** The code of a graph. */
export const emitExpressions = (roots: readonly ScalarNode[], context: ExpressionContext): Expressions => {
  const { scope, lanes, known } = context
  const order = inOrder(roots, (n) => !known.has(n))
  const again = usedAgain(order, roots, context)
  const code: Code[] = []
  const values = new Map<ScalarNode, Code>()
  const typeOf = (n: ScalarNode) => (lanes === 1 ? heldAs(n.type) : "v128")
  const inLocal = (n: ScalarNode, value: Code): Code => {
    const local = scope.local(typeOf(n))
    code.push(localSet(local, value))
    return localGet(local)
  }
  const codeOf = (n: ScalarNode): Code => {
    const local = known.get(n)
    return local === undefined ? (values.get(n) as Code) : localGet(local)
  }
  for (const n of order) {
    const operands = n.args.length === 0 ? none : n.args.map(codeOf)
    const value = n.op === "leaf" ? context.leaf(n, operands) : emitNode(n, operands, context, code)
    values.set(n, n.op !== "const" && again.has(n) ? inLocal(n, value) : value)
  }
  return { code, values: roots.map(codeOf) }
}

const emitNode = (n: ScalarNode, operands: readonly Code[], context: ExpressionContext, code: Code[]): Code => {
  const { lanes, functions } = context
  if (lanes === 1) return scalarOp(n, operands) ?? specialOp(n, operands, functions)
  return (
    laneOp(n, operands, lanes) ??
    (n.op === "rare" ? rareLanes(n, operands, context, lanes, code) : eachLane(n, operands, context, lanes, code))
  )
}

/** An operation done lane by lane. */
const eachLane = (
  n: ScalarNode,
  operands: readonly Code[],
  { scope, functions }: ExpressionContext,
  lanes: LaneCount,
  code: Code[],
): Code => {
  const result = scope.local("v128")
  const parts = n.args.map((a) => scope.local(heldAs(a.type)))
  for (let lane = 0; lane < lanes; lane++) {
    n.args.forEach((a, i) => {
      code.push(localSet(parts[i] as number, extractLane(operands[i] as Code, a.type, lane, lanes)))
    })
    const scalars = parts.map(localGet)
    code.push(
      localSet(result, replaceLane(localGet(result), n.type, lane, scalarOp(n, scalars) ?? specialOp(n, scalars, functions), lanes)),
    )
  }
  return localGet(result)
}

/** The common value; where any lane is rare, the host's or the routine's for those lanes. */
const rareLanes = (
  n: ScalarNode,
  operands: readonly Code[],
  { scope, functions }: ExpressionContext,
  lanes: LaneCount,
  code: Code[],
): Code => {
  const [condition, common, ...xs] = operands as readonly [Code, Code, ...Code[]]
  const types = n.args.slice(2).map((a) => a.type)
  const result = scope.local("v128")
  code.push(localSet(result, common))
  const mend = Array.from({ length: lanes }, (_, lane): Code => {
    const args = xs.map((x, i) => extractLane(x, types[i] as (typeof types)[number], lane, lanes))
    const value = callRare(functions, n, args)
    return ifElse(extractLane(condition, "bool", lane, lanes), localSet(result, replaceLane(localGet(result), n.type, lane, value, lanes)))
  })
  code.push(ifElse(anyLane(condition), mend))
  return localGet(result)
}
