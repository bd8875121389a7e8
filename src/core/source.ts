// User source lines: which line of the user's program made an equation or an error.
// Capturing a stack is cheap as long as nobody asks for its text, so the text is read on demand.

export interface Frame {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly functionName: string | undefined
}

/** A captured place in the user's program; `frame()` reads it. */
export interface Source {
  readonly frame: () => Frame | undefined
}

interface StackCapture {
  stackTraceLimit?: number
  captureStackTrace?: (target: object, below?: (...args: never[]) => unknown) => void
}

const engine = Error as unknown as StackCapture

/** Far enough to see past the library's own frames; reading stops at the first user frame. Every frame costs time at every operation. */
const recordingDepth = 16
/** Errors may come from deep inside of transforms of transforms, and are rare. */
export const errorDepth = 200

// "at fn (file:1:2)", "at file:1:2", and the "fn@file:1:2" of other engines
const framePattern = /^\s*(?:at (?:async )?(?:(.*?) \()?|(.*?)@)?((?:file|https?):\/\/[^)]*?|\/[^)]*?|[A-Za-z]:\\[^)]*?):(\d+):(\d+)\)?$/

const parseFrame = (line: string): Frame | undefined => {
  const m = framePattern.exec(line)
  if (!m?.[3]) return undefined
  return { file: m[3].replace(/^file:\/\//, ""), line: Number(m[4]), column: Number(m[5]), functionName: m[1] || m[2] || undefined }
}

const framesOf = (stack: string): readonly Frame[] =>
  stack
    .split("\n")
    .map(parseFrame)
    .filter((f): f is Frame => f !== undefined)

/** The folder this library runs from (`…/src/` or `…/dist/`), or the bundle's one file: its frames are not the user's. */
const home = ((): string | undefined => {
  const own = framesOf(new Error("home").stack ?? "")[0]?.file
  return own?.replace(/\/core\/source\.[jt]s.*$/, "/").replace(/\/cotangent\.c?js$/, "/")
})()

const isUsers = (f: Frame): boolean =>
  !(home !== undefined && f.file.startsWith(home)) &&
  !f.file.startsWith("node:") &&
  !/\/node_modules\/(?:fp-ts|vitest|@vitest)\//.test(f.file)

/** Remembers where the user's program is now; frames down to and including that of `below` are not even looked at. */
export const captureSource = (below?: (...args: never[]) => unknown, depth = recordingDepth): Source => {
  const holder: { stack?: string } = {}
  const before = engine.stackTraceLimit
  engine.stackTraceLimit = depth
  if (engine.captureStackTrace) engine.captureStackTrace(holder, below)
  else holder.stack = new Error("source").stack ?? ""
  if (before !== undefined) engine.stackTraceLimit = before
  return { frame: () => framesOf(holder.stack ?? "").find(isUsers) }
}

/** `file:line:column`. */
export const showFrame = (f: Frame): string => `${f.file}:${f.line}:${f.column}`

// The line that derived equations and their errors inherit, while a transform rewrites the equation it made.
let inherited: Source | undefined

export const inheritedSource = (): Source | undefined => inherited

/** Runs `f` so that what it records, and what it throws, names `source` instead of the line that runs now. */
export const withSource = <T>(source: Source | undefined, f: () => T): T => {
  const before = inherited
  inherited = source ?? before
  try {
    return f()
  } finally {
    inherited = before
  }
}
