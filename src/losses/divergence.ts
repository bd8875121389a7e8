// Divergences: how much is lost by taking one distribution for another. Predictions are logarithms.
import type { NDArray } from "../core/array.js"
import * as np from "../numpy/index.js"

/** `Σ y (log y − log ŷ)` along the last axis; a class with y = 0 adds nothing. (Kullback & Leibler 1951; `optax.kl_divergence`) */
export const klDivergence = (logPredictions: NDArray, targets: NDArray): NDArray =>
  np.sum(np.subtract(np.xlogy(targets, targets), np.multiply(targets, logPredictions)), -1)

/** The same, of logarithms on both sides. (`optax.kl_divergence_with_log_targets`) */
export const klDivergenceWithLogTargets = (logPredictions: NDArray, logTargets: NDArray): NDArray =>
  np.sum(np.multiply(np.exp(logTargets), np.subtract(logTargets, logPredictions)), -1)

/** `Σ y (log y − log ŷ) + Σ (ŷ − y)`, for measures that do not add up to 1. (`optax.generalized_kl_divergence`) */
export const generalizedKlDivergence = (logPredictions: NDArray, targets: NDArray): NDArray =>
  np.add(klDivergence(logPredictions, targets), np.sum(np.exp(logPredictions).sub(targets), -1))

export { generalizedKlDivergence as convexKlDivergence }
