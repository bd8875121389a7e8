// Random programs: a program is a list of choices, read as operations on the values made so far. Any list is a program,
// so lists can be cut and lowered at will, which is how a failing one shrinks to a small one.
import fc from "fast-check"
import type { NDArray } from "../../src/core/array.js"
import type { Shape } from "../../src/core/aval.js"
import type { DType } from "../../src/core/dtype.js"
import type { Flat } from "./arrays.js"
import { embed } from "./embed.js"
import { type Production, productions, type Scope } from "./productions.js"
import type { Domain } from "./sample.js"
import { samples } from "./samples/index.js"
import { ways } from "./subprograms.js"

/** One operation: which production, and what it chooses. */
interface Operation {
  readonly production: number
  readonly choices: readonly number[]
}

/** A sub-program, run on some of the values in one of several ways; its latest values come back. */
interface Call {
  readonly body: readonly Operation[]
  readonly choices: readonly number[]
}

type Step = Operation | Call

export interface Program {
  readonly inputs: readonly Domain[]
  readonly steps: readonly Step[]
  /** How far back each result was made; the last value is always one. */
  readonly results: readonly number[]
}

const shapes: readonly Shape[] = [[], [3], [2, 3], [3, 2], [1, 3], [2, 3, 5]]
const dtypes: readonly DType[] = ["float64", "float64", "float64", "float32", "int32", "bool", "uint8", "float64"]

const domainOf = (shape: Shape, dtype: DType): Domain => {
  if (dtype === "bool") return { shape, dtype, low: 0, high: 1 }
  return dtype.startsWith("float") ? { shape, dtype, low: -1, high: 1 } : { shape, dtype, low: 0, high: 7 }
}

const embedded: readonly Production[] = Object.values(samples).flatMap((each) => each.map(embed))
/** Arithmetic is what programs are mostly made of. */
const common: readonly Production[] = [
  ...Object.values(productions),
  ...[productions.unary, productions.binary, productions.unary, productions.binary, productions.binary],
  ...[productions.reduce, productions.contract],
] as readonly Production[]

/** Three operations of four are common ones, the fourth is a sample's. */
const productionAt = (k: number): Production =>
  (k % 4 === 3 ? embedded[Math.floor(k / 4) % embedded.length] : common[Math.floor(k / 4) % common.length]) as Production

const choices = fc.noBias(fc.array(fc.nat({ max: 119 }), { minLength: 6, maxLength: 6 }))

const operation: fc.Arbitrary<Operation> = fc.record({
  production: fc.noBias(fc.nat({ max: 4 * common.length * embedded.length - 1 })),
  choices,
})

const call: fc.Arbitrary<Call> = fc.record({
  body: fc.array(operation, { minLength: 1, maxLength: 4, size: "max" }),
  choices,
})

/** Programs of up to `length` steps. */
export const programs = (length: number): fc.Arbitrary<Program> =>
  fc.record({
    inputs: fc.array(
      fc.tuple(fc.constantFrom(...shapes), fc.constantFrom(...dtypes)).map(([shape, dtype]) => domainOf(shape, dtype)),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    steps: fc.noBias(
      fc.array(fc.oneof({ weight: 4, arbitrary: operation }, { weight: 1, arbitrary: call }), {
        minLength: 1,
        maxLength: length,
        size: "max",
      }),
    ),
    results: fc.array(fc.nat({ max: 5 }), { maxLength: 2 }),
  })

/** Values bigger than this are dropped, to keep programs quick. */
const maxSize = 120

const chooser = (choices: readonly number[]): Scope["choose"] => {
  let next = 0
  return (n) => (n > 1 ? (choices[next++] ?? 0) % n : 0)
}

const isCall = (step: Step): step is Call => "body" in step

const called = ({ body, choices }: Call, values: readonly NDArray[]): readonly NDArray[] => {
  const choose = chooser(choices)
  const args = Array.from({ length: 1 + choose(2) }, () => values[values.length - 1 - choose(values.length)] as NDArray)
  const results = 1 + choose(2)
  const way = Object.values(ways)[choose(Object.keys(ways).length)] as (typeof ways)[string]
  return way((...xs) => [...run(body, xs).slice(-results)])(...args)
}

/** All values made, in order. */
const run = (steps: readonly Step[], inputs: readonly NDArray[]): readonly NDArray[] => {
  const values = [...inputs]
  for (const step of steps) {
    const made = isCall(step) ? called(step, values) : productionAt(step.production)({ values, choose: chooser(step.choices) })
    values.push(...(made ?? []).filter((y) => y.size > 0 && y.size <= maxSize))
  }
  return values
}

/** What a program computes. */
export const functionOf =
  ({ steps, results }: Program): Flat =>
  (...inputs) => {
    const values = run(steps, inputs)
    return [0, ...results].map((back) => values[Math.max(0, values.length - 1 - back)] as NDArray)
  }
