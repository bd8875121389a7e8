// Small numerical helpers. (`optax.safe_increment`, `optax.scale_gradient`)
import type { ArrayLike, NDArray } from "../core/array.js"
import { stopGradient } from "../primitives/elementwise/index.js"
import { map } from "../tree/map.js"

/** The tree itself, whose gradients are scaled on their way back. (`optax.scale_gradient`) */
export const scaleGradient = <T>(tree: T, scale: ArrayLike): T =>
  map((x: NDArray) => {
    const flowing = x.mul(scale)
    return flowing.add(stopGradient(x.sub(flowing)))
  }, tree)
