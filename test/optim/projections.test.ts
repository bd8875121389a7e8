// Projections: the nearest point of a convex set. And the vector space of trees that they live in.
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { grad, type NDArray, numpy as np, optim } from "../../src/index.js"
import { close } from "../support/close.js"

type Pair = readonly [NDArray, NDArray]
const f64 = (xs: readonly number[]): NDArray => np.array([...xs], { dtype: "float64" })
const points = fc
  .array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 5, maxLength: 5 })
  .map((xs): Pair => [f64(xs.slice(0, 2)), f64(xs.slice(2))])
const normal: Pair = [f64([1, -2]), f64([0.5, 1, 2])]

const distance = (x: Pair, y: Pair): number => optim.globalNorm(optim.treeSub(x, y)).item()
const numbers = (x: Pair): readonly number[] => x.flatMap((a) => Array.from(a.dataSync()))
const sum = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0)

interface Case {
  readonly project: (x: Pair) => Pair
  readonly isInside: (xs: readonly number[]) => boolean
}
const eps = 1e-9
const dot = (xs: readonly number[]): number => sum(numbers(normal).map((a, i) => a * (xs[i] as number)))
const cases: Readonly<Record<string, Case>> = {
  nonNegative: { project: optim.projectionNonNegative, isInside: (xs) => xs.every((x) => x >= 0) },
  box: { project: (x) => optim.projectionBox(x, -1, 2), isInside: (xs) => xs.every((x) => x >= -1 && x <= 2) },
  hypercube: { project: (x) => optim.projectionHypercube(x), isInside: (xs) => xs.every((x) => x >= 0 && x <= 1) },
  linfBall: { project: (x) => optim.projectionLinfBall(x, 0.5), isInside: (xs) => xs.every((x) => Math.abs(x) <= 0.5) },
  simplex: { project: (x) => optim.projectionSimplex(x, 2), isInside: (xs) => xs.every((x) => x >= 0) && Math.abs(sum(xs) - 2) < eps },
  l1Ball: { project: (x) => optim.projectionL1Ball(x, 2), isInside: (xs) => sum(xs.map(Math.abs)) <= 2 + eps },
  l2Ball: { project: (x) => optim.projectionL2Ball(x, 2), isInside: (xs) => Math.hypot(...xs) <= 2 + eps },
  vector: {
    project: (x) => optim.projectionVector(x, normal),
    isInside: (xs) => Math.abs(dot(xs) ** 2 - sum(xs.map((x) => x * x)) * dot(numbers(normal))) < 1e-6,
  },
  hyperplane: { project: (x) => optim.projectionHyperplane(x, normal, 3), isInside: (xs) => Math.abs(dot(xs) - 3) < eps },
  halfspace: { project: (x) => optim.projectionHalfspace(x, normal, 1), isInside: (xs) => dot(xs) <= 1 + eps },
}

describe("projections", () => {
  it.each(Object.keys(cases))("onto the %s land in the set, are idempotent, and bring no two points apart", (name) => {
    const { project, isInside } = cases[name] as Case
    fc.assert(
      fc.property(points, points, (x, y) => {
        const [px, py] = [project(x), project(y)]
        expect(isInside(numbers(px))).toBe(true)
        expect(distance(project(px), px)).toBeLessThan(1e-7)
        expect(distance(px, py)).toBeLessThanOrEqual(distance(x, y) + 1e-9)
      }),
      { numRuns: 25 },
    )
  })
  it("no point of the simplex is nearer than the projection", () => {
    fc.assert(
      fc.property(points, points, (x, y) => {
        const other = optim.projectionSimplex(y)
        expect(distance(x, optim.projectionSimplex(x))).toBeLessThanOrEqual(distance(x, other) + 1e-9)
      }),
      { numRuns: 25 },
    )
  })
  it("known points", () => {
    close(optim.projectionSimplex(np.array([2, 0, 0])), [1, 0, 0])
    close(optim.projectionSimplex(np.array([0.5, 0.5, 0.5])), [1 / 3, 1 / 3, 1 / 3])
    close(optim.projectionL1Sphere(np.array([3, -1])), [1, 0])
    close(optim.projectionL1Ball(np.array([0.2, -0.3])), [0.2, -0.3])
    close(optim.projectionL2Sphere(np.array([3, 4]), 10), [6, 8])
    close(optim.projectionL2Ball(np.array([3, 4])), [0.6, 0.8])
    close(optim.projectionHyperplane(np.array([1, 1]), np.array([0, 2]), 4), [1, 2])
    close(optim.projectionVector(np.array([3, 4]), np.array([2, 0])), [3, 0])
  })
})

describe("trees as vectors", () => {
  const x: Pair = [np.array([1, -2]), np.array([3])]
  const y: Pair = [np.array([4, 0.5]), np.array([-1])]
  it("sums, multiples and products", () => {
    expect(numbers(optim.treeAdd(x, y))).toEqual([5, -1.5, 2])
    expect(numbers(optim.treeSub(x, y))).toEqual([-3, -2.5, 4])
    expect(numbers(optim.treeMul(x, y))).toEqual([4, -1, -3])
    expect(numbers(optim.treeDiv(x, y))).toEqual([0.25, -4, -3])
    expect(numbers(optim.treeScale(2, x))).toEqual([2, -4, 6])
    expect(numbers(optim.treeAddScale(x, 2, y))).toEqual([9, -1, 1])
    expect(optim.treeVdot(x, y).item()).toBe(0)
    expect(numbers(optim.treeClip(x, 0, null))).toEqual([1, 0, 3])
    expect(numbers(optim.treeWhere(false, x, y))).toEqual(numbers(y))
  })
  it("reductions and norms", () => {
    expect([optim.treeSum(x), optim.treeMax(x), optim.treeMin(x)].map((s) => s.item())).toEqual([2, 3, -2])
    expect(optim.treeSize(x)).toBe(3)
    close(optim.treeNorm(x), Math.sqrt(14))
    close(optim.treeNorm(x, { squared: true }), 14)
    close(optim.treeNorm(x, { ord: 1 }), 6)
    close(optim.treeNorm(x, { ord: Number.POSITIVE_INFINITY }), 3)
  })
  it("likenesses", () => {
    expect(numbers(optim.treeZerosLike(x))).toEqual([0, 0, 0])
    expect(numbers(optim.treeOnesLike(x))).toEqual([1, 1, 1])
    expect(numbers(optim.treeFullLike(x, 7))).toEqual([7, 7, 7])
    expect(optim.treeCast(x, "float16")[0].dtype).toBe("float16")
  })
})

describe("numerics", () => {
  it("safeNorm has a derivative at 0", () => {
    close(grad((x: NDArray) => optim.safeNorm(x, 0))(np.zeros([2])), [0, 0])
    close(grad((x: NDArray) => optim.safeNorm(x, 0))(np.array([3, 4])), [0.6, 0.8])
    close(optim.safeNorm(np.array([0.3, 0.4]), 1), 1)
    close(optim.safeRootMeanSquares(np.array([3, 4]), 1), Math.sqrt(12.5))
  })
  it("scaleGradient changes the way back only", () => {
    const f = (x: NDArray): NDArray => optim.scaleGradient({ x }, 0.1).x.square()
    close(f(np.array(3)), 9)
    close(grad(f)(np.array(3)), 0.6)
  })
})
