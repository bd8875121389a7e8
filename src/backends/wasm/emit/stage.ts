// One stage of a nest as code: loops around a body on vectors, with what does not change along the innermost loop computed before it.
import type { DType } from "../../../core/dtype.js"
import type { FoldOp } from "../../../core/lower.js"
import type { ScalarNode } from "../../../core/scalar.js"
import { type Fold, nodesOf, rootsOf, type Stage, type Store, withRoots } from "../../../lowering/kernel.js"
import { expandMath } from "../../../lowering/scalar/expand.js"
import { leafOf } from "../../../lowering/value.js"
import type { Code } from "../encode/code.js"
import { brIf, i32Add, i32Const, i32LtS, i32Mul, i32RemU, localGet, localSet, localTee, loop } from "../encode/instructions.js"
import { countUp } from "../encode/loops.js"
import * as S from "../encode/simd.js"
import type { Scope } from "../gemm/scope.js"
import type { Bases } from "./bases.js"
import { mayStoreVectors, readsOwnStores, storeAt } from "./dynamic.js"
import { type ExpressionContext, emitExpressions } from "./expressions.js"
import { type Accumulator, combineLanes, combineScalars, newAccumulator } from "./folds.js"
import { constantLanes, type LaneCount, replaceLane, splat } from "./lanes.js"
import { bestOrder, type Loop, loopsOf, varyingNodes, viewsOf } from "./loops.js"
import { elementBytes, loadLanes, loadScalar, loadStrided, storeLanes, storeScalar, storeStrided } from "./memory.js"
import { byteOffset, type Counter, newPointers, type Pointers } from "./pointers.js"
import { heldAs, scalarConst } from "./scalars.js"
import type { Functions } from "./special.js"

export interface StageContext {
  readonly scope: Scope
  readonly functions: Functions
  readonly base: Bases["of"]
  /** The outer loops' variables. */
  readonly outer: readonly Counter[]
  readonly depth: number
  /** Results of reductions of earlier stages, by their `id`. */
  readonly folds: Map<object, number>
}

/** float64 and its bits fill a vector with two, also those that functions of float32 are expanded into. */
const lanesOf = (stage: Stage): LaneCount => (nodesOf(stage).some((n) => n.type === "f64" || n.type === "i64") ? 2 : 4)

/** Elements of one stretch of a float32 sum, in vectors. */
const stretch = 1024
/** Bodies of up to this many operations run on several vectors at once where a reduction would wait for itself. */
const shortBody = 24

/** How a body reads and writes: in one of several places ahead (`ahead` turns of the innermost loop), as numbers or as lanes. */
interface Mode {
  readonly lanes: 1 | LaneCount
  readonly ahead: number
}

interface Innermost {
  readonly loop: Loop
  readonly counter: number
}

/** Emits the loops and bodies of a stage. */
export const emitStage = (given: Stage, context: StageContext): Code => {
  const { scope, depth } = context
  // numbers that stand alone call routines: long chains of them would only be expanded to count lanes that they have no use for
  const expanded = given.inner.some((d) => d > 1) ? expandStage(given) : given
  const lanes = lanesOf(expanded)
  const views = viewsOf(given)
  const loops = bestOrder(given, loopsOf(given.inner, views, depth), lanes)
  const around = loops.slice(0, -1).map((loop) => ({ loop, counter: scope.local("i32") }))
  const last = loops.at(-1)
  const innermost: Innermost | undefined = last && { loop: last, counter: scope.local("i32") }
  const counters = [...context.outer, ...around.map(({ loop, counter }) => ({ axis: loop.axis, local: counter }))]
  const vectors = innermost !== undefined && innermost.loop.size >= lanes && mayStoreVectors(given, innermost.loop.axis)
  const stage = vectors ? expanded : given
  const chains = vectors && stage.folds.length > 0 && nodesOf(stage).length <= shortBody ? 4 : 1
  const accumulators = stage.folds.map((f) => newAccumulator(f, scope, vectors ? lanes : 1, chains, context.functions))
  const body = innermostCode(stage, context, innermost, counters, accumulators, vectors ? lanes : 1, chains)
  const nested = around.reduceRight<Code>(
    (inner, { loop, counter }) => [localSet(counter, i32Const(0)), countUp(counter, i32Const(loop.size), 1, inner)],
    body,
  )
  stage.folds.forEach((f, i) => {
    context.folds.set(f.id, (accumulators[i] as Accumulator).result)
  })
  return [accumulators.map((a) => a.begin), nested, accumulators.map((a) => a.end)]
}

/** The stage with its transcendental functions written out, for lanes. */
const expandStage = (stage: Stage): Stage =>
  nodesOf(stage).some((n) => n.op === "math") ? withRoots(stage, expandMath(rootsOf(stage))) : stage

