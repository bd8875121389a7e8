// The one door to fp-ts: what the library uses of it. Write `E.left(…)`, `Either<…>`, `pipe(…)`; add a function here when it is first needed.
// Plain objects with the functions in use, rather than whole namespaces, so that a bundle carries these and no others.
// `fp-ts/lib/X.js` is the only form that Node's ESM loader, CommonJS, the type checkers and the bundlers all take.
import * as either from "fp-ts/lib/Either.js"
import * as monoid from "fp-ts/lib/Monoid.js"
import * as option from "fp-ts/lib/Option.js"
import * as state from "fp-ts/lib/State.js"

export type { Either } from "fp-ts/lib/Either.js"
export type { Eq } from "fp-ts/lib/Eq.js"
export { flow, identity, pipe } from "fp-ts/lib/function.js"
export type { Monoid } from "fp-ts/lib/Monoid.js"
export type { Option } from "fp-ts/lib/Option.js"
export type { Ord } from "fp-ts/lib/Ord.js"
export type { Semigroup } from "fp-ts/lib/Semigroup.js"
export type { Show } from "fp-ts/lib/Show.js"
export type { State } from "fp-ts/lib/State.js"

/** Functions on `Either`: a value, or why there is none. */
export const E = {
  left: either.left,
  right: either.right,
  isLeft: either.isLeft,
  isRight: either.isRight,
  map: either.map,
  mapLeft: either.mapLeft,
  flatMap: either.flatMap,
  match: either.match,
  tryCatch: either.tryCatch,
} as const

/** Functions on `Option`: a value, or none. */
export const O = {
  some: option.some,
  none: option.none,
  isSome: option.isSome,
  isNone: option.isNone,
  fromNullable: option.fromNullable,
  map: option.map,
  flatMap: option.flatMap,
  match: option.match,
  toUndefined: option.toUndefined,
} as const

/** Functions on `Monoid`: an associative sum with a zero. */
export const M = {
  concatAll: monoid.concatAll,
  struct: monoid.struct,
  tuple: monoid.tuple,
} as const

/** Functions on `State`: a value that is computed from a state which the computation hands on. */
export const S = {
  sequenceArray: state.sequenceArray,
} as const
