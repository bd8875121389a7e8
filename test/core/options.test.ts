// Options that are none, or that have no such name, are never ignored: every function that takes options says so before anything else.
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import * as cotangent from "../../src/index.js"
import { ArgumentError, grad, jit, linalg, type NDArray, numpy as np, optim, train, vmap } from "../../src/index.js"

const any = (x: unknown): never => x as never
const x = np.ones([2, 2])

/** Where options stand, and the functions that have them there. */
type Places = Readonly<Record<number, string>>

const rooms: Readonly<Record<string, Places>> = {
  data: { 2: "countBatches", 3: "batches" },
  fft: { 2: "fft fft2 fftfreq fftn hfft ifft ifft2 ifftn ihfft irfft irfft2 irfftn rfft rfft2 rfftfreq rfftn" },
  lax: {
    2: "allGather approxMaxK approxMinK associativeScan batchMatmul cumlogsumexp cummax cummin cumprod cumsum dot fullLike map psumScatter sort topK",
    3: "customLinearSolve dotGeneral dynamicIndexInDim indexInDim raggedDot scan whileLoop",
    4: "allToAll conv convGeneralDilated convGeneralDilatedPatches convTranspose foriLoop gather scatter scatterAdd scatterApply scatterMax scatterMin scatterMul scatterSub",
    5: "convGeneralDilatedLocal",
    6: "convWithGeneralPadding reduceWindow",
  },
  linalg: {
    1: "cholesky diagonal eigh eigvalsh expm matrixNorm matrixRank pinv qr svd tensorinv trace vectorNorm",
    2: "cross lstsq norm tensorsolve triangularSolve vecdot",
  },
  losses: { 2: "cosineDistance cosineSimilarity huberLoss polyLossCrossEntropy sigmoidFocalLoss", 3: "tripletMarginLoss" },
  nn: { 1: "gelu", 2: "logmeanexp logsumexp oneHot softmax standardize", 3: "dotProductAttention" },
  numpy: {
    1: "roots angle argwhere array asarray bincount copy cumulativeProd cumulativeSum ediff1d empty emptyLike flatnonzero identity indices meshgrid nanToNum nonzero ones onesLike packbits trace unique uniqueAll uniqueCounts uniqueInverse uniqueValues unpackbits unwrap vectorize where zeros zerosLike",
    2: "all allclose amax amin any argmax argmin argsort arrayEqual average choose corrcoef countNonzero cov cross cumprod cumsum digitize extract eye fromfunction full fullLike gradient histogram histogramBinEdges isclose isin max mean median min nanargmax nanargmin nancumprod nancumsum nanmax nanmean nanmedian nanmin nanprod nanstd nansum nanvar prod ptp ravelMultiIndex searchsorted sort std sum topK trapezoid union1d vander var var_ vecdot",
    3: "arange compress polyfit diff geomspace histogram2d interp logspace maskIndices nanpercentile nanquantile pad percentile quantile take takeAlongAxis tri",
    4: "linspace",
  },
  optim: {
    0: "scaleByLbfgs scaleByBacktrackingLinesearch scaleByZoomLinesearch normalizeByUpdateNorm polyakSgd reduceOnPlateau scaleByAdadelta scaleByAdam scaleByAdamax scaleByAdan scaleByAmsgrad scaleByBelief scaleByFactoredRms scaleByLion scaleByMuon scaleByNovograd scaleByOptimisticGradient scaleByParamBlockNorm scaleByParamBlockRms scaleByPolyak scaleByRadam scaleByRms scaleByRss scaleByStddev scaleByTrustRatio scaleByYogi trace",
    1: "adabelief adadelta adafactor adagrad adam adamax adamaxw adamw adan adaptiveGradClip amsgrad ema fromage lamb lars lbfgs lion muon nadam nadamw novograd optimisticGradientDescent orthogonalizeViaNewtonSchulz radam rmsprop rprop scaleByLearningRate scaleByRprop sgd signum treeNorm yogi",
    2: "cosineDecaySchedule cosineOnecycleSchedule linearOnecycleSchedule multiSteps noisySgd",
    3: "exponentialDecay linearSchedule",
    4: "polynomialSchedule warmupCosineDecaySchedule",
    5: "warmupExponentialDecaySchedule",
  },
  random: {
    2: "bits categorical cauchy exponential gumbel laplace logistic maxwell normal permutation rademacher uniform",
    3: "chisquare choice dirichlet gamma generalizedNormal geometric loggamma lognormal multinomial orthogonal pareto poisson rayleigh t wald",
    4: "ball beta binomial doubleSidedMaxwell multivariateNormal randint truncatedNormal weibullMin",
    5: "triangular",
  },
  regularizers: { 3: "dropout" },
  train: { 0: "earlyStopping" },
  transforms: { 1: "checkpoint customJvp customVjp grad hessian jacfwd jacobian jacrev jit remat valueAndGrad vmap", 3: "pureCallback" },
  tree: { 1: "all flatten flattenWithPath leaves leavesWithPath structure", 2: "broadcast broadcastPrefix reduceAssociative" },
  viz: { 1: "graph toDot" },
  initializers: { 1: "truncatedNormal" },
  factors: { 1: "cholesky eig eigh qr svd", 2: "triangularSolve" },
}

type Space = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>

