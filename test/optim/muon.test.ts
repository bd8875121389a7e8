// Muon against its formula in JavaScript numbers, and what orthogonalization is for.
import { describe, expect, it } from "vitest"
import { ArgumentError, linalg, type NDArray, numpy as np, optim, ShapeError } from "../../src/index.js"
import { close } from "../support/close.js"
import { bowl, descend, f64, updatesOf } from "./running.js"

type Matrix = readonly (readonly number[])[]
const times = (a: Matrix, b: Matrix): number[][] =>
  a.map((row) => (b[0] as readonly number[]).map((_, j) => row.reduce((s, x, k) => s + x * ((b[k] as readonly number[])[j] as number), 0)))
const flipped = (a: Matrix): number[][] => (a[0] as readonly number[]).map((_, j) => a.map((row) => row[j] as number))
const combine = (f: (...xs: readonly number[]) => number, ...ms: readonly Matrix[]): number[][] =>
  (ms[0] as Matrix).map((row, i) => row.map((_, j) => f(...ms.map((m) => (m[i] as readonly number[])[j] as number))))

/** Five quintic turns on a matrix over its Frobenius norm. */
const newtonSchulz = (matrix: Matrix): number[][] => {
  if (matrix.length > (matrix[0] as readonly number[]).length) return flipped(newtonSchulz(flipped(matrix)))
  const size = Math.sqrt(matrix.flat().reduce((s, x) => s + x * x, 0)) + 1e-8
  let x = combine((v) => (v as number) / size, matrix)
  for (let i = 0; i < 5; i++) {
    const a = times(x, flipped(x))
    const b = combine((p, q) => -4.775 * (p as number) + 2.0315 * (q as number), a, times(a, a))
    x = combine((p, q) => 3.4445 * (p as number) + (q as number), x, times(b, x))
  }
  return x
}

const gradients: readonly Matrix[] = [
  [
    [0.5, -2, 0.25],
    [1, 3, -0.5],
  ],
  [
    [0.1, -1, -0.5],
    [2, 0.3, 0.7],
  ],
]
const matrix = (m: Matrix): NDArray => f64(m.flat(), [m.length, (m[0] as readonly number[]).length])

/** β-means, looking one step ahead, orthogonalized. */
const muonRule = () => {
  let m: Matrix = gradients[0]?.map((row) => row.map(() => 0)) as Matrix
  return (g: Matrix, t: number): number[][] => {
    m = combine((a, b) => 0.95 * (a as number) + 0.05 * (b as number), m, g)
    return newtonSchulz(combine((a, b) => (0.95 * (a as number)) / (1 - 0.95 ** (t + 1)) + (0.05 * (b as number)) / (1 - 0.95 ** t), m, g))
  }
}

