// Errors: one base class, a stable code, structured fields, and a message whose first frame is the user's.
// Rules return issues; `raise` is what turns one into an exception.
import type { Shape } from "./aval.js"
import type { DType } from "./dtype.js"
import { type Issue, showIssue } from "./issue.js"
import { captureSource, errorDepth, type Frame, inheritedSource, type Source, showFrame } from "./source.js"

/** The base of every error this library throws on purpose. */
export class CotangentError extends Error {
  override readonly name: string = "CotangentError"
  readonly code: string
  readonly op: string | undefined
  readonly shapes: readonly Shape[]
  readonly dtypes: readonly DType[]
  readonly path: string | undefined
  readonly hint: string | undefined
  readonly userFrame: Frame | undefined

  constructor(issue: Issue, source: Source = inheritedSource() ?? captureSource(undefined, errorDepth)) {
    const frame = source.frame()
    super(showIssue(issue, frame && showFrame(frame)))
    this.code = issue.code
    this.op = issue.op
    this.shapes = issue.avals?.map((a) => a.shape) ?? []
    this.dtypes = issue.avals?.map((a) => a.dtype) ?? []
    this.path = issue.path
    this.hint = issue.hint
    this.userFrame = frame
  }
}

/** Shapes, ranks, axes or indices do not fit. */
export class ShapeError extends CotangentError {
  override readonly name = "ShapeError"
}
/** A dtype is not what the operation takes. */
export class DTypeError extends CotangentError {
  override readonly name = "DTypeError"
}
/** A tree of arrays has not the structure it should. */
export class TreeError extends CotangentError {
  override readonly name = "TreeError"
}
/** A traced value was used as if it were a number, or outlived its trace. */
export class TracerError extends CotangentError {
  override readonly name = "TracerError"
}
/** An argument is not what the function takes. */
export class ArgumentError extends CotangentError {
  override readonly name = "ArgumentError"
}
/** A program breaks a rule of the IR. */
export class JaxprError extends CotangentError {
  override readonly name = "JaxprError"
}

const families: Readonly<Record<string, new (issue: Issue, source?: Source) => CotangentError>> = {
  shape: ShapeError,
  dtype: DTypeError,
  tree: TreeError,
  tracer: TracerError,
  argument: ArgumentError,
  jaxpr: JaxprError,
}

/** The error that an issue's family calls for. */
export const toError = (issue: Issue, source?: Source): CotangentError => {
  const Family = families[issue.code.slice(0, issue.code.indexOf("/"))] ?? CotangentError
  return new Family(issue, source)
}

/** Throws an issue as the error of its family, naming the user's line. */
export const raise = (issue: Issue): never => {
  throw toError(issue)
}
