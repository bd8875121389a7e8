// dot_general: products of arrays over pairs of axes, with other pairs as a batch. Matrix products, inner and outer products are all this.
//   z[batch…, lhs free…, rhs free…] = Σ_contracting lhs · rhs

import type { NDArray } from "../../core/array.js"
import type { Aval, Shape } from "../../core/aval.js"
import { complexProduct } from "../../core/complex.js"
import type { DType } from "../../core/dtype.js"
import { isComplex } from "../../core/dtype.js"
import type { Issue } from "../../core/issue.js"
import type { Lowered } from "../../core/lower.js"
import { bilinear, definePrimitive, type Lane, type Primitive } from "../../core/primitive.js"
import type { Tensor } from "../../core/tensor.js"
import { bind1 } from "../../core/trace.js"
import { arityIs, sameDtypes } from "../guards.js"
import { inverse, moveAxis, transpose } from "../transpose.js"
import { multiply } from "./multiply.js"

type Axes = readonly number[]

export interface DotParams {
  /** `[[lhs contracting, rhs contracting], [lhs batch, rhs batch]]` */
  readonly dimensionNumbers: readonly [readonly [Axes, Axes], readonly [Axes, Axes]]
  /** The dtype of the result, if not that of the operands. */
  readonly preferredElementType: DType | null
}

/** Axes that are neither contracted nor batched, in order. */
const freeAxes = (rank: number, contracting: Axes, batch: Axes): Axes =>
  Array.from({ length: rank }, (_, a) => a).filter((a) => !contracting.includes(a) && !batch.includes(a))

const sizes = (shape: Shape, axes: Axes): readonly number[] => axes.map((a) => shape[a] as number)

const axesFit = (x: Aval, contracting: Axes, batch: Axes): boolean => {
  const all = [...contracting, ...batch]
  return new Set(all).size === all.length && all.every((a) => Number.isInteger(a) && a >= 0 && a < x.shape.length)
}

const operandsFit = (x: Aval, y: Aval, { dimensionNumbers: [[xc, yc], [xb, yb]] }: DotParams): Issue | undefined => {
  if (!axesFit(x, xc, xb) || !axesFit(y, yc, yb) || xc.length !== yc.length || xb.length !== yb.length)
    return {
      code: "shape/dot-axes",
      need: "dimension numbers must pair distinct axes of the two operands",
      got: `contracting (${xc}) with (${yc}), batch (${xb}) with (${yb})`,
      avals: [x, y],
    }
  if (sizes(x.shape, xb).some((d, i) => d !== y.shape[yb[i] as number]))
    return { code: "shape/batch", need: "batch sizes must agree", avals: [x, y] }
  return sizes(x.shape, xc).some((d, i) => d !== y.shape[yc[i] as number])
    ? { code: "shape/inner", need: "inner sizes must agree", avals: [x, y], hint: "transpose one operand, or check the layer's input size" }
    : undefined
}

const sameField = (x: Aval, preferred: DType | null): Issue | undefined =>
  preferred === null || isComplex(preferred) === isComplex(x.dtype)
    ? undefined
    : {
        code: "dtype/dot",
        need: "the preferred dtype must be complex where the operands are, and real where they are",
        got: preferred,
        avals: [x],
      }

