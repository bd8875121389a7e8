// Reverse mode, program to program: run forward, keeping each equation's pullback; then the pullbacks, backwards.
// The pullbacks are traced as a program of their own, so what they capture of the forward pass are the residuals.
//   forward: x ↦ (f(x), residuals)        backward: (residuals, ȳ) ↦ f′(x)ᵀ·ȳ
import { literalArray, type NDArray } from "../core/array.js"
import { eliminateDeadCode, usedInputs } from "../core/dce.js"
import { isInexact } from "../core/dtype.js"
import { foldJaxpr } from "../core/fold.js"
import { constantsAsInputs, type Eqn, inAvals, isLiteral, type Jaxpr, type Params, type Var } from "../core/jaxpr.js"
import type { Maybe, Primitive, Pulled, Recurse, SplitVjp } from "../core/primitive.js"
import { bind, bind1, traceJaxpr, withSource } from "../core/trace.js"
import { addMaybe, scale, zerosOf } from "../primitives/vector.js"

/** A value, and whether it depends on a differentiated input. */
interface Marked {
  readonly value: NDArray
  readonly active: boolean
}

interface TapeEntry {
  readonly eqn: Eqn
  readonly pullback: Pulled["pullback"]
}

const nothing: Pulled["pullback"] = () => []

/** What one equation does: its outputs, and how cotangents of them become cotangents of its inputs. */
const pull = (primitive: Primitive, inputs: readonly NDArray[], active: readonly boolean[], params: Params, recurse: Recurse): Pulled => {
  const { derivative } = primitive
  switch (derivative.kind) {
    case "zero":
      return { outputs: bind(primitive, inputs, params), pullback: nothing }
    case "partials": {
      const output = bind1(primitive, inputs, params)
      const slopes = derivative.partials.map((partial, i) => (active[i] ? partial(inputs, output, params) : 0))
      return { outputs: [output], pullback: ([ct]) => slopes.map((slope) => ct && scale(ct, slope)) }
    }
    case "linear": {
      const outputs = bind(primitive, inputs, params)
      return {
        outputs,
        pullback: (cts) =>
          derivative.transpose(
            outputs.map((y, i) => cts[i] ?? zerosOf(y.aval)),
            inputs,
            params,
          ),
      }
    }
    case "bilinear": {
      const [left, right] = derivative.transposes
      return {
        outputs: bind(primitive, inputs, params),
        pullback: ([ct]) => [
          active[0] ? ct && left(ct, inputs, params) : undefined,
          active[1] ? ct && right(ct, inputs, params) : undefined,
        ],
      }
    }
    case "custom":
      return derivative.vjp(inputs, active, params, recurse)
  }
}

/** Runs the program on tracers and writes the tape of pullbacks. */
const forwardPass = (jaxpr: Jaxpr, inputs: readonly Marked[], tape: TapeEntry[], recurse: Recurse): readonly Marked[] =>
  foldJaxpr<Marked>(jaxpr, inputs, {
    literal: ({ aval, value }) => ({ value: literalArray(value, aval.dtype), active: false }),
    apply: (eqn, ins) =>
      withSource(eqn.source, () => {
        const values = ins.map((m) => m.value)
        const active = ins.map((m) => m.active)
        const passive =
          !active.includes(true) || eqn.primitive.derivative.kind === "zero" || !eqn.outputs.some((v) => isInexact(v.aval.dtype))
        if (passive) return bind(eqn.primitive, values, eqn.params).map((value) => ({ value, active: false }))
        const { outputs, pullback } = pull(eqn.primitive, values, active, eqn.params, recurse)
        tape.push({ eqn, pullback })
        return outputs.map((value) => ({ value, active: isInexact(value.dtype) }))
      }),
  })

/** Runs the tape backwards from the cotangents of the outputs, adding up those that meet at one variable. */
const backwardPass = (tape: readonly TapeEntry[], cotangents: Map<Var, NDArray>): void => {
  for (let i = tape.length - 1; i >= 0; i--) {
    const { eqn, pullback } = tape[i] as TapeEntry
    const cts = eqn.outputs.map((v) => cotangents.get(v))
    if (cts.every((ct) => ct === undefined)) continue
    withSource(eqn.source, () => {
      const back = pullback(cts)
      eqn.inputs.forEach((a, k) => {
        if (!isLiteral(a) && isInexact(a.aval.dtype)) accumulate(cotangents, a, back[k])
      })
    })
  }
}

const accumulate = (cotangents: Map<Var, NDArray>, v: Var, ct: Maybe): void => {
  const total = addMaybe(cotangents.get(v), ct)
  if (total) cotangents.set(v, total)
}

/**
 * Reverse mode of a program without constants, as two programs with the residuals between them explicit.
 * `wanted` says which outputs get a cotangent; all float outputs if left out.
 */
export const vjpJaxpr = (program: Jaxpr, active: readonly boolean[], recurse: Recurse, wanted?: readonly boolean[]): SplitVjp => {
  // results that nobody uses would come back as cotangents of zero, and be paid for
  const jaxpr = eliminateDeadCode(program)
  let wants: readonly boolean[] = []
  let nonzero: readonly boolean[] = []
  let backward: Jaxpr = jaxpr
  const forward = traceJaxpr(
    (inputs) => {
      const tape: TapeEntry[] = []
      const outputs = forwardPass(
        jaxpr,
        inputs.map((value, i) => ({ value, active: active[i] === true })),
        tape,
        recurse,
      )
      wants = outputs.map((m, i) => m.active && wanted?.[i] !== false)
      const traced = traceJaxpr(
        (cts) => {
          const cotangents = new Map<Var, NDArray>()
          let next = 0
          jaxpr.outvars.forEach((a, i) => {
            if (wants[i]) accumulate(cotangents, a as Var, cts[next++])
          })
          backwardPass(tape, cotangents)
          nonzero = jaxpr.invars.map((v, i) => active[i] === true && cotangents.has(v))
          return jaxpr.invars.flatMap((v, i) => (active[i] ? (cotangents.get(v) ?? []) : []))
        },
        outputs.filter((_, i) => wants[i]).map((m) => m.value.aval),
        { transform: "vjp", name: "a program" },
      )
      const residuals = usedResiduals(traced.jaxpr)
      backward = constantsAsInputs(residuals.jaxpr)
      return [...outputs.map((m) => m.value), ...traced.consts.filter((_, i) => residuals.used[i])]
    },
    inAvals(jaxpr),
    { transform: "vjp", name: "a program" },
  )
  return { forward: eliminateDeadCode(forward.jaxpr), backward: { jaxpr: backward, wants }, nonzero }
}

/** The backward program without dead code, and which of its captured residuals it still needs. */
const usedResiduals = (backward: Jaxpr): { readonly jaxpr: Jaxpr; readonly used: readonly boolean[] } => {
  const live = eliminateDeadCode(backward)
  const used = usedInputs(constantsAsInputs(live)).slice(0, live.constvars.length)
  return { jaxpr: { ...live, constvars: live.constvars.filter((_, i) => used[i]) }, used }
}
