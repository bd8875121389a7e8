// What rounding may do to a program: it is interpreted again with the results of everything that is not rounded once moved by a few units of
// their last place. How far the program's results move says how far two backends may be apart, which no fixed number of units can say of
// programs that amplify rounding; and what is decided otherwise under noise, a comparison or a rounding to whole numbers, hangs in the balance.
import { type DType, dtypeInfo, isComplex, isInexact } from "../../src/core/dtype.js"
import { foldJaxpr } from "../../src/core/fold.js"
import { type Eqn, type Jaxpr, subJaxprs } from "../../src/core/jaxpr.js"
import { type Tensor, tensor, tensorFrom } from "../../src/core/tensor.js"
import { uniforms } from "../primitives/scalar/ulp.js"

/** Primitives whose float results are the same bits wherever they are computed: moved and chosen numbers, and arithmetic that rounds once. */
const exact: ReadonlySet<string> = new Set(
  [
    ["add", "sub", "mul", "div", "neg", "abs", "sign", "max", "min", "square", "sqrt", "rem", "nextafter", "clamp", "select_n"],
    [
      "floor",
      "ceil",
      "round",
      "convert_element_type",
      "bitcast_convert_type",
      "stop_gradient",
      "no_derivative",
      "copy",
      "optimization_barrier",
    ],
    ["broadcast_in_dim", "concatenate", "dynamic_slice", "dynamic_update_slice", "gather", "iota", "pad", "reshape", "rev", "slice"],
    ["sort", "split", "squeeze", "top_k", "transpose", "scatter", "scatter_min", "scatter_max", "reduce_max", "reduce_min", "cummax"],
    ["cummin", "reduce_window_max", "reduce_window_min", "reduce_precision", "argmax", "argmin"],
  ].flat(),
)

/** Sums and products of many: their rounding is measured against what is added up, not against what is left of it. */
const combining = /sum|prod|dot|conv_|scatter/

/** How far one operation's result may be off, in units of the last place. */
const reach = 4

/** A tensor with other numbers: its elements, or real and imaginary parts in turn. */
const withNumbers = (t: Tensor, number: (i: number) => number): Tensor => {
  const data = t.data.slice()
  for (let i = 0; i < data.length; i++) data[i] = number(i)
  return tensor(t.shape, t.dtype, data)
}

/** How large number `i` is; of a complex one, the parts together, which products mix. */
const sizeAt = ({ dtype, data }: Tensor, i: number): number =>
  isComplex(dtype) ? Math.abs(data[i - (i % 2)] as number) + Math.abs(data[i - (i % 2) + 1] as number) : Math.abs(data[i] as number)

const magnitudes = (t: Tensor): Tensor => (isInexact(t.dtype) ? withNumbers(t, (i) => sizeAt(t, i)) : t)

/** Complex arithmetic is several roundings. */
const isComplexArithmetic = ({ inputs, outputs }: Eqn): boolean => [...inputs, ...outputs].some((a) => isComplex(a.aval.dtype))

const isNoisy = (eqn: Eqn): boolean => subJaxprs(eqn.params).length === 0 && (!exact.has(eqn.primitive.name) || isComplexArithmetic(eqn))

/** Whether anything in the program may be rounded in more than one way. */
export const mayDiffer = (jaxpr: Jaxpr): boolean => jaxpr.eqns.some((e) => isNoisy(e) || subJaxprs(e.params).some(mayDiffer))

/** The interpreter, inexact. */
export const noisily =
  (next: () => number) =>
  (jaxpr: Jaxpr, inputs: readonly Tensor[]): readonly Tensor[] => {
    const run = noisily(next)
    return foldJaxpr<Tensor>(jaxpr, inputs, {
      literal: (l) => tensorFrom([], l.aval.dtype, () => l.value),
      apply: (eqn, ins) => {
        const results = eqn.primitive.evaluate(ins, eqn.params, run)
        if (!isNoisy(eqn)) return results
        const sizes = combining.test(eqn.primitive.name) ? eqn.primitive.evaluate(ins.map(magnitudes), eqn.params, run) : results
        return results.map((y, k) => (isInexact(y.dtype) ? moved(y, sizes[k] as Tensor, next) : y))
      },
    })
  }

const moved = (y: Tensor, size: Tensor, next: () => number): Tensor => {
  const { eps } = dtypeInfo[y.dtype]
  return withNumbers(y, (i) => {
    const value = y.data[i] as number
    const step = sizeAt(size, i) * eps * reach * (2 * next() - 1)
    return Number.isFinite(step) ? value + step : value
  })
}

/** How far the results of a program move under noise: the most for each array, ∞ where what is not a float changes. */
export const spreads = (jaxpr: Jaxpr, inputs: readonly Tensor[], quiet: readonly Tensor[], runs = 8): readonly number[] => {
  const next = uniforms(1)
  const noisy = Array.from({ length: runs }, () => noisily(next)(jaxpr, inputs))
  return quiet.map((y, k) => Math.max(...noisy.map((results) => apart(y, results[k] as Tensor))))
}

const apart = (a: Tensor, b: Tensor): number => {
  const between = (x: number, y: number): number => (Object.is(x, y) || x === y ? 0 : isInexact(a.dtype) ? Math.abs(x - y) : Infinity)
  return Array.from(a.data).reduce((most, x, i) => Math.max(most, between(x, b.data[i] as number)), 0)
}

export const epsOf = (dtype: DType): number => (isInexact(dtype) ? dtypeInfo[dtype].eps : 0)
