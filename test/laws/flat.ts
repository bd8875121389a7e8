// Transforms of functions of flat lists, as functions of flat lists again: what a law compares, jits and batches like any other function.
import type { NDArray } from "../../src/core/array.js"
import { isComplex, isInexact } from "../../src/core/dtype.js"
import { add, mul } from "../../src/primitives/elementwise/arithmetic.js"
import { convertElementType } from "../../src/primitives/elementwise/convert.js"
import { reduceSum } from "../../src/primitives/sum.js"
import { fill } from "../../src/primitives/vector.js"
import { grad } from "../../src/transforms/grad.js"
import { jvp } from "../../src/transforms/jvp.js"
import { vjp } from "../../src/transforms/vjp.js"
import type { Flat, Point } from "./arrays.js"

export const isMoving = (x: NDArray): boolean => isInexact(x.dtype)

/** The places of the float arguments, the ones that derivatives are about. */
export const movingPlaces = (xs: Point): readonly number[] => xs.map((_, i) => i).filter((i) => isMoving(xs[i] as NDArray))

/** `(x…, ẋ…) ↦ (y…, ẏ…)` for a function of `n` arguments. */
export const dual =
  (f: Flat, n: number): Flat =>
  (...zs) =>
    jvp(f, zs.slice(0, n), zs.slice(n)).flat()

/** `ẋ ↦ ẏ` at a point. */
export const pushed = (f: Flat, xs: Point, vs: Point): NDArray[] => jvp(f, [...xs], [...vs])[1]

/** `(x…, ȳ…) ↦ x̄…` for a function of `n` arguments. */
export const pulled =
  (f: Flat, n: number): Flat =>
  (...zs) =>
    vjp(f, ...zs.slice(0, n))[1](zs.slice(n))

/** `x ↦ ⟨f(x), u⟩`, a scalar that sees every float result. */
export const against =
  (f: Flat, us: Point) =>
  (...xs: NDArray[]): NDArray =>
    f(...xs).reduce<NDArray>(
      (total, y, k) => {
        if (!isMoving(y)) return total
        const wide = isComplex(y.dtype) ? "complex128" : "float64"
        const product = mul(convertElementType(y, wide), convertElementType(us[k] as NDArray, wide))
        const term = convertElementType(product, "float64") // of complex numbers, the real part
        return add(
          total,
          reduceSum(
            term,
            y.shape.map((_, axis) => axis),
          ),
        )
      },
      fill(0, { shape: [], dtype: "float64" }),
    )

/** `x ↦ ∂⟨f(x), u⟩/∂x` for the float arguments, as a list; the others are held. */
export const gradients =
  (f: Flat, us: Point): Flat =>
  (...xs) => {
    const argnums = movingPlaces(xs)
    return argnums.length === 0 ? [] : [...(grad(against(f, us), { argnums })(...xs) as unknown as readonly NDArray[])]
  }

/** `f` as a function of its float arguments; the others stay at the point. */
export const onMoving = (f: Flat, xs: Point): { readonly f: Flat; readonly xs: NDArray[] } => {
  const places = movingPlaces(xs)
  return {
    f: (...zs) => f(...xs.map((x, i) => (places.includes(i) ? (zs[places.indexOf(i)] as NDArray) : x))),
    xs: places.map((i) => xs[i] as NDArray),
  }
}

/** The float arrays of a list. */
export const moving = (xs: Point): NDArray[] => xs.filter(isMoving)

/** The directions that belong to the float arrays of a list. */
export const along = (directions: Point, xs: Point): NDArray[] => directions.filter((_, i) => isMoving(xs[i] as NDArray))
