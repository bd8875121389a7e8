// What the examples share: whether a file is being run rather than imported, and how long a compiled function takes.
import { pathToFileURL } from "node:url"

/** Whether the module at `url` (its `import.meta.url`) is the program that Node was started with. */
export const isProgram = (url: string): boolean => process.argv[1] !== undefined && pathToFileURL(process.argv[1]).href === url

export interface Timed<R> {
  readonly result: R
  /** What the first call took longer than the second: tracing and compiling. */
  readonly compileSeconds: number
  /** The second call. */
  readonly runSeconds: number
}

/** Calls a jitted function twice; as it is pure, both calls do the same work, but only the first one compiles. */
export const timed = <R>(call: () => R): Timed<R> => {
  const start = performance.now()
  call()
  const between = performance.now()
  const result = call()
  const end = performance.now()
  return { result, compileSeconds: Math.max(0, 2 * between - start - end) / 1000, runSeconds: (end - between) / 1000 }
}

const show = (seconds: number): string => (seconds < 1 ? `${(1000 * seconds).toFixed(1)} ms` : `${seconds.toFixed(2)} s`)

/** One line about the time: `compiled in 210.0 ms, ran in 1.84 s`. */
export const showTimes = ({ compileSeconds, runSeconds }: Timed<unknown>): string =>
  `compiled in ${show(compileSeconds)}, ran in ${show(runSeconds)}`
