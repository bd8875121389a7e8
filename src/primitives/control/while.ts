// `while`: a loop whose length is not known before it runs. Forward mode only: reverse mode would have to keep an unknown number of steps.
//   while predicate(c): c = body(c)
import type { NDArray } from "../../core/array.js"
import type { Aval } from "../../core/aval.js"
import { eliminateDeadCode, inputsOf } from "../../core/dce.js"
import { raise } from "../../core/errors.js"
import type { Issue } from "../../core/issue.js"
import { inAvals, type Jaxpr, outAvals } from "../../core/jaxpr.js"
import { type BatchContext, custom, definePrimitive, type Lane, type Primitive, type Pruned } from "../../core/primitive.js"
import { bind, inlineJaxpr } from "../../core/trace.js"
import { selectN } from "../elementwise/select.js"
import { reduceOr } from "../reductions.js"
import { broadcastInDim } from "../sum.js"
import { alike, all, asBatch, chosen, count, cut, type Flags, filled, fixpoint, isArray, place, program } from "./lists.js"

export interface WhileParams {
  /** `(consts…, carry…) ↦ a boolean` */
  readonly condJaxpr: Jaxpr
  /** `(consts…, carry…) ↦ carry…` */
  readonly bodyJaxpr: Jaxpr
  readonly condConsts: number
  readonly bodyConsts: number
}

const threeParts = <T>(xs: readonly T[], { condConsts, bodyConsts }: WhileParams) => cut(xs, condConsts, bodyConsts)

const whileFits = (avals: readonly Aval[], params: WhileParams): Issue | undefined => {
  const { condJaxpr, bodyJaxpr } = params
  const [condConsts, bodyConsts, carry] = threeParts(avals, params)
  const same = (a: readonly Aval[], b: readonly Aval[]): boolean => a.length === b.length && a.every((x, i) => alike(x, b[i]!))
  const [pred] = outAvals(condJaxpr)
  if (pred === undefined || pred.dtype !== "bool" || pred.shape.length > 0)
    return { code: "dtype/while-predicate", need: "the condition must be a boolean scalar", avals: pred ? [pred] : [] }
  const fits =
    same(inAvals(condJaxpr), [...condConsts, ...carry]) &&
    same(inAvals(bodyJaxpr), [...bodyConsts, ...carry]) &&
    same(outAvals(bodyJaxpr), carry)
  return fits ? undefined : { code: "jaxpr/while", need: "the carry must have the avals that the body takes and makes", avals: carry }
}

/** Runs a loop until its condition fails; see `WhileParams`. */
export function whileLoop(inputs: readonly NDArray[], params: WhileParams): readonly NDArray[] {
  return bind(whileP, inputs, params)
}

const noReverse = (): never =>
  raise({
    code: "argument/while-reverse",
    op: "whileLoop",
    need: "reverse-mode differentiation does not work for lax.whileLoop, or lax.foriLoop with start and stop values that are traced",
    hint: "try lax.scan, lax.foriLoop with start and stop that are numbers, or lax.whileLoop with maxSteps",
  })

/** The condition and the body on a batch, for carries of which some are batched: a fixpoint, as one may make another so. */
const batchParts = (lanes: readonly Lane[], params: WhileParams, context: BatchContext) => {
  const [condB, bodyB, initB] = threeParts(
    lanes.map((l) => l.batched),
    params,
  )
  const { batch } = context.recurse
  const predicate = (flags: Flags) => batch(params.condJaxpr, [...condB, ...flags], context)
  const body = (flags: Flags) => batch(params.bodyJaxpr, [...bodyB, ...flags], context)
  const carryB = fixpoint(initB, (flags) => (predicate(flags).batched[0] ? all(flags, true) : body(flags).batched))
  return { carryB, predicate: predicate(carryB), body: body(carryB) }
}

/** A loop over a batch runs until the last lane is done; lanes that are done keep their carry. */
const batch: Primitive<WhileParams>["batch"] = (lanes, params, context) => {
  const { size } = context
  const { carryB, predicate, body } = batchParts(lanes, params, context)
  const eachDecides = predicate.batched[0] === true
  const [condConsts, bodyConsts, init] = threeParts(lanes, params)
  const condIn = condConsts.map((l) => l.value)
  const bodyIn = bodyConsts.map((l) => l.value)
  const start = init.map((l, i) => (carryB[i] ? asBatch(l.value, l.batched, size) : l.value))
  const carryIn = start.map((x) => x.aval)
  const condJaxpr = eachDecides
    ? program([...condIn.map((x) => x.aval), ...carryIn], (ins) => [reduceOr(inlineJaxpr(predicate.jaxpr, ins)[0]!, [0])])
    : predicate.jaxpr
  const keeps = eachDecides ? condIn : []
  const bodyJaxpr = program([...[...keeps, ...bodyIn].map((x) => x.aval), ...carryIn], (ins) => {
    const [own, consts, carry] = cut(ins, keeps.length, bodyIn.length)
    const next = inlineJaxpr(body.jaxpr, [...consts, ...carry]).map((y, i) => (carryB[i] ? asBatch(y, body.batched[i]!, size) : y))
    if (!eachDecides) return next
    const [goesOn] = inlineJaxpr(predicate.jaxpr, [...own, ...carry])
    return next.map((y, i) => selectN(broadcastInDim(goesOn!, y.shape, [0]), carry[i]!, y))
  })
  const operands = [...condIn, ...keeps, ...bodyIn, ...start]
  const results = whileLoop(operands, { condJaxpr, bodyJaxpr, condConsts: condIn.length, bodyConsts: keeps.length + bodyIn.length })
  return results.map((value, i) => ({ value, batched: carryB[i]! }))
}

