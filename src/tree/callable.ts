// What is called must be a function: said where it is given, before anything calls it.
import { raise } from "../core/errors.js"
import { describeLeaf } from "./describe.js"

/** Requires a function among the arguments of `op`; a user may have passed what it gives instead. */
export const requireCallable = <F>(f: F, op: string): F =>
  typeof f === "function"
    ? f
    : raise({
        code: "argument/function",
        op,
        need: "a function is needed",
        got: describeLeaf(f),
        hint: "pass the function itself, not its result",
      })
