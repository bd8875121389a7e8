// What matrices must be for the rules of this room.
import { type Aval, sameShape } from "../../core/aval.js"
import { realOf } from "../../core/dtype.js"
import type { Issue } from "../../core/issue.js"

/** float32, float64, complex64 or complex128: what factorisations are computed in, as in JAX. */
export const wideNumbers = (avals: readonly Aval[]): Issue | undefined =>
  avals.every((a) => realOf(a.dtype) === "float32" || realOf(a.dtype) === "float64")
    ? undefined
    : {
        code: "dtype/kind",
        need: "matrices must be of float32, float64, complex64 or complex128",
        avals,
        hint: 'convert with x.astype("float32"); the functions of np.linalg promote integers by themselves',
      }

export const isMatrix = (x: Aval): Issue | undefined =>
  x.shape.length >= 2
    ? undefined
    : { code: "shape/rank", need: "a matrix, or a batch of matrices over leading axes, is needed", avals: [x] }

export const isSquare = (x: Aval): Issue | undefined =>
  isMatrix(x) ?? (x.shape.at(-1) === x.shape.at(-2) ? undefined : { code: "shape/square", need: "square matrices are needed", avals: [x] })

export const sameBatch = (x: Aval, y: Aval): Issue | undefined =>
  sameShape(x.shape.slice(0, -2), y.shape.slice(0, -2)) ? undefined : { code: "shape/batch", need: "batch sizes must agree", avals: [x, y] }
