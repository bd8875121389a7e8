// `cond`: one of several programs, chosen when it runs. All branches take the same arguments and make results of the same types.
//   y = branches[clamp(index)](operands)
import type { NDArray } from "../../core/array.js"
import type { Aval } from "../../core/aval.js"
import { eliminateDeadCode, usedInputs } from "../../core/dce.js"
import type { Issue } from "../../core/issue.js"
import { inAvals, type Jaxpr, outAvals } from "../../core/jaxpr.js"
import {
  type BatchContext,
  custom,
  definePrimitive,
  type Lane,
  type Maybe,
  type Primitive,
  type Recurse,
  type Split,
} from "../../core/primitive.js"
import { bind, inlineJaxpr } from "../../core/trace.js"
import { eq } from "../elementwise/comparison.js"
import { literal } from "../elementwise/define.js"
import { stopGradient } from "../elementwise/identity.js"
import { selectN } from "../elementwise/select.js"
import { broadcastInDim } from "../sum.js"
import { joinResiduals } from "./joined.js"
import { alike, asBatch, chosen, cut, either, type Flags, filled, isArray, place, program, returning } from "./lists.js"

export interface CondParams {
  /** `operands… ↦ results…`, all of one type */
  readonly branches: readonly Jaxpr[]
}

const first = ({ branches }: CondParams): Jaxpr => branches[0]!

const sameTypes = (a: readonly Aval[], b: readonly Aval[]): boolean => a.length === b.length && a.every((x, i) => alike(x, b[i]!))

const condFits = ([index, ...operands]: readonly Aval[], { branches }: CondParams): Issue | undefined => {
  if (index === undefined || index.dtype !== "int32" || index.shape.length > 0)
    return { code: "dtype/cond-index", need: "the index must be an int32 scalar", avals: index ? [index] : [] }
  const fits = branches.every((b) => sameTypes(inAvals(b), operands) && sameTypes(outAvals(b), outAvals(branches[0]!)))
  return fits
    ? undefined
    : { code: "jaxpr/cond", need: "all branches must take the operands and make results of the same types", avals: operands }
}

const anyOf = (flags: readonly Flags[]): Flags => flags.reduce((a, b) => either(a, b))

/** Runs the branch at `index`. */
export function cond(index: NDArray, operands: readonly NDArray[], branches: readonly Jaxpr[]): readonly NDArray[] {
  return bind(condP, [index, ...operands], { branches })
}

const reverse = (inputs: readonly NDArray[], active: Flags, params: CondParams, recurse: Recurse) => {
  const [index, ...operands] = inputs as readonly [NDArray, ...NDArray[]]
  const outs = outAvals(first(params))
  const splits = params.branches.map((b) => recurse.vjp(b, active.slice(1)))
  const wants = anyOf(splits.map((s) => s.backward.wants))
  const nonzero = anyOf(splits.map((s) => s.nonzero))
  const joined = joinResiduals(
    splits.map((s) => s.forward),
    outs.length,
  )
  const [outputs, slots] = cut(cond(index, operands, joined.forwards), outs.length)
  const avals = operands.map((x) => x.aval)
  const backwards = splits.map(({ backward, nonzero: own }, i) =>
    program([...joined.slots, ...avals, ...chosen(outs, wants)], (ins) => {
      const [left, xs, cts] = cut(ins, slots.length, operands.length)
      const given = chosen(place(wants, cts), backward.wants).filter(isArray)
      return chosen(filled(place(own, inlineJaxpr(backward.jaxpr, [...joined.read(i, left, xs), ...given])), avals), nonzero)
    }),
  )
  const pullback = (cts: readonly Maybe[]): readonly Maybe[] => [
    undefined,
    ...place(nonzero, cond(index, [...slots, ...operands, ...chosen(filled(cts, outs), wants)], backwards)),
  ]
  return { outputs, pullback }
}

/** Each branch on the whole batch: what the index of the batch has in common is chosen once. */
const batchShared = (index: NDArray, lanes: readonly Lane[], { branches }: CondParams, context: BatchContext): readonly Lane[] => {
  const flags = lanes.map((l) => l.batched)
  const bodies = branches.map((b) => context.recurse.batch(b, flags, context))
  const batched = anyOf(bodies.map((b) => b.batched))
  const full = bodies.map((b) => returning(b, batched, context.size))
  const values = lanes.map((l) => l.value)
  return cond(index, values, full).map((value, i) => ({ value, batched: batched[i]! }))
}

/** A flag for each lane, of the shape of `like`. */
const spread = (which: NDArray, like: NDArray): NDArray => broadcastInDim(which, like.shape, [0])

