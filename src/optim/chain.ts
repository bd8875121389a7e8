// Composition: the updates of one transformation are the gradients of the next. A monoid, with `identity` as its unit.
import type { Monoid } from "../fp.js"
import type { GradientTransformation, Stateless } from "./transform.js"

/** The tuple of the states of a chain's links. */
export type StatesOf<T extends readonly GradientTransformation<never>[]> = {
  readonly [I in keyof T]: T[I] extends GradientTransformation<infer S> ? S : never
}

/** Leaves gradients as they are. (`optax.identity`) */
export const identity = (): Stateless => ({ init: () => null, update: (grads, state) => [grads, state] })

/**
 * Transformations applied one after another, left to right. Its state is the list of theirs. (`optax.chain`)
 * @example
 * const optimizer = chain(clipByGlobalNorm(1), adam(1e-3))
 */
export const chain = <const T extends readonly GradientTransformation<never>[]>(...links: T): GradientTransformation<StatesOf<T>> => {
  const each = links as unknown as readonly GradientTransformation<unknown>[]
  return {
    init: (params) => each.map((link) => link.init(params)) as unknown as StatesOf<T>,
    update: (grads, state, params) => {
      const states = state as readonly unknown[]
      const next: unknown[] = []
      const updates = each.reduce((updates, link, i) => {
        const [out, nextState] = link.update(updates, states[i], params)
        next.push(nextState)
        return out
      }, grads)
      return [updates, next as unknown as StatesOf<T>]
    },
  }
}

/** Gradient transformations under composition. Associative up to what callers see: states nest differently, updates agree. */
export const monoidTransformation: Monoid<GradientTransformation<unknown>> = {
  empty: identity() as GradientTransformation<unknown>,
  concat: (first, second) =>
    chain(first as GradientTransformation<never>, second as GradientTransformation<never>) as unknown as GradientTransformation<unknown>,
}
