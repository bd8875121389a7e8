// Static data inside a tree: a string or a setting that belongs to the structure, not to the leaves.
import { nodePrototype } from "./registry.js"
import type { Leafless } from "./types.js"

/** A value that is no leaf: transforms leave it alone, and a new value of it means a new trace. */
export interface Static<A> extends Leafless {
  readonly value: A
}

// marked pure, so that a bundle without static_ is without this
const prototype = /* @__PURE__ */ nodePrototype("static", Object.prototype, {
  flatten: ({ value }: Static<unknown>) => ({ children: [], aux: value }),
  unflatten: (value: unknown): Static<unknown> => static_(value),
})

/**
 * Wraps a value so that it is part of a tree's structure: compared by value if it is plain data, by identity if it is a function or an instance.
 * @example
 * const model = { w, b, activation: static_("relu") }
 */
export const static_ = <A>(value: A): Static<A> => Object.create(prototype, { value: { value, enumerable: true } })
