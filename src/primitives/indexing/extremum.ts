// Scatter-min and scatter-max: an element of the operand and the updates that meet it compete, and the extremum stays.
// Competitors that tie share the derivative equally.
import type { NDArray } from "../../core/array.js"
import { custom, type Derivative, type Primitive } from "../../core/primitive.js"
import { bind, bind1 } from "../../core/trace.js"
import { div } from "../elementwise/arithmetic.js"
import { eq } from "../elementwise/comparison.js"
import { convertElementType } from "../elementwise/convert.js"
import { add, addMaybe, fill, mul } from "../vector.js"
import { gatherWritten, scatterAdd } from "./gather.js"
import { applyScatter, defineScatter, type Meet, type ScatterOptions, type ScatterParams } from "./scattering.js"

type Inputs = readonly [NDArray, NDArray, NDArray]

interface Shares {
  readonly operand: NDArray
  readonly updates: NDArray
}

/** ∂y/∂x and ∂y/∂u: 1/n for each of the n competitors that equal the extremum, 0 for the others. */
const sharesOf = ([x, indices, updates]: Inputs, y: NDArray, params: ScatterParams): Shares => {
  const equal = (a: NDArray, b: NDArray | number): NDArray => convertElementType(eq(a, b), x.dtype)
  const written = (a: NDArray, missing: number): NDArray => gatherWritten(a, indices, updates.shape, params, missing)
  const ownTie = equal(x, y)
  const tie = equal(updates, written(y, 0))
  const count = scatterAdd(ownTie, indices, tie, params)
  // a place where nobody equals the extremum (it is NaN) has no winners, and a derivative of 0
  const winners = add(count, equal(count, 0))
  return { operand: div(ownTie, winners), updates: div(tie, written(winners, 1)) }
}

const shared = (primitive: () => Primitive<ScatterParams>): Derivative<ScatterParams> =>
  custom({
    jvp: (inputs, [dx, , du], params) => {
      const [x, indices] = inputs as Inputs
      const y = bind1(primitive(), inputs, params)
      const shares = sharesOf(inputs as Inputs, y, params)
      const own = dx && mul(dx, shares.operand)
      const brought = du && scatterAdd(fill(0, x.aval), indices, mul(du, shares.updates), params)
      return { outputs: [y], tangents: [addMaybe(own, brought)] }
    },
    vjp: (inputs, _, params) => {
      const [, indices, updates] = inputs as Inputs
      const outputs = bind(primitive(), inputs, params)
      const shares = sharesOf(inputs as Inputs, outputs[0] as NDArray, params)
      return {
        outputs,
        pullback: ([ct]) =>
          ct ? [mul(ct, shares.operand), undefined, mul(gatherWritten(ct, indices, updates.shape, params), shares.updates)] : [],
      }
    },
  })

const extremum = (name: string, op: "min" | "max", meet: Meet): Primitive<ScatterParams> => {
  const primitive: Primitive<ScatterParams> = defineScatter(
    name,
    op,
    ["int", "uint", "float"],
    () => meet,
    shared(() => primitive),
  )
  return primitive
}

/** `x[start(i) + j] = min(x[start(i) + j], u[i, j])`; NaN wins. (`lax.scatter_min`) */
export const scatterMinP = extremum("scatter-min", "min", Math.min)
/** `x[start(i) + j] = max(x[start(i) + j], u[i, j])`; NaN wins. (`lax.scatter_max`) */
export const scatterMaxP = extremum("scatter-max", "max", Math.max)

/** `x` lowered to windows of updates at the places that index rows name. (`lax.scatter_min`) */
export const scatterMin = (x: NDArray, indices: NDArray, updates: NDArray, options: ScatterOptions): NDArray =>
  applyScatter(scatterMinP, [x, indices, updates], options)

/** `x` raised to windows of updates at the places that index rows name. (`lax.scatter_max`) */
export const scatterMax = (x: NDArray, indices: NDArray, updates: NDArray, options: ScatterOptions): NDArray =>
  applyScatter(scatterMaxP, [x, indices, updates], options)