const prune = (params: WhileParams, live: Flags): Pruned<WhileParams> => {
  const { condJaxpr, bodyJaxpr, condConsts, bodyConsts } = params
  const test = eliminateDeadCode(condJaxpr)
  const condUsed = inputsOf(test)
  const bodyFor = (flags: Flags): Jaxpr => eliminateDeadCode({ ...bodyJaxpr, outvars: chosen(bodyJaxpr.outvars, flags) })
  const deciding = live.map((l, i) => l || condUsed[condConsts + i] === true)
  const carry = fixpoint(deciding, (flags) => inputsOf(bodyFor(flags)).slice(bodyConsts))
  const body = bodyFor(carry)
  const condKept = condUsed.slice(0, condConsts)
  const bodyKept = inputsOf(body).slice(0, bodyConsts)
  return {
    params: {
      condJaxpr: { ...test, invars: chosen(condJaxpr.invars, [...condKept, ...carry]) },
      bodyJaxpr: { ...body, invars: chosen(body.invars, [...bodyKept, ...carry]) },
      condConsts: count(condKept),
      bodyConsts: count(bodyKept),
    },
    inputs: [...condKept, ...bodyKept, ...carry],
    outputs: carry,
  }
}

/** A loop until a condition fails. (`lax.while_loop`; printed `while[bodyConsts=… bodyJaxpr={…} condConsts=… condJaxpr={…}]`) */
export const whileP: Primitive<WhileParams> = definePrimitive<WhileParams>({
  name: "while",
  shape: (avals, params) => {
    const outs = outAvals(params.bodyJaxpr)
    const carry = threeParts(avals, params)[2]
    return whileFits(avals, params) ?? outs.map((a, i) => ({ ...a, weakType: a.weakType && carry[i]!.weakType }))
  },
  derivative: custom({
    // tangents ride in the carry; the condition sees values only
    jvp: (inputs, tangents, params, recurse) => {
      const [, bodyA, initA] = threeParts(tangents.map(isArray), params)
      const differentiate = (flags: Flags) => recurse.jvp(params.bodyJaxpr, [...bodyA, ...flags])
      const carryA = fixpoint(initA, (flags) => differentiate(flags).nonzero)
      const { jaxpr: dual, nonzero } = differentiate(carryA)
      const [condIn, bodyIn, carryIn] = threeParts(
        inputs.map((x) => x.aval),
        params,
      )
      const both = [...carryIn, ...chosen(carryIn, carryA)]
      const condJaxpr = program([...condIn, ...both], (ins) => inlineJaxpr(params.condJaxpr, ins.slice(0, condIn.length + carryIn.length)))
      const bodyJaxpr = program([...bodyIn, ...chosen(bodyIn, bodyA), ...both], (ins) => {
        const [consts, dconsts, carry, dcarry] = cut(ins, bodyIn.length, count(bodyA), carryIn.length)
        const [next, found] = cut(inlineJaxpr(dual, [...consts, ...carry, ...dconsts, ...dcarry]), carryIn.length)
        return [...next, ...chosen(filled(place(nonzero, found), carryIn), carryA)]
      })
      const [condConsts, bodyConsts, init] = threeParts(inputs, params)
      const [, dconsts, dinit] = threeParts(tangents, params)
      const results = whileLoop(
        [...condConsts, ...bodyConsts, ...dconsts.filter(isArray), ...init, ...chosen(filled(dinit, carryIn), carryA)],
        { condJaxpr, bodyJaxpr, condConsts: condIn.length, bodyConsts: bodyIn.length + count(bodyA) },
      )
      const [outputs, found] = cut(results, carryIn.length)
      return { outputs, tangents: place(carryA, found) }
    },
    // only an error if somebody asks for the gradient
    vjp: (inputs, _, params) => ({ outputs: whileLoop(inputs, params), pullback: noReverse }),
  }),
  batch,
  evaluate: (inputs, params, run) => {
    const [condConsts, bodyConsts, init] = threeParts(inputs, params)
    let carry = init
    while (run(params.condJaxpr, [...condConsts, ...carry])[0]!.data[0]) carry = run(params.bodyJaxpr, [...bodyConsts, ...carry])
    return carry
  },
  lower: (inputs, params, to) => {
    const [condConsts, bodyConsts, init] = threeParts(inputs, params)
    return to.repeat({ jaxpr: params.condJaxpr, still: condConsts }, { jaxpr: params.bodyJaxpr, still: bodyConsts }, init)
  },
  prune,
})