const isConstant = (n: ScalarNode): boolean => n.op === "const"

/** Nodes that stay the same along the innermost loop and are used by some that do not, or by a store. */
const invariantRoots = (stage: Stage, axis: number): readonly ScalarNode[] => {
  const nodes = nodesOf(stage)
  const varying = varyingNodes(nodes, axis)
  const found = new Set<ScalarNode>()
  const take = (n: ScalarNode): void => {
    if (!varying.has(n) && !isConstant(n)) found.add(n)
  }
  for (const n of nodes) if (varying.has(n)) n.args.forEach(take)
  rootsOf(stage).forEach(take)
  return [...found]
}

const innermostCode = (
  stage: Stage,
  context: StageContext,
  innermost: Innermost | undefined,
  counters: readonly Counter[],
  accumulators: readonly Accumulator[],
  lanes: 1 | LaneCount,
  chains: number,
): Code => {
  const { scope } = context
  const roots = rootsOf(stage)
  const axis = innermost?.loop.axis
  const pointers = newPointers(scope, context.base, counters, axis)
  const fixed = newPointers(scope, context.base, counters, undefined)
  const invariants = axis === undefined ? [] : invariantRoots(stage, axis)
  const scalarContext = (at: Pointers, known: ReadonlyMap<ScalarNode, number>): ExpressionContext => ({
    scope,
    lanes: 1,
    functions: context.functions,
    known,
    leaf: (n, operands) => scalarLeaf(n, operands, context, at, counters, innermost),
  })
  const before = emitExpressions(invariants, scalarContext(fixed, new Map()))
  const asScalars = new Map<ScalarNode, number>(invariants.map((n) => [n, scope.local(heldAs(n.type))]))
  const keep = invariants.map((n, i) => localSet(asScalars.get(n) as number, before.values[i] as Code))
  const body = (mode: Mode): Code => {
    if (mode.lanes === 1) {
      const { code, values } = emitExpressions(roots, { ...scalarContext(pointers, asScalars), rootsFirst: readsOwnStores(stage) })
      const rooted = new Map(roots.map((n, i) => [n, values[i] as Code]))
      return [code, finishScalars(stage, rooted, accumulators, pointers, scope)]
    }
    const known = { asLanes, asScalars }
    return laneBody(stage, context, pointers, counters, innermost as Innermost, accumulators, known, mode as Mode & { lanes: LaneCount })
  }
  const asLanes = new Map<ScalarNode, number>(lanes === 1 ? [] : invariants.map((n) => [n, scope.local("v128")]))
  const spread = [...asLanes].map(([n, local]) => localSet(local, splat(localGet(asScalars.get(n) as number), n.type, lanes as LaneCount)))
  if (!innermost) {
    const code = body({ lanes: 1, ahead: 0 })
    return [pointers.start(), code]
  }
  const turns = innermostTurns(stage, innermost, lanes, chains, pointers, body, accumulators)
  return [fixed.start(), before.code, keep, spread, pointers.start(), localSet(innermost.counter, i32Const(0)), turns]
}

/** The innermost loop: vectors in several chains, single vectors, then what is left. */
const innermostTurns = (
  stage: Stage,
  { loop: { size: n }, counter }: Innermost,
  lanes: 1 | LaneCount,
  chains: number,
  pointers: Pointers,
  body: (mode: Mode) => Code,
  accumulators: readonly Accumulator[],
): Code => {
  const group = lanes * chains
  const inGroups = lanes === 1 ? 0 : n - (n % group)
  const inVectors = lanes === 1 ? 0 : n - (n % lanes)
  const ended = accumulators.map((a) => a.endStretch)
  const grouped = Array.from({ length: chains }, (_, chain) => body({ lanes, ahead: chain * lanes }))
  const groupTurn: Code = [grouped, pointers.move(group)]
  const groups = inGroups === 0 ? [] : stretched(counter, inGroups, group, groupTurn, ended)
  const singles =
    chains === 1 || inVectors === inGroups
      ? []
      : [countUp(counter, i32Const(inVectors), lanes, [body({ lanes, ahead: 0 }), pointers.move(lanes)]), ended]
  const rest = n - inVectors
  if (rest === 0) return [groups, singles]
  const mayRepeat = lanes !== 1 && stage.folds.length === 0 && stage.stores.every((s) => !s.combine) && !readsOwnStores(stage)
  // the last whole vector of elements again, some of them for the second time: cheaper than a loop of numbers
  if (mayRepeat) return [groups, singles, pointers.move(rest - lanes), localSet(counter, i32Const(n - lanes)), body({ lanes, ahead: 0 })]
  return [groups, singles, countUp(counter, i32Const(n), 1, [body({ lanes: 1, ahead: 0 }), pointers.move(1)])]
}

