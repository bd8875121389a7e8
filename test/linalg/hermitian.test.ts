// Eigenvalues of Hermitian matrices and singular values of complex ones, interpreted and compiled: by residuals at every size that another branch
// begins at, of matrices that are hard on them, and against one another, up to the phases that nothing determines where elements tie.
import { describe, expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import "../../src/index.js" // residuals of large matrices are compiled, too
import { dtypeInfo, realOf } from "../../src/core/dtype.js"
import { fromStorage, type Tensor } from "../../src/core/tensor.js"
import * as np from "../../src/numpy/index.js"
import { linalg } from "../../src/numpy/index.js"
import { eighP } from "../../src/primitives/linalg/eigh.js"
import { svdP } from "../../src/primitives/linalg/svd.js"
import * as random from "../../src/random/index.js"
import { grad, jit, vmap } from "../../src/transforms/index.js"
import { interpretedIn } from "../lowering/agree.js"
import { alsoIf } from "../support/sweep.js"
import { orthonormalColumns } from "./matrices.js"

const wide = ["complex64", "complex128"] as const
type Wide = (typeof wide)[number]
const sizes = [1, 2, 3, 8, 33, 70]

const normal = (shape: readonly number[], dtype: Wide = "complex128", seed = 0): NDArray =>
  random.normal(random.key(seed), shape, { dtype })
const adjoint = (x: NDArray): NDArray => np.matrixTranspose(x).conj()
const hermitian = (shape: readonly number[], dtype: Wide, seed = 0): NDArray => {
  const x = normal(shape, dtype, seed)
  return x.add(adjoint(x))
}
const numbers = (x: NDArray): readonly number[] => Array.from(x.dataSync() as ArrayLike<number>)
const largest = (x: NDArray): number =>
  numbers(np.abs(x).astype("float64")).reduce((most, v) => (Number.isNaN(v) ? v : Math.max(most, v)), 0)
/** Of Frobenius, computed without overflow. */
const norm = (x: NDArray): number => {
  const data = numbers(x)
  const most = data.reduce((m, v) => Math.max(m, Math.abs(v)), 0)
  return most * Math.sqrt(data.reduce((sum, v) => sum + (v / (most || 1)) ** 2, 0))
}

/** Requires `|x| ≤ units · n · eps · scale`. */
const expectTiny = (x: NDArray, scale: number, units = 8): void => {
  const bound = units * Math.max(1, ...x.shape.slice(-2)) * dtypeInfo[x.dtype].eps * Math.max(scale, Number.MIN_VALUE)
  expect(largest(x), `residual of ${x.dtype}[${x.shape}] within ${bound}`).toBeLessThanOrEqual(bound)
}

const unitary = (q: NDArray): void => {
  const n = q.shape.at(-1) as number
  const unit = np.broadcastTo(np.eye(n, n, { dtype: q.dtype }), [...q.shape.slice(0, -2), n, n])
  expectTiny(np.matmul(adjoint(q), q).sub(unit), 1, (8 * Math.max(1, q.shape.at(-2) as number)) / Math.max(1, n))
}

/** In every column an element that none is greater than, but for ties, is real and positive. */
const upright = (q: NDArray): void => {
  const tie = 1e-4
  const sizes = np.abs(q)
  const ties = np.max(sizes, -2, { keepdims: true }).sub(sizes).lessEqual(tie)
  const positive = np.real(q).add(tie).greaterEqual(sizes)
  expect(np.all(np.any(np.logicalAnd(ties, positive), -2)).js()).toBe(true)
}

type Pairs = readonly [w: NDArray, v: NDArray]
type Parts = readonly [u: NDArray, s: NDArray, vh: NDArray]

const tensorOf = (x: NDArray): Tensor => fromStorage(x.shape, x.dtype, x.dataSync() as never)
const arrayOf = ({ shape, dtype, data }: Tensor): NDArray => {
  if (!dtype.startsWith("complex")) return np.array(Float64Array.from(data as ArrayLike<number>), { dtype }).reshape(shape)
  const pairs = Array.from({ length: data.length / 2 }, (_, i) => ({ re: data[2 * i] as number, im: data[2 * i + 1] as number }))
  return (pairs.length === 0 ? np.zeros(shape, { dtype }) : np.array(pairs, { dtype })).reshape(shape)
}
const never = (): never => {
  throw new Error("has no sub-programs")
}

const compiledEigh = jit((x: NDArray) => linalg.eigh(x, { symmetrizeInput: false })) as (x: NDArray) => Pairs
const interpretedEigh = (x: NDArray): Pairs => {
  const [v, w] = eighP.evaluate([tensorOf(x)], { lower: true }, never).map(arrayOf) as [NDArray, NDArray]
  return [w, v]
}
const compiledThin = jit((x: NDArray) => linalg.svd(x, { fullMatrices: false })) as (x: NDArray) => Parts
const compiledFull = jit((x: NDArray) => linalg.svd(x)) as (x: NDArray) => Parts
const compiledSvd = (x: NDArray, full: boolean): Parts => (full ? compiledFull : compiledThin)(x)
const interpretedSvd = (x: NDArray, fullMatrices: boolean): Parts => {
  const [s, u, vh] = svdP.evaluate([tensorOf(x)], { fullMatrices, computeUv: true }, never).map(arrayOf) as [NDArray, NDArray, NDArray]
  return [u, s, vh]
}
const svdvals = jit((x: NDArray) => linalg.svdvals(x))

const ascends = (x: NDArray): boolean => numbers(x).every((v, i, all) => i === 0 || v >= (all[i - 1] as number))

const checkEigen = (a: NDArray, [w, v]: Pairs): NDArray => {
  expect([w.dtype, v.dtype]).toEqual([realOf(a.dtype), a.dtype])
  expectTiny(np.matmul(v.mul(np.expandDims(w, -2).astype(a.dtype)), adjoint(v)).sub(a), norm(a))
  unitary(v)
  upright(v)
  return w
}

const checkSingular = (a: NDArray, [u, s, vh]: Parts): NDArray => {
  const k = s.shape.at(-1) as number
  expect([s.dtype, u.dtype, vh.dtype]).toEqual([realOf(a.dtype), a.dtype, a.dtype])
  const left = u.slice(...a.shape.slice(0, -1).map(() => []), [0, k])
  const right = vh.slice(...a.shape.slice(0, -2).map(() => []), [0, k])
  expectTiny(np.matmul(left.mul(np.expandDims(s, -2).astype(a.dtype)), right).sub(a), norm(a))
  unitary(u)
  unitary(adjoint(vh))
  upright(u)
  expect(numbers(s).every((x) => x >= 0)).toBe(true)
  return s
}

/** Columns are the same but for phases: `|⟨xⱼ, yⱼ⟩| = 1`, where values are this far apart. */
const sameColumns = (x: NDArray, y: NDArray, values: NDArray): void => {
  const data = numbers(values)
  const apart = data.reduce(
    (least, v, i) => (i === 0 ? least : Math.min(least, Math.abs(v - (data[i - 1] as number)))),
    Number.POSITIVE_INFINITY,
  )
  const overlap = np.abs(np.sum(x.conj().mul(y), -2)).sub(1)
  expectTiny(overlap, 1, 8 + (8 * norm(values)) / apart)
}

/** Orthonormal columns, the same ones each time. */
const turning = orthonormalColumns<Wide>(normal)

/** The matrix of these values between orthonormal columns, the same on both sides or others. */
const turned = (n: number, dtype: Wide, values: (i: number) => number, same: boolean): NDArray => {
  const q = turning(n, dtype, n)
  const p = same ? q : turning(n, dtype, n + 1)
  const row = np.array(
    Array.from({ length: n }, (_, i) => values(i)),
    { dtype: realOf(dtype) },
  )
  const product = np.matmul(q.mul(row.astype(dtype)), adjoint(p))
  return same ? product.add(adjoint(product)).mul(0.5) : product
}

const great = (dtype: Wide): number => (dtype === "complex64" ? 1e36 : 1e305)
const little = (dtype: Wide): number => (dtype === "complex64" ? 1e-30 : 1e-290)
const spread: readonly (readonly [string, (i: number, n: number, dtype: Wide) => number])[] = [
  ["nothing", () => 0],
  ["multiples of the identity", () => 3],
  ["few different values", (i) => i % 3],
  ["clusters", (i) => 1 + (i % 4) * 1e-13],
  ["of low rank", (i) => (i < 2 ? i + 1 : 0)],
  ["forty decades", (i, n) => 10 ** ((-40 * i) / n)],
  ["near overflow", (i, n, dtype) => (i - n / 3) * great(dtype)],
  ["near underflow", (i, n, dtype) => (i - n / 3) * little(dtype)],
]

describe.each(wide)("%s", (dtype) => {
  test.each(sizes)("V·diag(w)·Vᴴ = A of %i rows, compiled as interpreted", (n) => {
    const a = hermitian([n, n], dtype, n)
    const [compiled, interpreted] = [compiledEigh(a), interpretedEigh(a)]
    const [w, expected] = [checkEigen(a, compiled), checkEigen(a, interpreted)]
    expect([ascends(w), ascends(expected)]).toEqual([true, true])
    expectTiny(w.sub(expected), norm(a))
    sameColumns(compiled[1], interpreted[1], w)
    expectTiny(linalg.eigvalsh(a).sub(w), norm(a))
  })

  test.each(sizes.filter((n) => n <= 64))("U·Σ·Vᴴ = A of %i rows and columns, tall and wide, compiled as interpreted", (n) => {
    for (const shape of [
      [n, n],
      [n + 3, n],
      [n, 2 * n + 1],
    ])
      for (const full of [false, true]) {
        if (!alsoIf(full || (dtype === "complex64" && shape[0] !== shape[1]))) continue // of the others, batches are thin
        const a = normal(shape, dtype, n)
        const compiled = compiledSvd(a, full)
        const s = checkSingular(a, compiled)
        expect(ascends(s.neg())).toBe(true)
        expectTiny(s.sub(svdvals(a)), norm(a))
        if (!alsoIf(n <= 8 || shape[0] === shape[1])) continue // the reference takes its time
        const interpreted = interpretedSvd(a, full)
        expectTiny(s.sub(checkSingular(a, interpreted)), norm(a))
        const own = (x: Parts): NDArray => x[0].slice([], [0, n])
        sameColumns(own(compiled), own(interpreted), s)
      }
  })

  test.each(spread)("hard matrices: %s", (_, of) => {
    for (const n of [7, 40, 70]) {
      const a = turned(n, dtype, (i) => of(i, n, dtype), true)
      const w = checkEigen(a, compiledEigh(a))
      expect(ascends(w)).toBe(true)
      const evaluated = alsoIf(n <= 40) // blocks are the compiled program's: a larger size tells nothing new of the reference
      if (evaluated) expectTiny(w.sub(checkEigen(a, interpretedEigh(a))), norm(a))
      const b = turned(n, dtype, (i) => of(i, n, dtype), false)
      const s = checkSingular(b, compiledSvd(b, true))
      expect(ascends(s.neg())).toBe(true)
      if (evaluated) expectTiny(s.sub(checkSingular(b, interpretedSvd(b, true))), norm(b))
    }
  })

  test("what is diagonal, imaginary or real already", () => {
    const i = np.array({ re: 0, im: 1 }, { dtype })
    for (const n of [3, 40]) {
      const eye = np.eye(n, n, { dtype })
      const skew = np.triu(np.ones([n, n], { dtype }), 1)
      for (const a of [eye, skew.add(adjoint(skew)), skew.sub(adjoint(skew)).mul(i)]) checkEigen(a, compiledEigh(a))
      for (const a of [eye.mul(i), skew, skew.mul(i).add(eye)]) checkSingular(a, compiledSvd(a, true))
    }
  })

  test.each([
    [300, 3, 3],
    [70, 6, 4],
    [2, 3, 5],
    [3, 40, 40],
    [2, 36, 50],
  ])("a batch is decomposed matrix by matrix: %i of %i × %i", (count, m, n) => {
    const a = normal([count, m, n], dtype)
    const s = checkSingular(a, compiledSvd(a, false))
    const last = a.slice([count - 1, count]).reshape([m, n])
    expectTiny(s.slice(count - 1).sub(svdvals(last)), norm(last))
    const h = np.matmul(adjoint(a), a)
    const w = checkEigen(h, compiledEigh(h))
    expectTiny(w.slice(count - 1).sub(interpretedEigh(h.slice(count - 1))[0]), norm(h))
    const [v, values] = linalg.eigh(h, { UPLO: "U", symmetrizeInput: false }).toReversed() as unknown as readonly [NDArray, NDArray]
    checkEigen(h, [values, v])
  })

  test("one triangle is read, and of the diagonal the real parts", () => {
    for (const n of [4, 36]) {
      const a = hermitian([n, n], dtype)
      const noise = normal([n, n], dtype, 5)
      const imaginary = np.eye(n, n, { dtype }).mul(np.array({ re: 0, im: 7 }, { dtype }))
      const lower = np.tril(a).add(np.triu(noise, 1)).add(imaginary)
      const upper = np.triu(a).add(np.tril(noise, -1)).add(imaginary)
      const options = { symmetrizeInput: false } as const
      for (const f of [(x: NDArray) => linalg.eigh(x, options), compiledEigh]) checkEigen(a, f(lower))
      checkEigen(a, linalg.eigh(upper, { ...options, UPLO: "U" }))
    }
  })

  test.each([2, 5, 40])("what is not finite gives NaN, in its own matrix alone: %i rows", (n) => {
    const good = hermitian([n, n], dtype)
    const spot = np.zeros([n, n], { dtype: realOf(dtype) }).at(1, 0)
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const hole = spot.set(bad)
      for (const broken of [
        np.real(good).add(hole).astype(dtype),
        good.add(hole.astype(dtype).mul(np.array({ re: 0, im: 1 }, { dtype }))),
      ]) {
        const both = np.stack([broken, good])
        const evaluated = alsoIf(n <= 5) ? [interpretedEigh(both), interpretedSvd(both, false)] : []
        for (const results of [compiledEigh(both), compiledSvd(both, true), ...evaluated])
          for (const x of results) {
            expect(numbers(x.slice(1)).every(Number.isFinite)).toBe(true)
            expect(np.all(np.isnan(x.slice(0))).js()).toBe(true)
          }
      }
    }
  })
})

describe("one program", () => {
  test.each([[[2, 2]], [[5, 3, 3]], [[40, 40]], [[0, 3, 3]]])("nothing is left to the interpreter: %j", (shape) => {
    const x = np.zeros(shape, { dtype: "complex64" })
    expect(interpretedIn((x) => linalg.eigh(x as NDArray), x)).toEqual([])
    expect(interpretedIn((x) => linalg.svd(x as NDArray), x)).toEqual([])
    expect(interpretedIn((x) => linalg.svdvals(x as NDArray), x)).toEqual([])
  })
  test.each([5, 40])("under jit, vmap and grad at once: %i rows", (n) => {
    const loss = (x: NDArray): NDArray => np.sum(np.log(linalg.svdvals(x).add(1))).add(np.sum(linalg.eigvalsh(x).pow(3)))
    const batch = normal([3, n, n]).mul(0.2)
    const found = jit(vmap(grad(loss)))(batch)
    for (const i of [1, 2]) expectTiny(found.slice(i).sub(grad(loss)(batch.slice(i))), largest(found), 64)
  })
})