describe("orthogonalizeViaNewtonSchulz", () => {
  it("is five quintic turns, of wide and of tall matrices alike", () => {
    const g = gradients[0] as Matrix
    close(optim.orthogonalizeViaNewtonSchulz(matrix(g)), newtonSchulz(g), 1e-12)
    close(optim.orthogonalizeViaNewtonSchulz(matrix(flipped(g))), newtonSchulz(flipped(g)), 1e-12)
  })
  it("brings singular values near 1, whatever the preconditioning, and keeps singular vectors", () => {
    const g = matrix(gradients[0] as Matrix)
    for (const preconditioning of ["frobenius", "spectral", "aol", "schatten"] as const)
      for (const nsCoeffs of ["standard", "dion"] as const) {
        const values = linalg.svdvals(optim.orthogonalizeViaNewtonSchulz(g, { preconditioning, nsCoeffs })).js() as number[]
        for (const s of values) expect(Math.abs(s - 1)).toBeLessThan(0.35)
      }
    const u = optim.orthogonalizeViaNewtonSchulz(g)
    const product = np.matmul(u, g.T) // U S′ S Uᵀ: symmetric, as no other singular vectors would make it
    close(product, product.T.js() as number[][], 1e-12)
  })
  it("is exact with coefficients that converge", () => {
    const cubic = optim.orthogonalizeViaNewtonSchulz(matrix(gradients[0] as Matrix), { nsCoeffs: [1.5, -0.5, 0], nsSteps: 30 })
    close(
      np.matmul(cubic, cubic.T),
      [
        [1, 0],
        [0, 1],
      ],
      1e-12,
    )
  })
  it("is 0 of 0", () => close(optim.orthogonalizeViaNewtonSchulz(np.zeros([1, 2])), [[0, 0]]))
  it("names what is wrong with its input", () => {
    expect(() => optim.orthogonalizeViaNewtonSchulz(f64([1, 2]))).toThrow(ShapeError)
    expect(() => optim.scaleByMuon({ nsSteps: 6, nsCoeffs: "dion" })).toThrow(ArgumentError)
    expect(() => optim.scaleByMuon({ nsCoeffs: [1, 2] as never })).toThrow(ArgumentError)
    expect(() => optim.scaleByMuon({ nsSteps: 0 })).toThrow(ArgumentError)
    expect(() => optim.orthogonalizeViaNewtonSchulz(f64([1], [1, 1]), { preconditioning: "none" as never })).toThrow(ArgumentError)
    expect(() => optim.muon(0.1, { momentum: 0.9 } as never)).toThrow(/there is no such option/)
  })
})

describe("muon", () => {
  it("orthogonalizes the mean one step ahead; scaleByMuon is nothing more", () => {
    const rule = muonRule()
    for (const [i, u] of updatesOf(optim.scaleByMuon(), matrix(gradients[0] as Matrix), gradients.map(matrix)).entries())
      close(u, rule(gradients[i] as Matrix, i + 1), 1e-11)
  })
  it("adaptive steps are as long as the dual norm of the mean", () => {
    const g = gradients[0] as Matrix
    const u = newtonSchulz(g)
    const dual = g.flat().reduce((s, x, k) => s + x * (u.flat()[k] as number), 0)
    const [adaptive] = updatesOf(optim.scaleByMuon({ adaptive: true, nesterov: false }), matrix(g), [matrix(g)])
    close(
      adaptive as NDArray,
      combine((x) => dual * (x as number), u),
      1e-11,
    )
  })
  it("scales by the shape of matrices and gives the other leaves to Adam with Nesterov's momentum", () => {
    const b = [f64([0.5, -1]), f64([0.2, 3])]
    const params = { w: matrix(gradients[1] as Matrix), b: f64([1, 2]) }
    const grads = gradients.map((g, i) => ({ w: matrix(g), b: b[i] as NDArray }))
    const updates = updatesOf(optim.muon(0.1), params, grads)
    const adam = updatesOf(optim.nadam(0.1), params.b, b)
    const rule = muonRule()
    for (const [i, u] of updates.entries()) {
      close(
        u.w,
        combine((x) => -0.1 * Math.sqrt(3 / 2) * (x as number), rule(gradients[i] as Matrix, i + 1)),
        1e-11,
      )
      close(u.b, (adam[i] as NDArray).js() as number[], 1e-12)
    }
  })
  it("with consistentRms makes every update about as large", () => {
    const g = matrix(gradients[0] as Matrix)
    const [[plain], [even]] = [{}, { consistentRms: 0.2 }].map((o) => updatesOf(optim.muon(1, o), g, [g])) as [NDArray[], NDArray[]]
    close((even as NDArray).div(plain as NDArray), np.full([2, 3], (0.2 * Math.sqrt(3)) / Math.sqrt(1.5)).js() as number[][], 1e-6)
  })
  it("finds the bottom of a bowl", () => {
    const [{ w, b }] = descend(
      optim.muon(optim.linearSchedule(0.1, 0, 300)), // every step is as long as the schedule says: it must end
      bowl(0.5),
      { w: matrix(gradients[0] as Matrix), b: f64([1, -1]) },
      300,
    )
    close(w, np.full([2, 3], 0.5).js() as number[][], 2e-2)
    close(b, [0.5, 0.5], 5e-2)
  })
})
