// `custom_linear_solve`: the solution of A·x = b by any means. Its derivative needs no look inside: differentiate the equation, and solve again.
//   A·ẋ = ḃ − Ȧ·x        b̄ = A⁻ᵀ·x̄,  Ā = −b̄ xᵀ
import type { NDArray } from "../../core/array.js"
import { raise } from "../../core/errors.js"
import { type Jaxpr, outAvals } from "../../core/jaxpr.js"
import { custom, definePrimitive, type Maybe, type Primitive } from "../../core/primitive.js"
import { bind, inlineJaxpr } from "../../core/trace.js"
import { add, neg } from "../vector.js"
import { all, asBatch, chosen, cut, type Flags, filled, isArray, place, returning } from "./lists.js"

export interface LinearSolveParams {
  /** `(constants…, x…) ↦ A·x` */
  readonly matvec: Jaxpr
  /** `(constants…, y…) ↦ Aᵀ·y`, or null where there is no way to transpose. */
  readonly vecmat: Jaxpr | null
  /** `(constants…, b…) ↦ A⁻¹·b` */
  readonly solve: Jaxpr
  /** `(constants…, c…) ↦ A⁻ᵀ·c` */
  readonly transposeSolve: Jaxpr | null
  /** How many constants each of the four takes, in this order; they are the leading inputs. */
  readonly consts: readonly [number, number, number, number]
}

const fiveParts = <T>(xs: readonly T[], { consts: [m, v, s, t] }: LinearSolveParams) => cut(xs, m, v, s, t)

const transposed = (inputs: readonly NDArray[], params: LinearSolveParams, b: readonly NDArray[]): readonly NDArray[] => {
  const [m, v, s, t] = fiveParts(inputs, params)
  const { matvec, vecmat, solve, transposeSolve, consts } = params
  if (vecmat === null || transposeSolve === null)
    return raise({
      code: "argument/linear-solve",
      op: "customLinearSolve",
      need: "reverse mode needs a way to solve with the transposed matrix",
      hint: "give transposeSolve, or say that the matrix is symmetric",
    })
  return bind(customLinearSolveP, [...v, ...m, ...t, ...s, ...b], {
    matvec: vecmat,
    vecmat: matvec,
    solve: transposeSolve,
    transposeSolve: solve,
    consts: [consts[1], consts[0], consts[3], consts[2]],
  })
}

/** `x` with `A·x = b`. (`lax.custom_linear_solve`) */
export const customLinearSolveP: Primitive<LinearSolveParams> = definePrimitive<LinearSolveParams>({
  name: "custom_linear_solve",
  shape: (_, { solve }) => outAvals(solve),
  derivative: custom({
    jvp: (inputs, tangents, params, recurse) => {
      const [mconsts] = fiveParts(inputs, params)
      const [dm, , , , db] = fiveParts(tangents, params)
      const consts = inputs.slice(0, inputs.length - db.length)
      const xs = bind(customLinearSolveP, inputs, params)
      const active = dm.map(isArray)
      const dual = recurse.jvp(params.matvec, [...active, ...all(xs, false)])
      const found = inlineJaxpr(dual.jaxpr, [...mconsts, ...xs, ...dm.filter(isArray)]).slice(dual.nonzero.length)
      const moved = place(dual.nonzero, found)
      const right = db.map((d, i) => (moved[i] ? (d ? add(d, neg(moved[i])) : neg(moved[i])) : d))
      if (!right.some(isArray)) return { outputs: xs, tangents: xs.map(() => undefined) }
      const avals = inputs.slice(consts.length).map((b) => b.aval)
      return { outputs: xs, tangents: bind(customLinearSolveP, [...consts, ...filled(right, avals)], params) }
    },
    vjp: (inputs, active, params, recurse) => {
      const [mconsts] = fiveParts(inputs, params)
      const [mA, , , , bA] = fiveParts(active, params)
      const xs = bind(customLinearSolveP, inputs, params)
      const split = mA.includes(true) ? recurse.vjp(params.matvec, [...mA, ...all(xs, false)]) : undefined
      const n = params.matvec.outvars.length
      const residuals = split ? inlineJaxpr(split.forward, [...mconsts, ...xs]).slice(n) : []
      const pullback = (cts: readonly Maybe[]): readonly Maybe[] => {
        const bs = transposed(inputs, params, filled(cts, outAvals(params.solve)))
        const given = split ? chosen(bs.map(neg), split.backward.wants) : []
        const back = split ? place(split.nonzero, inlineJaxpr(split.backward.jaxpr, [...residuals, ...given])) : []
        const ms = mconsts.map((_, i) => back[i])
        const others = inputs.slice(mconsts.length, inputs.length - bs.length).map(() => undefined)
        return [...ms, ...others, ...bs.map((b, i) => (bA[i] ? b : undefined))]
      }
      return { outputs: xs, pullback }
    },
  }),
  batch: (lanes, params, context) => {
    const parts = fiveParts(
      lanes.map((l) => l.batched),
      params,
    )
    const b = lanes.slice(lanes.length - parts[4].length)
    const batchOne = (jaxpr: Jaxpr | null, consts: Flags): Jaxpr | null => {
      if (jaxpr === null) return null
      const flags = [...consts, ...jaxpr.invars.slice(consts.length).map(() => true)]
      const body = context.recurse.batch(jaxpr, flags, context)
      return returning(
        body,
        body.batched.map(() => true),
        context.size,
      )
    }
    const consts = lanes.slice(0, lanes.length - b.length).map((l) => l.value)
    const full = b.map((l) => asBatch(l.value, l.batched, context.size))
    const solved = bind(customLinearSolveP, [...consts, ...full], {
      ...params,
      matvec: batchOne(params.matvec, parts[0]) as Jaxpr,
      vecmat: batchOne(params.vecmat, parts[1]),
      solve: batchOne(params.solve, parts[2]) as Jaxpr,
      transposeSolve: batchOne(params.transposeSolve, parts[3]),
    })
    return solved.map((value) => ({ value, batched: true }))
  },
  evaluate: (inputs, params, run) => {
    const [, , consts, , b] = fiveParts(inputs, params)
    return run(params.solve, [...consts, ...b])
  },
  lower: (inputs, params, to) => {
    const [, , consts, , b] = fiveParts(inputs, params)
    return to.call(params.solve, [...consts, ...b])
  },
})
