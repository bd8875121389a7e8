// The four laws that every primitive owes, checked on one function at one point: adjoint, slope, batch, and the slope of the gradient.
import { expect } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { type Shape, sizeOf } from "../../src/core/aval.js"
import { type DType, isFloat } from "../../src/core/dtype.js"
import { tensorFrom } from "../../src/core/tensor.js"
import { arrayOf } from "../../src/runtime/interpreted.js"
import { jvp } from "../../src/transforms/jvp.js"
import { vjp } from "../../src/transforms/vjp.js"
import { vmap } from "../../src/transforms/vmap.js"

export type Apply = (...xs: NDArray[]) => NDArray | readonly NDArray[]
type ApplyMany = (...xs: NDArray[]) => NDArray[]

/** An array of a shape from its elements in row-major order. */
export const array = (shape: Shape, values: ArrayLike<number>, dtype: DType = "float64"): NDArray => {
  expect(values.length).toBe(sizeOf(shape))
  return arrayOf(tensorFrom(shape, dtype, (i) => values[i] as number))
}

/** Integers, int32. */
export const ints = (shape: Shape, values: ArrayLike<number>): NDArray => array(shape, values, "int32")

/** Numbers in (−1, 1) that look random and never change: fractions of multiples of an irrational number. */
export const spread = (shape: Shape, seed: number, dtype: DType = "float64"): NDArray => {
  const fraction = (x: number): number => x - Math.floor(x)
  return array(
    shape,
    Array.from({ length: sizeOf(shape) }, (_, i) => 2 * fraction((i + 1) * 0.6180339887498949 + seed * 0.7548776662466927) - 1),
    dtype,
  )
}

export const values = (x: NDArray): readonly number[] => [...x.dataSync()]

const many =
  (f: Apply): ApplyMany =>
  (...xs) =>
    [f(...xs)].flat() as NDArray[]

const directionLike = (x: NDArray, seed: number): NDArray => (isFloat(x.dtype) ? spread(x.shape, seed) : x)

const dot = (xs: readonly NDArray[], ys: readonly NDArray[]): number =>
  xs.reduce((total, x, i) => {
    if (!isFloat(x.dtype)) return total
    const other = values(ys[i] as NDArray)
    return values(x).reduce((sum, v, k) => sum + v * (other[k] as number), total)
  }, 0)

const close = (got: readonly number[], expected: readonly number[], digits: number): void => {
  expect(got.length).toBe(expected.length)
  got.forEach((g, i) => {
    expect(g).toBeCloseTo(expected[i] as number, digits)
  })
}

/** ⟨f′v, w⟩ = ⟨v, f′ᵀw⟩ */
const adjoint = (f: ApplyMany, xs: readonly NDArray[]): void => {
  const vs = xs.map((x, i) => directionLike(x, i + 11))
  const [, pushed] = jvp(f as never, xs as never, vs as never) as unknown as [unknown, NDArray[]]
  const [ys, pullback] = vjp(f as never, ...(xs as never[])) as unknown as [NDArray[], (w: NDArray[]) => NDArray[]]
  const ws = ys.map((y, i) => (isFloat(y.dtype) ? spread(y.shape, i + 23) : y))
  const forward = ys.map((y, i) => (isFloat(y.dtype) ? (pushed[i] as NDArray) : y))
  const backward = pullback(ws).map((x, i) => (isFloat((xs[i] as NDArray).dtype) ? x : (xs[i] as NDArray)))
  expect(dot(forward, ws)).toBeCloseTo(dot(vs, backward), 10)
}

const moved = (xs: readonly NDArray[], vs: readonly NDArray[], step: number): NDArray[] =>
  xs.map((x, i) => {
    const v = values(vs[i] as NDArray)
    return isFloat(x.dtype)
      ? array(
          x.shape,
          values(x).map((a, k) => a + step * (v[k] as number)),
        )
      : x
  })

/** f′v is the central difference of f along v. */
const slope = (f: ApplyMany, xs: readonly NDArray[]): void => {
  const vs = xs.map((x, i) => directionLike(x, i + 11))
  const [, pushed] = jvp(f as never, xs as never, vs as never) as unknown as [unknown, NDArray[]]
  const step = 1e-5
  const above = f(...moved(xs, vs, step))
  const below = f(...moved(xs, vs, -step))
  above.forEach((y, k) => {
    if (!isFloat(y.dtype)) return
    const low = values(below[k] as NDArray)
    const difference = values(y).map((a, i) => (a - (low[i] as number)) / (2 * step))
    close(values(pushed[k] as NDArray), difference, 7)
  })
}

/** The gradient of ⟨f(x), w⟩ obeys the laws as well: derivatives of derivatives are right. */
const gradient =
  (f: ApplyMany): ApplyMany =>
  (...xs) => {
    const [ys, pullback] = vjp(f as never, ...(xs as never[])) as unknown as [NDArray[], (w: NDArray[]) => NDArray[]]
    return pullback(ys).filter((_, i) => isFloat((xs[i] as NDArray).dtype))
  }

const lane = (x: NDArray, i: number): NDArray => {
  const shape = x.shape.slice(1)
  const size = sizeOf(shape)
  return array(shape, values(x).slice(i * size, (i + 1) * size), x.dtype)
}

const stacked = (lanes: readonly NDArray[]): NDArray => {
  const [first] = lanes as readonly [NDArray]
  return array([lanes.length, ...first.shape], lanes.flatMap(values), first.dtype)
}

/** vmap(f) = stack ∘ map f, for every choice of batched inputs; each batched input is rotated from lane to lane. */
const batch = (f: ApplyMany, xs: readonly NDArray[]): void => {
  const size = 3
  const rotated = (x: NDArray, by: number): NDArray => {
    const all = values(x)
    return array(
      x.shape,
      all.map((_, i) => all[(i + by) % all.length] as number),
      x.dtype,
    )
  }
  for (let choice = 1; choice < 1 << xs.length; choice++) {
    const isBatched = (i: number): boolean => (choice & (1 << i)) !== 0
    const full = xs.map((x, i) => (isBatched(i) ? stacked(Array.from({ length: size }, (_, k) => rotated(x, k))) : x))
    const inAxes = xs.map((_, i) => (isBatched(i) ? 0 : null))
    const got = vmap(f as never, { inAxes })(...(full as never[])) as unknown as NDArray[]
    const lanes = Array.from({ length: size }, (_, k) => f(...full.map((x, i) => (isBatched(i) ? lane(x, k) : x))))
    got.forEach((y, k) => {
      const expected = stacked(lanes.map((ys) => ys[k] as NDArray))
      expect(y.shape).toEqual(expected.shape)
      close(values(y), values(expected), 10)
    })
  }
}

/** Checks adjoint, slope and batch of `f` and of its gradient. Inputs that are indices are rotated too, so any order of them must do. */
export const obeysLaws = (f: Apply, xs: readonly NDArray[]): void => {
  const direct = many(f)
  const bent = gradient(direct)
  for (const g of [direct, bent]) {
    batch(g, xs)
    adjoint(g, xs)
    slope(g, xs)
  }
}

/** The Jacobian by reverse mode, one row for each element of the result. */
export const jacobian = (f: (x: NDArray) => NDArray, x: NDArray): readonly (readonly number[])[] => {
  const [y, pullback] = vjp(f, x)
  return Array.from({ length: y.size }, (_, row) => {
    const unit = values(y).map((_, i) => (i === row ? 1 : 0))
    return values(pullback(array(y.shape, unit))[0])
  })
}
