// The reference algorithms work on one matrix of float64 numbers at a time; this takes batches apart and puts results together.
import { type Shape, sizeOf } from "../../core/aval.js"
import type { DType } from "../../core/dtype.js"
import { type Tensor, tensorFrom } from "../../core/tensor.js"

/** A matrix while it is worked on: row-major, in float64. */
export interface Matrix {
  readonly m: number
  readonly n: number
  readonly at: Float64Array
}

export const matrix = (m: number, n: number, entry?: (i: number, j: number) => number): Matrix => {
  const at = new Float64Array(m * n)
  if (entry) for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) at[i * n + j] = entry(i, j)
  return { m, n, at }
}

export const identity = (n: number): Matrix => matrix(n, n, (i, j) => (i === j ? 1 : 0))

export const transposed = ({ m, n, at }: Matrix): Matrix => matrix(n, m, (i, j) => at[j * n + i]!)

/** What one matrix's results are: their shape, and the dtype that they are rounded to. */
export interface Result {
  readonly shape: Shape
  readonly dtype: DType
}

/** Applies `f` to every matrix of a batch (to every pair, of two batches alike), whose results stand under the same batch axes. */
export const eachMatrix = (
  xs: readonly Tensor[],
  results: readonly Result[],
  f: (matrices: readonly Matrix[]) => readonly ArrayLike<number>[],
): readonly Tensor[] => {
  const batch = (xs[0] as Tensor).shape.slice(0, -2)
  const found = Array.from({ length: sizeOf(batch) }, (_, b) =>
    f(
      xs.map(({ shape, data }): Matrix => {
        const [m, n] = shape.slice(-2) as [number, number]
        return { m, n, at: Float64Array.from(data.subarray(b * m * n, (b + 1) * m * n)) }
      }),
    ),
  )
  return results.map(({ shape, dtype }, k) => {
    const size = sizeOf(shape)
    return tensorFrom([...batch, ...shape], dtype, (i) => found[Math.floor(i / size)]![k]![i % size]!)
  })
}
