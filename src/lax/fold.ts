// A computation on scalars, applied to whole arrays element by element.
import { type ArrayLike, asArray, type NDArray } from "../core/array.js"
import { type Shape, sameShape } from "../core/aval.js"
import { raise } from "../core/errors.js"
import { reshape } from "../primitives/shape/reshape.js"
import { broadcastInDim } from "../primitives/sum.js"
import { fill } from "../primitives/vector.js"
import { vmap } from "../transforms/vmap.js"
import { arrayOf, beside } from "./operands.js"

/** Combines the arrays of one place with those of another. */
export type Fold = (xs: readonly NDArray[], ys: readonly NDArray[]) => readonly NDArray[]

/** A computation on one array, or on lists of arrays. */
export type Computation =
  | ((x: NDArray, y: NDArray) => ArrayLike)
  | ((xs: readonly NDArray[], ys: readonly NDArray[]) => readonly ArrayLike[])

/** A reduction's operands, their start values, and what combines them, all as lists. */
export interface Folding {
  readonly operands: readonly NDArray[]
  readonly starts: readonly NDArray[]
  readonly fold: Fold
}

/** The arguments of a reduction as lists, checked against each other. */
export const foldingOf = (
  op: string,
  operands: ArrayLike | readonly ArrayLike[],
  initValues: ArrayLike | readonly ArrayLike[],
  computation: Computation,
): Folding => {
  const isList = Array.isArray(operands)
  const xs = (isList ? (operands as readonly ArrayLike[]) : [operands as ArrayLike]).map((x) => arrayOf(x, op))
  const given = (isList ? initValues : [initValues]) as readonly ArrayLike[]
  const [first] = xs
  if (first === undefined || xs.length !== given.length)
    return raise({
      code: "argument/reduce",
      op,
      need: "one start value is needed for each operand, and at least one operand",
      got: `${xs.length} operands and ${given.length} start values`,
    })
  const starts = given.map((v, i) => startFor(op, v, xs[i] as NDArray))
  if (!xs.every((x) => sameShape(x.shape, first.shape)))
    return raise({ code: "shape/mismatch", op, need: "operands must have equal shapes", avals: xs.map((x) => x.aval) })
  const call = computation as (x: unknown, y: unknown) => unknown
  const fold: Fold = (as, bs) =>
    ((isList ? call(as, bs) : [call(as[0], bs[0])]) as readonly ArrayLike[]).map((y, i) => resultFor(op, y, xs[i] as NDArray))
  return { operands: xs, starts, fold }
}

const startFor = (op: string, value: ArrayLike, x: NDArray): NDArray => {
  const start = beside(value, x.dtype, op)
  if (start.dtype !== x.dtype)
    raise({ code: "dtype/mismatch", op, need: "operand and start value must have the same dtype", avals: [x.aval, start.aval] })
  return start.ndim === 0 ? start : raise({ code: "shape/start", op, need: "the start value must be a scalar", avals: [start.aval] })
}

const resultFor = (op: string, value: ArrayLike, x: NDArray): NDArray => {
  const result = value === undefined ? value : asArray(value)
  return result?.dtype === x.dtype && result.ndim === 0
    ? result
    : raise({
        code: "argument/computation",
        op,
        need: `the computation must return a scalar ${x.dtype} for each operand`,
        ...(result ? { avals: [result.aval] } : { got: "nothing" }),
      })
}

/** `fold` on scalars, as a fold on arrays of one shape. */
export const overElements =
  (fold: Fold): Fold =>
  (xs, ys) => {
    const [first] = xs as readonly [NDArray]
    const flat = [...xs, ...ys].map((x) => reshape(x, [first.size]))
    const onScalars = (...all: NDArray[]): readonly NDArray[] => fold(all.slice(0, xs.length), all.slice(xs.length))
    return vmap(onScalars)(...flat).map((y) => reshape(y, first.shape))
  }

/** A scalar everywhere. */
export const everywhere = (x: NDArray, shape: Shape): NDArray =>
  x.state.kind === "literal" ? fill(x.state.value, { shape, dtype: x.dtype }) : broadcastInDim(x, shape, [])
