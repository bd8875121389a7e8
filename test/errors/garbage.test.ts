// Whatever stands in the place of an argument, what a public function throws is an error of the library's own: it has a code, and a sentence
// that says what was needed. An engine's TypeError says neither.
import { describe, expect, it } from "vitest"
import * as root from "../../src/index.js"
import { CotangentError } from "../../src/index.js"

type Space = Readonly<Record<string, unknown>>
type Callable = (...args: readonly unknown[]) => unknown

const matrix = root.numpy.ones([2, 2])

const junk: Space = {
  text: "abc",
  list: [1, 2],
  object: { a: 1 },
  undefined: undefined,
  null: null,
  function: () => 1,
  NaN: Number.NaN,
}

/** One piece of junk in each of the first places, beside arrays and alone. */
const calls = (v: unknown): readonly (readonly unknown[])[] => [[v], [v, matrix], [matrix, v], [v, v], [matrix, matrix, v], [v, v, v]]

const { numpy, nn } = root
/** Namespaces whose every function is tried; lax (but for those below), lax.linalg, tree and optim do not hold to it yet. */
const spaces: Readonly<Record<string, Space>> = {
  cotangent: root,
  numpy,
  "numpy.linalg": numpy.linalg,
  "numpy.fft": numpy.fft,
  nn,
  "nn.initializers": nn.initializers,
  random: root.random,
  losses: root.losses,
  regularizers: root.regularizers,
  data: root.data,
  train: root.train,
  viz: root.viz,
  debug: root.debug,
}

/** A class is called with `new`, and its fields are its constructor's to check. */
const isFunction = (f: unknown): f is Callable => typeof f === "function" && !/^class\b/.test(Function.prototype.toString.call(f))

const faults = (f: Callable): readonly string[] =>
  Object.entries(junk).flatMap(([kind, v]) =>
    calls(v).flatMap((args) => {
      if (args.length > Math.max(1, f.length) + 1) return []
      try {
        const result = f(...args)
        if (result instanceof Promise) result.catch(() => undefined)
        return []
      } catch (e) {
        return e instanceof CotangentError ? [] : [`${kind} among ${args.length}: ${String(e)}`]
      }
    }),
  )

describe.each(Object.entries(spaces))("%s answers junk with its own errors", (_, space) => {
  it.each(Object.entries(space).filter(([, f]) => isFunction(f)))("%s", (_name, f) => {
    expect(faults(f as Callable)).toEqual([])
  })
})

/** Those of `lax` that take lists of numbers for shapes, axes and places. */
const placing = [
  "broadcastInDim",
  "broadcastShapes",
  "conv",
  "convGeneralDilated",
  "convTranspose",
  "convWithGeneralPadding",
  "expandDims",
  "pad",
  "reshape",
  "rev",
  "slice",
  "split",
  "tile",
  "transpose",
] as const

describe("lax answers junk among shapes, axes and places with its own errors", () => {
  it.each(placing)("%s", (name) => {
    expect(faults(root.lax[name] as Callable)).toEqual([])
  })
})
