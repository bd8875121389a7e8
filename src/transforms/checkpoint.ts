// Checkpointing: a function that forgets what happened inside, and computes it again in the backward pass.
import type { NDArray } from "../core/array.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { bind, isTracing } from "../core/trace.js"
import { checkpointP, named } from "../primitives/control/checkpoint.js"
import type { CheckpointPolicy } from "../primitives/control/policy.js"
import { map } from "../tree/map.js"
import { unflatten } from "../tree/unflatten.js"
import { requireFunction } from "./arguments.js"
import { runPlain, takeApart, traceCall } from "./customRule.js"
import { inlineCalls } from "./inline.js"
import { namedAfter } from "./named.js"
import type { Arrays, LiftableArgs } from "./types.js"

export type { CheckpointPolicy } from "../primitives/control/policy.js"

export interface CheckpointOptions {
  /** What may be kept all the same: one of `checkpointPolicies`. Nothing by default. */
  readonly policy?: CheckpointPolicy
  /** Keeps a compiler from merging the second computation with the first. Default true. */
  readonly preventCse?: boolean
  /** Arguments that are part of the program rather than inputs of it. */
  readonly staticArgnums?: number | readonly number[]
}

const checkpointOptions: OptionNames<CheckpointOptions> = { policy: "object", preventCse: "boolean", staticArgnums: "number|list" }

type Untyped = (...args: readonly unknown[]) => unknown

/**
 * `f`, whose intermediate values are computed again when it is differentiated, instead of kept: `checkpoint(f)(x) = f(x)`, with all its
 * derivatives. (`jax.checkpoint`, also called `remat`) Memory for time: only the arguments are kept, and what `policy` names.
 * @example
 * const layer = checkpoint((x: NDArray, w: NDArray) => np.tanh(np.matmul(x, w)), { policy: checkpointPolicies.dotsSaveable })
 */
export const checkpoint = <A extends unknown[], R>(
  f: (...args: A) => R,
  options?: CheckpointOptions,
): ((...args: LiftableArgs<A>) => Arrays<R>) => {
  const { policy = { save: "nothing" }, preventCse = true, staticArgnums = [] } = optionsOf("checkpoint", options, checkpointOptions)
  requireFunction(f, "checkpoint")
  const statics = typeof staticArgnums === "number" ? [staticArgnums] : staticArgnums
  const call = (...args: readonly unknown[]): unknown => {
    const taken = takeApart(f as unknown as Untyped, args, "checkpoint", statics)
    if (!isTracing()) return runPlain(taken, "checkpoint")
    const { jaxpr, consts, outTree } = traceCall(taken, "checkpoint")
    // calls are opened up, so that the policy sees what is in them
    const params = { name: taken.name, jaxpr: inlineCalls(jaxpr), policy, preventCse }
    return unflatten(outTree, bind(checkpointP, [...consts, ...taken.leaves], params))
  }
  return namedAfter("checkpoint", f, call as never)
}

/** Another name of `checkpoint`. (`jax.remat`) */
export const remat = checkpoint

/** The same arrays, under a name that the policies `saveOnlyTheseNames` and its kin know. (`jax.ad_checkpoint.checkpoint_name`) */
export const checkpointName = <T>(x: T, name: string): T => map((leaf: NDArray) => named(leaf, name), x as never) as T

/**
 * What a checkpoint may keep. (`jax.checkpoint_policies`)
 *
 * A policy decides for every operation, those inside `scan`, `foriLoop`, `map`, `cond`, `switch` and `jit` too: of a loop it keeps the value of each
 * step, stacked, of branches the one that ran, zeros for the others. What is in loops or branches with effects is computed again, all of it.
 */
export const checkpointPolicies = {
  /** All of it, as if there were no checkpoint. */
  everythingSaveable: { save: "everything" },
  /** Nothing but the arguments: the default. */
  nothingSaveable: { save: "nothing" },
  /** Results of matrix products and convolutions. */
  dotsSaveable: { save: "dots" },
  /** Results of matrix products without batch dimensions: of layers, not of attention. */
  dotsWithNoBatchDimsSaveable: { save: "dotsWithNoBatchDims" },
  /** What `checkpointName` gave one of these names, and nothing else. */
  saveOnlyTheseNames: (...names: readonly string[]): CheckpointPolicy => ({ save: "names", names }),
  /** What has any other name. */
  saveAnyNamesButThese: (...names: readonly string[]): CheckpointPolicy => ({ save: "otherNames", names }),
  /** Everything but what has one of these names. */
  saveAnythingExceptTheseNames: (...names: readonly string[]): CheckpointPolicy => ({ save: "allButNames", names }),
  /** What one of the two keeps. */
  saveFromBothPolicies: (a: CheckpointPolicy, b: CheckpointPolicy): CheckpointPolicy => ({ save: "either", policies: [a, b] }),
} as const satisfies { readonly [name: string]: CheckpointPolicy | ((...args: never[]) => CheckpointPolicy) }
