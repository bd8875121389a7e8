// What draws are told: a dtype, a shape, and the parameters of a distribution, numbers or arrays that broadcast to the shape.
import { type ArrayLike, literalArray, NDArray } from "../core/array.js"
import { type Shape, sameShape } from "../core/aval.js"
import { type DType, dtypeInfo, isFloat } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import type { OptionNames } from "../core/options.js"
import { requireDtype } from "../numpy/astype.js"
import { broadcastShapes, broadcastTo } from "../numpy/broadcast.js"
import { shapeOf } from "../numpy/host.js"
import { requireArrayLike } from "../numpy/promote.js"
import { convertElementType } from "../primitives/elementwise/convert.js"

/** A shape as users give it. */
export type ShapeArgument = number | Shape

export interface FloatOptions {
  /** A floating-point dtype. Default float32. */
  readonly dtype?: DType
}

export const floatOptions: OptionNames<FloatOptions> = { dtype: "string" }

/** The floating-point dtype to draw in. */
export const floatDtype = ({ dtype = "float32" }: FloatOptions, op: string): DType =>
  isFloat(requireDtype(dtype, op))
    ? dtype
    : raise({ code: "dtype/kind", op, need: "the numbers drawn are real: a floating-point dtype is needed", got: dtype })

/** A parameter in the dtype of the draw. A number becomes a literal, which stands beside any shape. */
export const parameter = (x: ArrayLike, dtype: DType, op: string): NDArray => {
  const given = requireArrayLike(x, op)
  return given instanceof NDArray ? convertElementType(given, dtype) : literalArray(Number(given), dtype)
}

/** The shape of a draw: the one that is asked for, to which the parameters must broadcast; or else theirs. */
export const shapeFor = (shape: ShapeArgument | undefined, parameters: readonly NDArray[], op: string): Shape => {
  const common = broadcastShapes(op, ...parameters.map((x) => x.shape))
  if (shape === undefined) return common
  const wanted = shapeOf(shape, op)
  return sameShape(broadcastShapes(op, common, wanted), wanted)
    ? wanted
    : raise({
        code: "shape/broadcast",
        op,
        need: `the parameters must broadcast to [${wanted.join(",")}], the shape of the draw`,
        avals: parameters.map((x) => x.aval),
      })
}

/** A parameter spread over the shape of a draw; literals stay as they are. */
export const spreadOver = (x: NDArray, shape: Shape): NDArray => (x.state.kind === "literal" ? x : broadcastTo(x, shape))

/** Half the distance from 1 to the next number above: the distance to the next one below. */
export const epsBelow = (dtype: DType): number => dtypeInfo[dtype].eps / 2
