// What is called must be a function, and what is gone through a list: said where it is given, before anything uses it.
import { raise } from "../core/errors.js"
import type { Issue } from "../core/issue.js"
import { describeLeaf } from "./describe.js"

/** Requires a list, or raises what is said of anything else. */
export const requireListed = <T>(xs: readonly T[], otherwise: Omit<Issue, "got">): readonly T[] =>
  Array.isArray(xs) ? xs : raise({ ...otherwise, got: describeLeaf(xs) })

/** Requires a function among the arguments of `op`; a user may have passed what it gives instead. */
export const requireCallable = <F>(
  f: F,
  op: string,
  { need, hint }: Pick<Issue, "need" | "hint"> = { need: "a function is needed", hint: "pass the function itself, not its result" },
): F =>
  typeof f === "function" ? f : raise({ code: "argument/function", op, need, got: describeLeaf(f), ...(hint !== undefined && { hint }) })
