// An issue is an error as data: what rules and guards return, before anybody decides to throw.
import { type ShapeDtype, showAval } from "./aval.js"

export interface Issue {
  /** Stable identifier, `family/fault`. The family picks the error class. */
  readonly code: string
  /** The operation or function that found the fault. `bind` fills it in for primitives. */
  readonly op?: string
  /** What would have been right, as a clause: "inner sizes must agree". */
  readonly need: string
  /** What came instead. Left out, it is derived from `avals`. */
  readonly got?: string
  readonly avals?: readonly ShapeDtype[]
  /** The leaf at fault, `params.layers[2].w`. */
  readonly path?: string
  /** What to do about it. */
  readonly hint?: string
}

export const isIssue = (x: object): x is Issue => "code" in x && "need" in x

/** What came: given, or read off the avals ("f32[32,784] and f32[128,10]"). */
const gotOf = (issue: Issue): string | undefined => issue.got ?? (issue.avals?.length ? issue.avals.map(showAval).join(" and ") : undefined)

/** The sentence: place, need, what came, and under it the user's line and the remedy. */
export const showIssue = (issue: Issue, where?: string): string => {
  const got = gotOf(issue)
  const head = `[${issue.code}] ${issue.op ? `${issue.op}: ` : ""}${issue.path ? `at ${issue.path}: ` : ""}${issue.need}`
  return [`${head}${got === undefined ? "" : `; got ${got}`}.`, where && `  at ${where}`, issue.hint && `  Hint: ${issue.hint}.`]
    .filter(Boolean)
    .join("\n")
}
