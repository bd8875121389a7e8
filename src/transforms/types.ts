// What transforms do to a function's type: trees stay, arrays may come in as plain numbers, and come out as arrays.
import type { ArrayLike, NDArray } from "../core/array.js"
import type { MapLeaves } from "../tree/types.js"

/** A tree in which every array may also be given as a plain number or boolean. */
export type Liftable<T> = MapLeaves<T, NDArray, ArrayLike>

/** A tree in which every number or boolean has become an array. */
export type Arrays<T> = MapLeaves<T, ArrayLike, NDArray>

/** Arguments of a transformed function. */
export type LiftableArgs<A extends readonly unknown[]> = { [I in keyof A]: Liftable<A[I]> }

/** A function of trees of arrays. */
export type AnyFunction = (...args: never[]) => unknown
