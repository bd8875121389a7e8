// Arrays as the laws handle them: built, taken apart and compared by plain loops, so that nothing under test judges itself.
import { expect } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { type Shape, showAval, sizeOf } from "../../src/core/aval.js"
import { type DType, dtypeInfo, isComplex, isInexact, realOf, widthOf } from "../../src/core/dtype.js"
import { type Tensor, tensor, workingArray } from "../../src/core/tensor.js"
import { arrayOf } from "../../src/runtime/interpreted.js"

/** One argument list. */
export type Point = readonly NDArray[]

/** A function of a flat list of arrays, with a flat list of results. */
export type Flat = (...xs: NDArray[]) => NDArray[]

/** An array from its numbers in row-major order: its elements, or real and imaginary parts in turn. */
export const arrayFrom = (shape: Shape, dtype: DType, number: (i: number) => number): NDArray => {
  const data = workingArray(shape, dtype)
  for (let i = 0; i < data.length; i++) data[i] = number(i)
  return arrayOf(tensor(shape, dtype, data))
}

/** A rank-0 array. */
export const scalar = (value: number, dtype: DType = "float64"): NDArray => arrayFrom([], dtype, () => value)

/** The same numbers, marked as if they came from bare JavaScript numbers. */
export const weakened = (x: NDArray): NDArray => arrayOf({ shape: x.shape, dtype: x.dtype, data: x.dataSync() } satisfies Tensor, true)

export const numbers = (x: NDArray): readonly number[] => Array.from(x.dataSync())

/** The numbers of float arrays, one list after the other: what derivatives are made of. */
export const floats = (xs: readonly NDArray[]): readonly number[] => xs.filter((x) => isInexact(x.dtype)).flatMap(numbers)

/** The numbers of float arrays, imaginary parts with the opposite sign. */
const conjugated = (xs: readonly NDArray[]): readonly number[] =>
  xs.filter((x) => isInexact(x.dtype)).flatMap((x) => numbers(x).map((t, i) => (isComplex(x.dtype) && i % 2 === 1 ? -t : t)))

/** `⟨x, y⟩` over all float arrays of two lists: of complex ones `Re Σ x·y`, in which nothing is conjugated, as derivatives have it. */
export const dot = (xs: readonly NDArray[], ys: readonly NDArray[]): number => {
  const [a, b] = [floats(xs), conjugated(ys)]
  expect(a.length).toBe(b.length)
  return a.reduce((total, x, i) => total + x * (b[i] as number), 0)
}

/** Two lists combined element by element; arrays that are not float stay those of the first. */
export const zip = (f: (x: number, y: number) => number, xs: readonly NDArray[], ys: readonly NDArray[]): NDArray[] =>
  xs.map((x, k) => {
    if (!isInexact(x.dtype)) return x
    const [a, b] = [x.dataSync(), (ys[k] as NDArray).dataSync()]
    return arrayFrom(x.shape, x.dtype, (i) => f(a[i] as number, b[i] as number))
  })

const strideAt = (shape: Shape, axis: number): number => sizeOf(shape.slice(axis + 1))

/** Arrays of one shape side by side along a new axis. */
export const stack = (xs: readonly NDArray[], axis: number): NDArray => {
  const [first] = xs as readonly [NDArray]
  const inner = sizeOf(first.shape.slice(axis)) * widthOf(first.dtype)
  const data = xs.map((x) => x.dataSync())
  return arrayFrom([...first.shape.slice(0, axis), xs.length, ...first.shape.slice(axis)], first.dtype, (i) => {
    const outer = Math.floor(i / (inner * xs.length))
    return (data[Math.floor(i / inner) % xs.length] as ArrayLike<number>)[outer * inner + (i % inner)] as number
  })
}

/** The slices of an array along one axis. */
export const unstack = (x: NDArray, axis: number): NDArray[] => {
  const size = x.shape[axis] as number
  const inner = strideAt(x.shape, axis) * widthOf(x.dtype)
  const data = x.dataSync()
  return Array.from({ length: size }, (_, k) =>
    arrayFrom(x.shape.toSpliced(axis, 1), x.dtype, (i) => data[(Math.floor(i / inner) * size + k) * inner + (i % inner)] as number),
  )
}

/** How far two ways to the same number may be apart, in units in the last place of the greatest element: fewer where units are large. */
export const slack = (dtype: DType): number =>
  ({ 2: 8, 4: 64, 8: 1024 })[dtypeInfo[realOf(dtype)].bytes as 2 | 4 | 8] * dtypeInfo[dtype].eps

/** Equal avals, and equal numbers: exactly for integers, up to rounding for floats. NaN equals nothing. */
export const expectSame = (actual: readonly NDArray[], expected: readonly NDArray[], what: string): void => {
  expect(
    actual.map((x) => showAval({ ...x.aval, weakType: false })),
    what,
  ).toEqual(expected.map((x) => showAval({ ...x.aval, weakType: false })))
  actual.forEach((x, k) => {
    const tolerance = isInexact(x.dtype) ? slack(x.dtype) : 0
    expectNear(numbers(x), numbers(expected[k] as NDArray), tolerance, `${what}, result ${k}`)
  })
}

/** The largest finite magnitude. */
export const largestOf = (data: ArrayLike<number>): number =>
  Array.from(data).reduce((m, x) => (Number.isFinite(x) ? Math.max(m, Math.abs(x)) : m), 0)

/** `|a − e| ≤ tolerance · max(1, |e|∞)` for every element. */
export const expectNear = (actual: readonly number[], expected: readonly number[], tolerance: number, what: string): void => {
  expect(actual.length, what).toBe(expected.length)
  const scale = Math.max(1, largestOf(expected))
  actual.forEach((a, i) => {
    const e = expected[i] as number
    if (a !== e && !(Math.abs(a - e) <= tolerance * scale))
      expect.fail(`${what}, element ${i}: got ${a}, expected ${e} within ${tolerance * scale}`)
  })
}

/** How far two ways to compute something from these arrays may be apart, relative to its size. */
export const rounding = (xs: readonly NDArray[]): number => Math.max(0, ...xs.filter((x) => isInexact(x.dtype)).map((x) => slack(x.dtype)))
