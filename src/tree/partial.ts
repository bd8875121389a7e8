// A function with its first arguments already given, as a tree: the arguments are children, the function is static.
import { nodePrototype } from "./registry.js"

/** A callable tree. */
export type PartialFunction<Rest extends readonly unknown[], R> = (...rest: Rest) => R

interface Parts {
  readonly f: (...args: never[]) => unknown
  readonly args: readonly unknown[]
}

const parts = new WeakMap<object, Parts>()

const assemble = (f: Parts["f"], args: readonly unknown[]): object => {
  const call = (...rest: readonly unknown[]): unknown => f(...(args as never[]), ...(rest as never[]))
  parts.set(call, { f, args })
  return Object.setPrototypeOf(call, prototype)
}

const partsOf = (x: object): Parts => parts.get(x) as Parts

// marked pure, so that a bundle without partial is without this
const prototype: object = /* @__PURE__ */ nodePrototype("partial", Function.prototype, {
  flatten: (x: object) => ({ children: partsOf(x).args, aux: partsOf(x).f }),
  unflatten: (f: Parts["f"], args: readonly unknown[]) => assemble(f, args),
})

/**
 * `partial(f, a)(b) = f(a, b)`, as a tree whose leaves are those of the bound arguments: a closure that can pass through `jit`. JAX: `Partial`.
 * The function itself is static and known by identity.
 */
export const partial = <A extends readonly unknown[], Rest extends readonly unknown[], R>(
  f: (...args: [...A, ...Rest]) => R,
  ...args: A
): PartialFunction<Rest, R> => assemble(f, args) as unknown as PartialFunction<Rest, R>
