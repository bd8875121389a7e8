// What trees are to the type checker: which types are leaves, and what a tree becomes when its leaves change.

/** A tree with leaves `A` of no particular shape. Functions that keep the caller's own type take a type parameter instead. */
export type Tree<A> = A | null | readonly Tree<A>[] | { readonly [key: string]: Tree<A> }

type AnyFunction = ((...args: never) => unknown) | (abstract new (...args: never) => unknown)

// Types cannot tell an instance of a class from a plain object, so arrays are known by what they all have.
interface ArrayLike {
  readonly shape: readonly number[]
  readonly dtype: unknown
}

/** Types that are never taken apart: primitives, functions, arrays (whatever has `shape` and `dtype`), and JavaScript's own containers. */
export type Opaque =
  | string
  | number
  | bigint
  | boolean
  | symbol
  | undefined
  | AnyFunction
  | ArrayLike
  | ArrayBufferView
  | ArrayBuffer
  | Date
  | RegExp
  | Promise<unknown>
  | ReadonlyMap<unknown, unknown>
  | ReadonlySet<unknown>
  | WeakMap<WeakKey, unknown>

declare const noLeaves: unique symbol

/** Marks, for the type checker only, a node without leaves: see `static_`. */
export interface Leafless {
  readonly [noLeaves]: true
}

type Deep = readonly [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

/**
 * The types of a tree's leaves: `Leaf<{ w: NDArray; n: [number, null] }>` is `NDArray | number`.
 * `Fuel` ends the search in types that contain themselves, such as `Tree<A>`.
 */
export type Leaf<T, Fuel extends readonly unknown[] = Deep> = T extends null | Leafless
  ? never
  : T extends Opaque
    ? T
    : Fuel extends readonly [unknown, ...infer Less]
      ? T extends readonly (infer E)[]
        ? Leaf<E, Less>
        : T extends object
          ? { [K in keyof T]-?: Leaf<T[K], Less> }[keyof T]
          : T
      : never

type MapEach<T, From, To> = T extends From ? To : T extends Opaque | Leafless | null ? T : { [K in keyof T]: MapLeaves<T[K], From, To> }

/**
 * The tree `T` with every leaf of type `From` turned into `To`; interfaces, tuples, optional and readonly stay what they are.
 * Where `T` takes any tree, of leaves to turn or of leaves turned already, so does the result.
 */
export type MapLeaves<T, From, To> = [Tree<From>] extends [T] ? Tree<To> : [Tree<To>] extends [T] ? T : MapEach<T, From, To>

/** `T` itself where leaves keep their type, so that a hover shows the caller's own name. */
export type Mapped<T, From, To> = [From] extends [To] ? ([To] extends [From] ? T : MapLeaves<T, From, To>) : MapLeaves<T, From, To>

/** The leaves of several trees, one of each. */
export type LeavesOf<R extends readonly unknown[]> = { readonly [I in keyof R]: Leaf<R[I]> }
