// Composition: the updates of one transformation are the gradients of the next. A monoid, with `identity` as its unit.
import { raise } from "../core/errors.js"
import type { Monoid } from "../fp.js"
import { describeLeaf } from "../tree/describe.js"
import { type GradientTransformation, type Stateless, stateless, transformation } from "./transform.js"

/** Leaves gradients as they are. (`optax.identity`) */
export const identity = (): Stateless => stateless((grads) => grads)

/** The links of a chain whose states are `S`. */
type Links<S extends readonly unknown[]> = { readonly [I in keyof S]: GradientTransformation<S[I]> }

/**
 * Transformations applied one after another, left to right. Its state is the list of theirs. (`optax.chain`)
 * @example
 * const optimizer = chain(clipByGlobalNorm(1), adam(1e-3))
 */
export const chain = <S extends readonly unknown[]>(...links: Links<S>): GradientTransformation<S> => {
  const each: readonly GradientTransformation<unknown>[] = links
  const states = (list: readonly unknown[]): S => list as unknown as S // one for each link, which a list cannot say
  return transformation({
    init: (params) => states(each.map((link) => link.init(params))),
    update: (grads, state, params, extras) => {
      if (!Array.isArray(state) || state.length !== each.length)
        raise({
          code: "argument/state",
          op: "update",
          need: `the state of a chain of ${each.length} is a list of ${each.length}, as its init makes it`,
          got: describeLeaf(state),
          hint: "call update(grads, state, params), with the state in the middle",
        })
      const next: unknown[] = []
      const updates = each.reduce((flow, link, i) => {
        const [out, after] = link.update(flow, state[i], params, extras)
        next.push(after)
        return out
      }, grads)
      return [updates, states(next)]
    },
  })
}

/** Gradient transformations under composition. Associative up to what callers see: states nest differently, updates agree. */
export const monoidTransformation: Monoid<GradientTransformation<unknown>> = {
  empty: identity(),
  concat: (first, second) => chain(first, second),
}
