// Names inside of programs: a part of a function is an equation of its own, so that printed programs, pictures and reports can say where they are.
import { optionsOf } from "../core/options.js"
import { isTracing } from "../core/trace.js"
import { requireCallable } from "../tree/required.js"
import { unflatten } from "../tree/unflatten.js"
import { flattenResult, requireFunction } from "./arguments.js"
import { jit } from "./jit.js"
import { nameOf } from "./named.js"
import type { Arrays } from "./types.js"

/**
 * What `f` computes, as a part with a name where it is traced: `jit[name=…]` in the printed program. Nothing else changes: it is not compiled apart, and
 * may close over anything. Its result is a tree of arrays. Where nothing is traced, `f` is called. (`jax.named_scope`, whose block is a callback here)
 * @throws TracerError if `f` reads a value while it is traced, under `grad` too; ArgumentError if the result is no tree of arrays
 * @example
 * const loss = (w: NDArray) => namedScope("penalty", () => w.mul(w).sum().mul(0.01))
 */
export const namedScope = <R>(name: string, f: () => R): Arrays<R> => {
  requireCallable(f, "namedScope", {
    need: "the second argument must be a function",
    hint: 'write namedScope("name", () => …)',
  })
  if (isTracing()) return jit(f, { name })()
  const { leaves, treedef } = flattenResult(f(), { transform: "namedScope", name })
  return unflatten(treedef, leaves) as Arrays<R>
}

/** What a call is known by. */
export interface NamedCallOptions {
  /** The function's own name by default. */
  readonly name?: string
}

/**
 * `f`, whose calls are parts with a name in programs that are traced; arguments may be anything. (`jax.named_call`)
 * @throws as `namedScope`
 * @example
 * const layer = namedCall((p: Params, x: NDArray) => nn.relu(x.matmul(p.w).add(p.b)), { name: "layer" })
 */
export const namedCall = <A extends unknown[], R>(f: (...args: A) => R, options?: NamedCallOptions): ((...args: A) => Arrays<R>) => {
  requireFunction(f, "namedCall")
  const { name = nameOf(f) } = optionsOf("namedCall", options, { name: "string" })
  return Object.defineProperty((...args: A) => namedScope(name, () => f(...args)), "name", { value: name })
}