/** The general product of two arrays. Bilinear: its transposes are general products themselves. (`lax.dot_general`) */
export const dotGeneralP: Primitive<DotParams> = definePrimitive<DotParams>({
  name: "dot_general",
  shape: (avals, params) => {
    const [x, y] = avals as readonly [Aval, Aval]
    const { dimensionNumbers, preferredElementType } = params
    const issue = arityIs(avals, 2) ?? sameDtypes(avals) ?? operandsFit(x, y, params) ?? sameField(x, preferredElementType)
    if (issue) return issue
    const [[xc, yc], [xb, yb]] = dimensionNumbers
    const shape = [
      ...sizes(x.shape, xb),
      ...sizes(x.shape, freeAxes(x.shape.length, xc, xb)),
      ...sizes(y.shape, freeAxes(y.shape.length, yc, yb)),
    ]
    return [{ shape, dtype: preferredElementType ?? x.dtype }]
  },
  derivative: bilinear<DotParams>(
    (ct, [x, y], params) => transposeLeft(ct, x as NDArray, y as NDArray, params, false),
    (ct, [x, y], { dimensionNumbers: [[xc, yc], [xb, yb]], preferredElementType }) =>
      transposeLeft(
        ct,
        y as NDArray,
        x as NDArray,
        {
          dimensionNumbers: [
            [yc, xc],
            [yb, xb],
          ],
          preferredElementType,
        },
        true,
      ),
  ),
  batch: ([x, y], params) => batchDot(x as Lane, y as Lane, params),
  evaluate: ([x, y], params) => [product(x as Tensor, y as Tensor, params)],
  lower: ([x, y], { dimensionNumbers, preferredElementType }, to) => [
    to.contract(x as Lowered, y as Lowered, dimensionNumbers, preferredElementType ?? (x as Lowered).dtype),
  ],
})

const product = (x: Tensor, y: Tensor, params: DotParams): Tensor =>
  isComplex(x.dtype)
    ? complexProduct(x, y, params.preferredElementType ?? x.dtype, (a, b) => multiply(a, b, { ...params, preferredElementType: null }))
    : multiply(x, y, params)

/** The cotangent of one operand: the result's times the other operand over the other's free axes, axes put back in order. */
const transposeLeft = (ct: NDArray, x: NDArray, y: NDArray, params: DotParams, swapped: boolean): NDArray => {
  const [[xc, yc], [xb, yb]] = params.dimensionNumbers
  const [xFree, yFree] = [freeAxes(x.ndim, xc, xb), freeAxes(y.ndim, yc, yb)]
  const ctBatch = xb.map((_, i) => i)
  const start = xb.length + (swapped ? 0 : xFree.length)
  const ctOther = yFree.map((_, i) => start + i)
  const product = dotGeneral(
    ct,
    y,
    [
      [ctOther, yFree],
      [ctBatch, yb],
    ],
    x.dtype,
  )
  // product's axes: batch, x free, then y's contracting axes in the order in which they stand in y
  const contracted = [...yc].sort((a, b) => a - b).map((a) => xc[yc.indexOf(a)] as number)
  return transpose(product, inverse([...xb, ...xFree, ...contracted]))
}

const batchDot = (x: Lane, y: Lane, { dimensionNumbers: [[xc, yc], [xb, yb]], preferredElementType }: DotParams): readonly Lane[] => {
  const up = (axes: Axes, by: boolean): Axes => (by ? axes.map((a) => a + 1) : axes)
  const contracting = [up(xc, x.batched), up(yc, y.batched)] as const
  const batch = [up(xb, x.batched), up(yb, y.batched)] as const
  if (x.batched && y.batched) {
    const value = bind1(dotGeneralP, [x.value, y.value], {
      dimensionNumbers: [
        contracting,
        [
          [0, ...batch[0]],
          [0, ...batch[1]],
        ],
      ],
      preferredElementType,
    })
    return [{ value, batched: true }]
  }
  // the batch becomes one more free axis, which lands behind the batch axes, or behind lhs's free ones
  const value = bind1(dotGeneralP, [x.value, y.value], { dimensionNumbers: [contracting, batch], preferredElementType })
  const place = x.batched ? xb.length : xb.length + freeAxes(x.value.ndim, xc, xb).length
  return [{ value: moveAxis(value, place, 0), batched: true }]
}

export const dotGeneral = (
  x: NDArray,
  y: NDArray,
  dimensionNumbers: DotParams["dimensionNumbers"],
  preferredElementType: DType | null = null,
): NDArray =>
  bind1(dotGeneralP, [x, y], { dimensionNumbers, preferredElementType: preferredElementType === x.dtype ? null : preferredElementType })
