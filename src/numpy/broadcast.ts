// Broadcasting: sizes are compared from the last axis backwards, and an axis of size 1 stretches.
import type { NDArray } from "../core/array.js"
import { type Shape, sameShape } from "../core/aval.js"
import { raise } from "../core/errors.js"
import { broadcastInDim } from "../primitives/sum.js"

/** The shape that all shapes stretch to, or undefined where they do not fit. */
const commonShape = (shapes: readonly Shape[]): Shape | undefined => {
  const rank = Math.max(0, ...shapes.map((s) => s.length))
  const out: number[] = []
  for (let back = rank; back > 0; back--) {
    const sizes = new Set(shapes.flatMap((s) => (s.length >= back ? [s[s.length - back] as number] : [])).filter((d) => d !== 1))
    if (sizes.size > 1) return undefined
    out.push([...sizes][0] ?? 1)
  }
  return out
}

/** The shape that the arrays' shapes broadcast to. (`numpy.broadcast_shapes`) */
export const broadcastShapes = (op: string, ...shapes: readonly Shape[]): Shape =>
  commonShape(shapes) ??
  raise({
    code: "shape/broadcast",
    op,
    need: "shapes must broadcast: from the last axis backwards, sizes must be equal or 1",
    got: shapes.map((s) => `[${s.join(",")}]`).join(" and "),
    hint: "insert axes of size 1 with np.expandDims or reshape",
  })

/** `x` stretched to a shape that it broadcasts to. (`numpy.broadcast_to`) */
export const broadcastTo = (x: NDArray, shape: Shape, op = "broadcastTo"): NDArray => {
  if (sameShape(x.shape, shape)) return x
  if (!sameShape(broadcastShapes(op, x.shape, shape), shape))
    raise({ code: "shape/broadcast", op, need: `the array must broadcast to [${shape.join(",")}]`, avals: [x.aval] })
  const skipped = shape.length - x.ndim
  return broadcastInDim(
    x,
    shape,
    x.shape.map((_, axis) => axis + skipped),
  )
}

/** Arrays stretched to one shape. Literals stay as they are: they stand beside any shape. */
export const broadcastTogether = (op: string, xs: readonly NDArray[]): readonly NDArray[] => {
  const shape = broadcastShapes(op, ...xs.map((x) => x.shape))
  return xs.map((x) => (x.state.kind === "literal" ? x : broadcastTo(x, shape, op)))
}