/** Turns in groups; where there are many and a sum has to be carried over now and then, in stretches. */
const stretched = (counter: number, limit: number, step: number, turn: Code, ended: readonly Code[]): Code => {
  const carries = ended.some((c) => (c as readonly Code[]).length > 0)
  const span = step * Math.max(1, Math.floor((stretch * 4) / step))
  if (!carries || limit <= 2 * span) return [countUp(counter, i32Const(limit), step, turn), ended]
  const whole = limit - (limit % span)
  // spans are multiples of the step: within one, the counter's remainder tells when it ends
  const next = i32RemU(localTee(counter, i32Add(localGet(counter), i32Const(step))), i32Const(span))
  const spans = loop([loop([turn, brIf(0, next)]), ended, brIf(0, i32LtS(localGet(counter), i32Const(whole)))])
  return [spans, limit === whole ? [] : [countUp(counter, i32Const(limit), step, turn), ended]]
}

/** The code of a leaf as a number. */
export const scalarLeaf = (
  n: ScalarNode,
  operands: readonly Code[],
  context: StageContext,
  pointers: Pointers,
  counters: readonly Counter[],
  innermost: Innermost | undefined,
): Code => {
  const data = leafOf(n)
  if (data.kind === "fold") return localGet(context.folds.get(data.fold) as number)
  if (data.kind === "index") return indexAt(data.view, counters, innermost)
  const [index] = operands
  const { address, offset } = pointers.at(data.buffer, data.view, index !== undefined)
  const moved = index === undefined ? address : i32Add(address, i32Mul(index, i32Const(elementBytes(data.buffer.dtype))))
  return loadScalar(data.buffer.dtype, moved, offset)
}

/** `offset + Σ counter · stride`, as int32. */
const indexAt = (
  { offset, strides }: { readonly offset: number; readonly strides: readonly number[] },
  counters: readonly Counter[],
  innermost: Innermost | undefined,
): Code => {
  const all = innermost ? [...counters, { axis: innermost.loop.axis, local: innermost.counter }] : counters
  return byteOffset(strides, all, 1).reduce<Code>((sum, term) => i32Add(sum, term), i32Const(offset))
}

const finishScalars = (
  { folds, stores }: Stage,
  values: ReadonlyMap<ScalarNode, Code>,
  accumulators: readonly Accumulator[],
  pointers: Pointers,
  scope: Scope,
): Code => {
  const valueOf = (n: ScalarNode): Code => values.get(n) as Code
  return [
    accumulators.map((a, i) => {
      const { value, place } = folds[i] as Fold
      return a.takeScalar(valueOf(value), place ? valueOf(place) : [])
    }),
    stores.map((s) => storeOne(s, valueOf, pointers, scope)),
  ]
}

const storeOne = (store: Store, valueOf: (n: ScalarNode) => Code, pointers: Pointers, scope: Scope): Code => {
  const { buffer, view, value, combine } = store
  const { address, offset } = pointers.at(buffer, view, store.index !== undefined)
  return storeAt(store, address, scope, valueOf, (at) => {
    const code = valueOf(value)
    const result = combine ? combineScalars(combine, value.type, loadScalar(buffer.dtype, at, offset), code) : code
    return storeScalar(buffer.dtype, at, result, offset)
  })
}

/** What does not change along the innermost loop, as lanes and as numbers. */
interface Known {
  readonly asLanes: ReadonlyMap<ScalarNode, number>
  readonly asScalars: ReadonlyMap<ScalarNode, number>
}

