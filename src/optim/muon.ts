// Muon: momentum whose singular values are all brought near 1, so that every direction of a weight matrix is trained alike.
import type { ArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { norm } from "../linalg/index.js"
import * as np from "../numpy/index.js"
import { map } from "../tree/map.js"
import type { AdamState } from "./adam.js"
import { chain } from "./chain.js"
import type { Mask } from "./masked.js"
import { biasCorrection, increment, lookAhead, updateMean, zeroCount, zerosLike } from "./moments.js"
import { adamw, type Decayed } from "./optimizers.js"
import { partition } from "./partition.js"
import { type CountState, scaleByLearningRate } from "./scale.js"
import {
  type ArrayTree,
  type GradientTransformation,
  type ScalarOrSchedule,
  type Stateless,
  stateless,
  transformation,
} from "./transform.js"
import { addDecayedWeights } from "./weights.js"

/** The coefficients a, b, c of one turn, `X ← a·X + (b·A + c·A²)·X` with `A = XXᵀ`. */
export type NewtonSchulz = readonly [a: number, b: number, c: number]

/** How a matrix is made small enough for the iteration: by a norm first, or within its first turn. */
export type Preconditioning = "frobenius" | "spectral" | "aol" | "schatten"

/** Coefficients by name: one triple for every turn (Jordan 2024), or one for each of five (Ahn et al. 2025). */
const presets: { readonly [name: string]: NewtonSchulz | readonly NewtonSchulz[] } = {
  standard: [3.4445, -4.775, 2.0315],
  dion: [
    [4.0848, -6.8946, 2.927],
    [3.9505, -6.3029, 2.6377],
    [3.7418, -5.5913, 2.3037],
    [2.8769, -3.1427, 1.2046],
    [2.8366, -3.0525, 1.2012],
  ],
}

const isTriple = (x: unknown): boolean => Array.isArray(x) && x.length === 3 && x.every((c) => typeof c === "number")

export interface NewtonSchulzOptions {
  /** One triple for all turns, a list of triples of which the last are used, `"standard"` or `"dion"`. Default `"standard"`: 3.4445, −4.775, 2.0315. */
  readonly nsCoeffs?: NewtonSchulz | readonly NewtonSchulz[] | "standard" | "dion"
  /** How many turns. Default 5. */
  readonly nsSteps?: number
  /** Default `"frobenius"`. */
  readonly preconditioning?: Preconditioning
  /** Added to the norm, or the least that it counts as. Default 1e-8. */
  readonly eps?: ArrayLike
}

const newtonSchulzOptions: OptionNames<NewtonSchulzOptions> = {
  nsCoeffs: "list|string",
  nsSteps: "number",
  preconditioning: "string",
  eps: "number|array",
}

/** The coefficients of every turn. */
const turnsOf = (op: string, { nsCoeffs = "standard", nsSteps = 5 }: NewtonSchulzOptions): readonly NewtonSchulz[] => {
  const given: unknown = typeof nsCoeffs === "string" && Object.hasOwn(presets, nsCoeffs) ? presets[nsCoeffs] : nsCoeffs
  if (!Number.isInteger(nsSteps) || nsSteps < 1)
    return raise({ code: "argument/value", op, need: "nsSteps must be a whole number, at least 1", got: String(nsSteps) })
  if (isTriple(given)) return Array.from({ length: nsSteps }, () => given as NewtonSchulz)
  return Array.isArray(given) && given.every(isTriple) && given.length >= nsSteps
    ? (given as readonly NewtonSchulz[]).slice(-nsSteps)
    : raise({
        code: "argument/value",
        op,
        need: `nsCoeffs must be three numbers, at least ${nsSteps} lists of three, "standard" or "dion"`,
        got: JSON.stringify(nsCoeffs),
      })
}

/** A wide matrix, and its product with its own adjoint. */
interface Turning {
  readonly x: NDArray
  readonly gram: NDArray
}

const turning = (x: NDArray): Turning => ({ x, gram: np.matmul(x, np.conj(x.T)) })

/** What makes the first turn safe: x so small that no singular value is above 1 (or hardly). */
const preconditioners: { readonly [P in Preconditioning]: (x: NDArray, eps: ArrayLike) => Turning } = {
  frobenius: (x, eps) => turning(x.div(norm(x).add(eps))),
  spectral: (x, eps) => turning(x.div(norm(x, 2).add(eps))),
  // almost orthogonal layers: rows divided by √Σⱼ|A|ᵢⱼ (Boissin et al. 2025)
  aol: (x, eps) => {
    const { gram } = turning(x)
    const rows = np.reciprocal(np.sqrt(np.maximum(np.sum(np.abs(gram), 1, { keepdims: true }), eps)))
    return { x: x.mul(rows), gram: gram.mul(rows).mul(rows.T) }
  },
  // ‖X‖ of Schatten's kind for p = 4 is √‖XXᵀ‖, which costs nothing more (Grishina et al. 2025)
  schatten: (x, eps) => {
    const { gram } = turning(x)
    const size = np.maximum(norm(gram), eps)
    return { x: x.div(np.sqrt(size)), gram: gram.div(size) }
  },
}

const turn = ({ x, gram }: Turning, [a, b, c]: NewtonSchulz): NDArray =>
  x.mul(a).add(np.matmul(gram.mul(b).add(np.matmul(gram, gram).mul(c)), x))

const orthogonalized = (op: string, matrix: NDArray, turns: readonly NewtonSchulz[], how: Preconditioning, eps: ArrayLike): NDArray => {
  if (matrix.ndim !== 2)
    raise({ code: "shape/rank", op, need: "a matrix is needed", avals: [matrix.aval], hint: "muon gives what are no matrices to Adam" })
  if (!Object.hasOwn(preconditioners, how))
    raise({
      code: "argument/value",
      op,
      need: `preconditioning must be one of ${Object.keys(preconditioners).join(", ")}`,
      got: String(how),
    })
  const [rows, columns] = matrix.shape as readonly [number, number]
  const wide = rows > columns ? matrix.T : matrix // the smaller of the two products
  const [first, ...rest] = turns as readonly [NewtonSchulz, ...NewtonSchulz[]]
  const begun = turn(preconditioners[how](wide, eps), first)
  const done = rest.reduce((x, coefficients) => turn(turning(x), coefficients), begun)
  return (rows > columns ? done.T : done).astype(matrix.dtype)
}

/**
 * Nearly the orthogonal factor `UVᵀ` of a matrix `[m, n] = USVᵀ`, by matrix products alone: `X ← a·X + (b·A + c·A²)·X` with `A = XXᵀ`.
 * The standard coefficients trade exactness for speed: singular values end between about 0.7 and 1.2.
 * (Jordan 2024; `optax.contrib._muon.orthogonalize_via_newton_schulz`)
 * @throws ShapeError if `x` is no matrix; ArgumentError if there are fewer coefficients than turns
 * @example
 * orthogonalizeViaNewtonSchulz(np.array([[3, 0], [0, 0.1]])) // near the identity
 */
export const orthogonalizeViaNewtonSchulz = (x: NDArray, options?: NewtonSchulzOptions): NDArray => {
  const op = "orthogonalizeViaNewtonSchulz"
  const given = optionsOf(op, options, newtonSchulzOptions)
  return orthogonalized(op, x, turnsOf(op, given), given.preconditioning ?? "frobenius", given.eps ?? 1e-8)
}

export interface ScaleByMuonOptions extends NewtonSchulzOptions {
  /** Decay of the mean of gradients, β. Default 0.95. */
  readonly beta?: ArrayLike
  /** Looks one step ahead in the mean. Default true. */
  readonly nesterov?: boolean
  /** Times `⟨m̂, u⟩`, the dual norm of the mean. Default false. (Bernstein & Newhouse 2024) */
  readonly adaptive?: boolean
}

const scaleByMuonOptions: OptionNames<ScaleByMuonOptions> = {
  ...newtonSchulzOptions,
  beta: "number|array",
  nesterov: "boolean",
  adaptive: "boolean",
}

/** Steps taken and the mean of gradients. */
export interface MuonState {
  readonly count: NDArray
  readonly mu: ArrayTree
}

/**
 * `u = orthogonalizeViaNewtonSchulz(m̂)` with `m ← β·m + (1−β)·g`, of leaves that are all matrices. (Jordan 2024; `optax.contrib.scale_by_muon`)
 * @throws ShapeError if a leaf is no matrix: see `muon`
 */
export const scaleByMuon = (options?: ScaleByMuonOptions): GradientTransformation<MuonState> => {
  const given = optionsOf("scaleByMuon", options, scaleByMuonOptions)
  const { beta = 0.95, eps = 1e-8, nesterov = true, adaptive = false, preconditioning = "frobenius" } = given
  const turns = turnsOf("scaleByMuon", given)
  const step = (mean: NDArray): NDArray => {
    const u = orthogonalized("scaleByMuon", mean, turns, preconditioning, eps)
    return adaptive ? u.mul(np.sum(np.conj(mean).mul(u))) : u
  }
  return transformation({
    init: (params) => ({ count: zeroCount(), mu: zerosLike(params) }),
    update: (grads, state) => {
      const count = increment(state.count)
      const mu = updateMean(beta, grads, state.mu)
      return [map(step, nesterov ? lookAhead(beta, mu, grads, count) : biasCorrection(mu, beta, count)), { count, mu }]
    },
  })
}

/** `√max(1, n/m)` times the update of a matrix `[m, n]`; or `ρ·√max(m, n)`, whose root mean square is near ρ. (`optax.contrib.scale_by_shape`) */
const scaleByShape = (consistentRms: number | undefined): Stateless =>
  stateless((grads) =>
    map((g) => {
      const [m, n] = g.shape as readonly [number, number]
      return g.mul(consistentRms === undefined ? Math.sqrt(Math.max(1, n / m)) : consistentRms * Math.sqrt(Math.max(m, n)))
    }, grads),
  )

export interface MuonOptions extends ScaleByMuonOptions {
  /** λ of the matrices. Default 0. */
  readonly weightDecay?: ScalarOrSchedule
  readonly weightDecayMask?: Mask
  /** Adam's β₁. Default 0.9. */
  readonly adamB1?: ArrayLike
  /** Adam's β₂. Default 0.999. */
  readonly adamB2?: ArrayLike
  /** Adam's ε₀, under the root. Default 0. */
  readonly adamEpsRoot?: ArrayLike
  /** λ of what Adam trains. Default 0. */
  readonly adamWeightDecay?: ScalarOrSchedule
  /** Adam's learning rate, if it is another. */
  readonly adamLearningRate?: ScalarOrSchedule
  /** ρ: every update of a matrix has about this root mean square, whatever its shape; 0.2 is like Adam. None by default. (Liu et al. 2025) */
  readonly consistentRms?: number
}

const muonOptions: OptionNames<MuonOptions> = {
  ...scaleByMuonOptions,
  weightDecay: "number|function|array",
  weightDecayMask: "boolean|list|function",
  adamB1: "number|array",
  adamB2: "number|array",
  adamEpsRoot: "number|array",
  adamWeightDecay: "number|function|array",
  adamLearningRate: "number|function|array",
  consistentRms: "number",
}

/** The states of the two optimizers, of the matrices and of the rest; null stands where a leaf is the other's. */
export interface MuonOptimizerState {
  readonly muon: readonly [MuonState, null, CountState | null, CountState]
  readonly adam: readonly [AdamState, CountState | null, CountState]
}

/**
 * Muon for matrices, `u = −α·√max(1, n/m)·orthogonalized(m̂)`, and AdamW for every leaf that is none. (Jordan 2024; `optax.contrib.muon`)
 * @example
 * const optimizer = muon(0.02, { adamLearningRate: 3e-4 })
 */
export const muon = (learningRate: ScalarOrSchedule, given?: MuonOptions): GradientTransformation<MuonOptimizerState> => {
  const {
    weightDecay = 0,
    weightDecayMask = true,
    adamB1: b1 = 0.9,
    adamB2: b2 = 0.999,
    adamEpsRoot: epsRoot = 0,
    adamWeightDecay = 0,
    adamLearningRate = learningRate,
    consistentRms,
    ...options
  } = optionsOf("muon", given, muonOptions)
  const { eps = 1e-8, nesterov = true } = options
  const adam: Decayed<AdamState> = adamw(adamLearningRate, { b1, b2, eps, epsRoot, weightDecay: adamWeightDecay, nesterov })
  const matrices = chain(
    scaleByMuon({ ...options, eps, nesterov }),
    scaleByShape(consistentRms),
    addDecayedWeights(weightDecay, weightDecayMask),
    scaleByLearningRate(learningRate),
  )
  return partition({ muon: matrices, adam }, (params: ArrayTree) => map((p) => (p.ndim === 2 ? "muon" : "adam"), params))
}
