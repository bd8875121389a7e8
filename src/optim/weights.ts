// Weight decay: a pull of every weight towards zero.
import type { ArrayLike } from "../core/array.js"
import { map } from "../tree/map.js"
import { type Mask, masked } from "./masked.js"
import { increment, inDtypeOf, zeroCount } from "./moments.js"
import type { CountState } from "./scale.js"
import {
  type ArrayTree,
  type GradientTransformation,
  requireParams,
  type ScalarOrSchedule,
  type Schedule,
  stateless,
  transformation,
} from "./transform.js"

/** `tree + s·other`, every leaf in its own dtype. */
const addScaled = (tree: ArrayTree, factor: ArrayLike, other: ArrayTree): ArrayTree =>
  map((x, y) => x.add(y.mul(inDtypeOf(x, factor))), tree, other)

const decayBy = (schedule: Schedule): GradientTransformation<CountState> =>
  transformation({
    init: () => ({ count: zeroCount() }),
    update: (grads, { count }, params) => [
      addScaled(grads, schedule(count), requireParams(params, "addDecayedWeights")),
      { count: increment(count) },
    ],
  })

/** `u = g + λ·w`: weight decay, which for plain gradient descent is L2 regularization. (`optax.add_decayed_weights`) */
export const addDecayedWeights = (decay: ScalarOrSchedule, mask: Mask = true): GradientTransformation<CountState | null> =>
  typeof decay === "function"
    ? masked(decayBy(decay), mask)
    : masked(
        stateless((grads, params) => addScaled(grads, decay, requireParams(params, "addDecayedWeights"))),
        mask,
      )