const laneBody = (
  stage: Stage,
  context: StageContext,
  pointers: Pointers,
  counters: readonly Counter[],
  innermost: Innermost,
  accumulators: readonly Accumulator[],
  { asLanes, asScalars }: Known,
  { lanes, ahead }: Mode & { readonly lanes: LaneCount },
): Code => {
  const { scope } = context
  const axis = innermost.loop.axis
  const shifted = (view: { readonly offset: number; readonly strides: readonly number[] }) => ({
    offset: view.offset + ahead * (view.strides[axis] as number),
    strides: view.strides,
  })
  const leaf = (n: ScalarNode, operands: readonly Code[]): Code => {
    const data = leafOf(n)
    if (data.kind === "fold") return splat(localGet(context.folds.get(data.fold) as number), n.type, lanes)
    if (data.kind === "index") return indexLanes(shifted(data.view), axis, counters, innermost, lanes)
    const stride = data.view.strides[axis] as number
    const { dtype } = data.buffer
    const [index] = n.args
    const { address, offset } = pointers.at(data.buffer, shifted(data.view), index !== undefined)
    if (index === undefined) return loadVector(n, dtype, address, offset, stride, lanes)
    const fixed = fixedValue(index)
    if (fixed === undefined) return gatherLanes(n, operands[0] as Code, address, offset, stride, lanes)
    // one computed row: read on from there
    return loadVector(n, dtype, i32Add(address, i32Mul(fixed, i32Const(elementBytes(dtype)))), offset, stride, lanes)
  }
  /** A node that does not change along the loop, as a number. */
  const fixedValue = (n: ScalarNode): Code | undefined => {
    if (isConstant(n)) return scalarConst(n.type, n.data as number)
    const local = asScalars.get(n)
    return local === undefined ? undefined : localGet(local)
  }
  const roots = rootsOf(stage)
  const { code, values } = emitExpressions(roots, {
    scope,
    lanes,
    functions: context.functions,
    known: asLanes,
    leaf,
    rootsFirst: readsOwnStores(stage),
  })
  const rooted = new Map(roots.map((n, i) => [n, values[i] as Code]))
  const valueOf = (n: ScalarNode): Code => rooted.get(n) as Code
  const takes = accumulators.map((a, i) => {
    const { value, place } = stage.folds[i] as Fold
    return a.takeLanes(valueOf(value), ahead / lanes, place ? valueOf(place) : [])
  })
  const stores = stage.stores.map((s) => {
    const moved = { ...s, view: shifted(s.view) }
    return storeVector(moved, valueOf(s.value), pointers, scope, axis, lanes, (n) => fixedValue(n) as Code)
  })
  return [code, takes, stores]
}

const loadVector = (n: ScalarNode, dtype: DType, address: Code, offset: number, stride: number, lanes: LaneCount): Code => {
  if (stride === 1) return loadLanes(dtype, address, offset, lanes)
  if (stride === 0) return splat(loadScalar(dtype, address, offset), n.type, lanes)
  return loadStrided(dtype, address, offset, stride * elementBytes(dtype), lanes)
}

/** Loads at computed places, lane by lane. */
const gatherLanes = (n: ScalarNode, index: Code, address: Code, offset: number, stride: number, lanes: LaneCount): Code => {
  const data = leafOf(n)
  if (data.kind !== "load") return []
  const { dtype } = data.buffer
  const bytes = elementBytes(dtype)
  return Array.from({ length: lanes }, (_, lane) => lane).reduce<Code>(
    (x, lane) => {
      const place = i32Add(address, i32Mul(i32Add(S.i32x4ExtractLane(index, lane), i32Const(lane * stride)), i32Const(bytes)))
      return replaceLane(x, n.type, lane, loadScalar(dtype, place, offset), lanes)
    },
    constantLanes(n.type, 0),
  )
}

const indexLanes = (
  view: { readonly offset: number; readonly strides: readonly number[] },
  axis: number,
  counters: readonly Counter[],
  innermost: Innermost,
  lanes: LaneCount,
): Code => {
  const step = view.strides[axis] as number
  const start = S.i32x4Splat(indexAt(view, counters, innermost))
  return step === 0 ? start : S.i32x4.add(start, ramp(step, lanes))
}

/** 0, step, 2·step, … in 32-bit lanes. */
const ramp = (step: number, lanes: LaneCount): Code => {
  const bytes = [...new Uint8Array(Int32Array.from({ length: 4 }, (_, i) => (i < lanes ? i * step : 0)).buffer)]
  return S.v128Or(constantLanes("i32", 0), [0xfd, 12, bytes])
}

const storeVector = (
  store: Store,
  code: Code,
  pointers: Pointers,
  scope: Scope,
  axis: number,
  lanes: LaneCount,
  fixedValue: (n: ScalarNode) => Code,
): Code => {
  const { address, offset } = pointers.at(store.buffer, store.view, store.index !== undefined)
  return storeAt(store, address, scope, fixedValue, (at) => storeVectorAt(store, at, offset, code, scope, axis, lanes))
}

const storeVectorAt = (
  { buffer, view, value, combine }: Store,
  address: Code,
  offset: number,
  code: Code,
  scope: Scope,
  axis: number,
  lanes: LaneCount,
): Code => {
  const stride = view.strides[axis] as number
  const { dtype } = buffer
  const bytes = elementBytes(dtype)
  const whole =
    combine && stride === 1 ? combineLanes(combine as FoldOp, value.type, loadLanes(dtype, address, offset, lanes), code, lanes) : code
  if (stride === 1 && bytes >= 4) return storeLanes(dtype, address, whole, offset, lanes)
  const local = scope.local("v128")
  if (stride === 1) return [localSet(local, whole), storeLanes(dtype, address, localGet(local), offset, lanes)]
  return [localSet(local, code), storeStrided(dtype, address, localGet(local), offset, stride * bytes, lanes)]
}