/**
 * All branches on all lanes, of which each lane keeps its own. A branch that is not taken must not spoil the gradient: it may divide by zero
 * there, and 0 · ∞ is NaN. So what it is given counts as a constant in lanes that do not take it.
 */
const batchEach = (index: NDArray, lanes: readonly Lane[], { branches }: CondParams, context: BatchContext): readonly Lane[] => {
  const values = lanes.map((l) => asBatch(l.value, l.batched, context.size))
  const results = branches.map((branch, i) => {
    const taken = eq(index, literal(i, "int32"))
    const safe = values.map((x) => selectN(spread(taken, x), stopGradient(x), x))
    const body = context.recurse.batch(
      branch,
      values.map(() => true),
      context,
    )
    return inlineJaxpr(body.jaxpr, safe).map((y, k) => asBatch(y, body.batched[k]!, context.size))
  })
  return outAvals(branches[0]!).map((_, k) => {
    const cases = results.map((r) => r[k]!)
    return { value: cases.length === 1 ? cases[0]! : selectN(spread(index, cases[0]!), ...cases), batched: true }
  })
}

const split = (avals: readonly Aval[], params: CondParams, unknown: Flags, recurse: Recurse): Split | undefined => {
  if (unknown[0]) return undefined
  const operandsU = unknown.slice(1)
  const outUnknown = anyOf(params.branches.map((b) => recurse.split(b, operandsU).outUnknown))
  const splits = params.branches.map((b) => recurse.split(b, operandsU, outUnknown))
  const n = outUnknown.filter((u) => !u).length
  const joined = joinResiduals(
    splits.map((s) => s.known),
    n,
  )
  const knownIn = chosen(
    avals,
    unknown.map((u) => !u),
  )
  const known = program(knownIn, (ins) => {
    const [index, ...xs] = ins as readonly [NDArray, ...NDArray[]]
    return [...cond(index, xs, joined.forwards), index, ...xs]
  })
  const left = outAvals(known).slice(n)
  const later = program([...left, ...chosen(avals, unknown)], (ins) => {
    const [slots, [index], rest] = cut(ins, joined.slots.length, 1)
    const bodies = splits.map((s, i) =>
      program(
        [...slots, ...rest].map((x) => x.aval),
        (all) => {
          const [filledSlots, xs, moving] = cut(all, slots.length, knownIn.length - 1)
          return inlineJaxpr(s.unknown, [...joined.read(i, filledSlots, xs), ...moving])
        },
      ),
    )
    return cond(index as NDArray, [...slots, ...rest], bodies)
  })
  return { known, unknown: later, residuals: left.length, outUnknown }
}

/** A choice between programs. (`lax.cond`, `lax.switch`; printed `cond[branches=(…)]`) */
export const condP: Primitive<CondParams> = definePrimitive<CondParams>({
  name: "cond",
  shape: (avals, params) =>
    condFits(avals, params) ??
    outAvals(first(params)).map((a, i) => ({ ...a, weakType: params.branches.every((b) => outAvals(b)[i]!.weakType) })),
  derivative: custom({
    jvp: ([index, ...operands], tangents, params, recurse) => {
      const active = tangents.slice(1).map(isArray)
      const duals = params.branches.map((b) => recurse.jvp(b, active))
      const nonzero = anyOf(duals.map((d) => d.nonzero))
      const outs = outAvals(first(params))
      const branches = duals.map((d) =>
        program(inAvals(d.jaxpr), (ins) => {
          const [ys, found] = cut(inlineJaxpr(d.jaxpr, ins), outs.length)
          return [...ys, ...chosen(filled(place(d.nonzero, found), outs), nonzero)]
        }),
      )
      const [outputs, found] = cut(cond(index as NDArray, [...operands, ...tangents.slice(1).filter(isArray)], branches), outs.length)
      return { outputs, tangents: place(nonzero, found) }
    },
    vjp: reverse,
  }),
  batch: ([index, ...operands], params, context) => {
    const { value, batched } = index as Lane
    return (batched ? batchEach : batchShared)(value, operands, params, context)
  },
  evaluate: ([index, ...operands], { branches }, run) =>
    run(branches[Math.max(0, Math.min(branches.length - 1, index!.data[0]!))]!, operands),
  lower: ([index, ...operands], { branches }, to) => to.branch(index!, branches, operands),
  prune: ({ branches }, live) => {
    const rest = branches.map((b) => eliminateDeadCode({ ...b, outvars: chosen(b.outvars, live) }))
    const used = anyOf(rest.map(usedInputs))
    return {
      params: { branches: rest.map((b) => ({ ...b, invars: chosen(b.invars, used) })) },
      inputs: [true, ...used],
      outputs: live,
    }
  },
  split,
})
