// What each.ts is for real matrices, for complex ones: the reference algorithms see one matrix at a time, of pairs of float64 numbers.
import { sizeOf } from "../../core/aval.js"
import { isComplex, widthOf } from "../../core/dtype.js"
import { type Tensor, tensor, workingArray } from "../../core/tensor.js"
import { type C, conj } from "../scalar/complex.js"
import type { Result } from "./each.js"

/** A matrix while it is worked on: row-major. */
export interface ComplexMatrix {
  readonly m: number
  readonly n: number
  readonly at: C[]
}

export const complexMatrix = (m: number, n: number, entry: (i: number, j: number) => C = () => [0, 0]): ComplexMatrix => ({
  m,
  n,
  at: Array.from({ length: m * n }, (_, p) => entry(Math.floor(p / n), p % n)),
})

export const complexIdentity = (n: number): ComplexMatrix => complexMatrix(n, n, (i, j) => [i === j ? 1 : 0, 0])

/** The transpose, not conjugated. */
export const complexTransposed = ({ m, n, at }: ComplexMatrix): ComplexMatrix => complexMatrix(n, m, (i, j) => at[j * n + i]!)
export const conjugatedMatrix = ({ m, n, at }: ComplexMatrix): ComplexMatrix => ({ m, n, at: at.map(conj) })

/** One matrix's result: complex elements, or whole numbers such as positions. */
type Found = readonly C[] | ArrayLike<number>

/** Applies `f` to every matrix of a batch (to every pair, of two batches alike); real ones become complex. */
export const eachComplexMatrix = (
  xs: readonly Tensor[],
  results: readonly Result[],
  f: (matrices: readonly ComplexMatrix[]) => readonly Found[],
): readonly Tensor[] => {
  const batch = (xs[0] as Tensor).shape.slice(0, -2)
  const elementOf = ({ dtype, data }: Tensor, i: number): C => (isComplex(dtype) ? [data[2 * i]!, data[2 * i + 1]!] : [data[i]!, 0])
  const found = Array.from({ length: sizeOf(batch) }, (_, b) =>
    f(
      xs.map((x) => {
        const [m, n] = x.shape.slice(-2) as [number, number]
        return complexMatrix(m, n, (i, j) => elementOf(x, (b * m + i) * n + j))
      }),
    ),
  )
  return results.map(({ shape, dtype }, k) => {
    const whole = [...batch, ...shape]
    const data = workingArray(whole, dtype)
    found.forEach((each, b) => {
      const offset = b * sizeOf(shape) * widthOf(dtype)
      Array.from(each[k] as ArrayLike<C | number>).forEach((x, i) => {
        if (typeof x === "number") data[offset + i] = x
        else data.set(x, offset + 2 * i)
      })
    })
    return tensor(whole, dtype, data)
  })
}