const spaces = {
  ...cotangent,
  transforms: cotangent,
  initializers: cotangent.nn.initializers,
  factors: cotangent.lax.linalg,
} as unknown as {
  readonly [room: string]: Space | undefined
}

const cases = Object.entries(rooms).flatMap(([room, places]) =>
  Object.entries(places).flatMap(([place, names]) => names.split(" ").map((name) => ({ room, name, place: Number(place) }))),
)

/** Other names of one function. */
const aliases: Readonly<Record<string, string>> = {
  amax: "max",
  amin: "min",
  var_: "var",
  copy: "array",
  empty: "zeros",
  emptyLike: "zerosLike",
  jacobian: "jacrev",
  remat: "checkpoint",
}

const thrownBy = (f: () => unknown): ArgumentError => {
  try {
    f()
  } catch (error) {
    if (error instanceof ArgumentError) return error
    throw error
  }
  throw new Error("nothing was thrown")
}

const callWith = ({ room, name, place }: (typeof cases)[number], options: unknown): unknown => {
  const first = room === "transforms" ? (a: NDArray) => a : x
  const made = spaces[room]?.[name]?.(...Array.from({ length: place }, (_, i) => (i === 0 ? first : undefined)), options)
  // generators do nothing until they are asked for something
  return name === "batches" ? (made as Generator).next() : made
}

/** What the functions say that should say something else, by name. */
const surprises = (options: unknown, expected: string): readonly string[] =>
  cases
    .map((c) => [c, thrownBy(() => callWith(c, options))] as const)
    .filter(([{ name }, { code, op }]) => code !== expected || op?.split(".").at(-1) !== (aliases[name] ?? name))
    .map(([{ room, name }, { message }]) => `${room}.${name}: ${message}`)

describe("options", () => {
  it("are objects, of every function", () => {
    expect(surprises(() => 0, "argument/options")).toEqual([])
  })

  it("have names that exist, of every function", () => {
    expect(surprises({ noSuchOption: 1 }, "argument/option")).toEqual([])
  })

  it("say how to write what stands in their place", () => {
    const hints = [
      () => linalg.qr(x, any("r")),
      () => np.sum(x, 0, any(true)),
      () => x.sum(0, any(true)),
      () => vmap((a: NDArray) => a, any(0)),
      () => jit((a: NDArray) => a, any([0])),
      () => grad((a: NDArray) => a.sum(), any([0, 1])),
      () => np.sort(x, 0, any("foo")),
      () => np.zeros([2], any("int32")),
      () => np.arange(0, 3, 1, any("int32")),
      () => optim.adam(1e-3, any(0.9)),
      () => np.sum(x, 0, any({ keep_dims: true })),
      () => vmap((a: NDArray) => a, any({ in_axes: 0 })),
      () => np.sum(x, 0, any({ out: x })),
      () => np.sum(x, 0, any(null)),
      () => np.sum(x, 0, any(x)),
    ].map((f) => thrownBy(f).hint)
    expect(hints).toEqual([
      'write qr(…, { mode: "r" })',
      "write sum(…, { keepdims: true })",
      "write sum(…, { keepdims: true })",
      "write vmap(…, { inAxes: 0 })",
      "write jit(…, { staticArgnums: [0] })",
      "write grad(…, { argnums: [0, 1] })",
      "the only option is descending",
      'write zeros(…, { dtype: "int32" })',
      'write arange(…, { dtype: "int32" })',
      "write adam(…, { b1: 0.9 })",
      "write keepdims",
      "write inAxes",
      "the options are keepdims, dtype, where, initial",
      "the options are keepdims, dtype, where, initial",
      "write sum(…, { where: … })",
    ])
  })

  it("may be objects without a prototype, and have names without a value", () => {
    const bare = Object.assign(Object.create(null), { keepdims: true })
    expect(np.sum(x, 0, bare).shape).toEqual([1, 2])
    expect(np.sum(x, 0, any({ device: undefined, keepdims: undefined })).shape).toEqual([2])
  })

  it("of reads and updates at places are looked at too", () => {
    expect(thrownBy(() => x.at(0).set(5, any("clip"))).hint).toBe('write at(…, { mode: "clip" })')
    expect(thrownBy(() => x.at(0).get(any({ fill_value: 1 }))).hint).toBe("write fillValue")
  })

  it("are asked for where there is no default", () => {
    expect(thrownBy(() => train.earlyStopping(any(undefined))).code).toBe("argument/option-missing")
    expect(thrownBy(() => optim.trace(any({ nesterov: true }))).code).toBe("argument/option-missing")
  })

  it("in the place of an axis are shown behind it", () => {
    expect(() => np.fft.fft2(x, any({ s: [2, 2] }))).toThrow("fft2(x, axis, { s: [2, 2] })")
    expect(() => np.sum(x, any({ keepdims: true }))).toThrow("sum(x, axis, { keepdims: true })")
    expect(() => np.sort(x, any({ descending: true }))).toThrow("sort(x, axis, { descending: true })")
  })

  it("are never taken apart in a signature, where they are not looked at", () => {
    const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((f) => f.endsWith(".ts"))
    const apart = files.filter((f) => /(?:[({,] *|^ *)\{[^{}]*\}(?:: [^=\n]*)? = \{\}[,)]/m.test(readFileSync(join("src", f), "utf8")))
    expect(apart).toEqual([])
  })
})
