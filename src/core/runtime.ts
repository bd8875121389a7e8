// The one thing core does not do itself: compute. The composition root installs what does.
import type { NDArray } from "./array.js"
import { raise } from "./errors.js"
import type { Jaxpr, Params } from "./jaxpr.js"
import type { Primitive } from "./primitive.js"

export interface Runtime {
  /** Runs a whole program on concrete arrays (constants first, then inputs). */
  readonly run: (jaxpr: Jaxpr, inputs: readonly NDArray[]) => readonly NDArray[]
  /** A program as a function, for many calls. It may write over the inputs that are donated, given by number: they must not be used again. */
  readonly compile: (jaxpr: Jaxpr, donated: readonly number[]) => (inputs: readonly NDArray[]) => readonly NDArray[]
  /** The function of a program that equal keys stand for: made and compiled when the key first comes, then remembered for a while. */
  readonly remember: (key: string, make: () => Jaxpr) => (inputs: readonly NDArray[]) => readonly NDArray[]
  /** How many times all programs have been forgotten. Who keeps programs of an earlier time is to drop them. */
  readonly generation: () => number
  /** Runs one operation on concrete arrays; the avals have been checked. */
  readonly apply: (
    primitive: Primitive,
    inputs: readonly NDArray[],
    params: Params,
    outAvals: readonly NDArray["aval"][],
  ) => readonly NDArray[]
}

let installed: Runtime | undefined

/** Called by the composition root. */
export const installRuntime = (runtime: Runtime): void => {
  installed = runtime
}

/** Whether a composition root has been here. */
export const hasRuntime = (): boolean => installed !== undefined

export const currentRuntime = (): Runtime =>
  installed ??
  raise({ code: "argument/no-runtime", need: "a runtime must be installed before arrays are computed", hint: "import the package's root" })
