// The table of samples, exhaustive by type: a primitive without one does not compile.
import type { PrimitiveName } from "../../../src/primitives/index.js"
import type { Sample } from "../sample.js"
import { indexingSamples } from "./indexing.js"
import { jitSamples } from "./jit.js"
import { sortSamples } from "./sort.js"

export const samples: { readonly [N in PrimitiveName]: readonly Sample[] } = {
  ...indexingSamples,
  ...jitSamples,
  ...sortSamples,
} as never
