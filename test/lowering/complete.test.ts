// Nothing in a compiled program is left to the interpreter but calls of the host: no primitive, in no dtype that it takes.
import { expect, test } from "vitest"
import { CotangentError } from "../../src/core/errors.js"
import { arrayFrom } from "../laws/arrays.js"
import { dtypeOf } from "../laws/draw.js"
import type { Sample } from "../laws/sample.js"
import { samples } from "../laws/samples/index.js"
import { interpretedIn } from "./agree.js"

const calls = new Set(["debug_callback", "pure_callback"])

const others = ["float32", "bfloat16", "int32", "uint8", "bool", "complex64"] as const

/** What is interpreted of a sample whose float64 inputs are of another dtype; undefined where the functions refuse it. */
const interpreted = ({ apply, inputs }: Sample, dtype: (typeof others)[number] | "float64"): readonly string[] | undefined => {
  const xs = inputs.map((d) =>
    arrayFrom(d.shape, dtypeOf(d) === "float64" ? dtype : dtypeOf(d), () => Math.max(d.low, Math.min(1, d.high))),
  )
  try {
    return interpretedIn(apply, ...xs)
  } catch (e) {
    if (dtype === "float64" || !(e instanceof CotangentError)) throw e
    return undefined
  }
}

test.each(Object.keys(samples).filter((name) => !calls.has(name)))("%s is compiled whole", (name) => {
  for (const sample of samples[name as keyof typeof samples])
    for (const dtype of ["float64", ...others] as const)
      expect(interpreted(sample, dtype) ?? [], `${sample.note ?? name} of ${dtype}`).toEqual([])
})
