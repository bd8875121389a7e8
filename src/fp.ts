// The one door to fp-ts: what the library uses of it. Write `E.left(…)`, `Either<…>`; add a function here when it is first needed.
// Plain objects with the functions in use, rather than whole namespaces, so that a bundle carries these and no others.
// `fp-ts/lib/X.js` is the only form that Node's ESM loader, CommonJS, the type checkers and the bundlers all take.
import * as either from "fp-ts/lib/Either.js"
import * as state from "fp-ts/lib/State.js"

export type { Either } from "fp-ts/lib/Either.js"
export type { Eq } from "fp-ts/lib/Eq.js"
export type { Monoid } from "fp-ts/lib/Monoid.js"
export type { Show } from "fp-ts/lib/Show.js"
export type { State } from "fp-ts/lib/State.js"

/** Functions on `Either`: a value, or why there is none. */
export const E = {
  left: either.left,
  right: either.right,
  isRight: either.isRight,
} as const

/** Functions on `State`: a value that is computed from a state which the computation hands on. */
export const S = {
  sequenceArray: state.sequenceArray,
} as const
