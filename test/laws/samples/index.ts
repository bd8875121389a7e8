// The table of samples, exhaustive by type: a primitive without one does not compile.
import type { PrimitiveName } from "../../../src/primitives/index.js"
import type { Sample } from "../sample.js"
import { collectiveSamples } from "./collective.js"
import { withComplex } from "./complex.js"
import { contractionSamples } from "./contraction.js"
import { controlSamples } from "./control.js"
import { elementwiseSamples } from "./elementwise.js"
import { fftSamples } from "./fft.js"
import { indexingSamples } from "./indexing.js"
import { jitSamples } from "./jit.js"
import { linalgSamples } from "./linalg.js"
import { randomSamples } from "./random.js"
import { reductionSamples } from "./reduction.js"
import { shapeSamples } from "./shape.js"
import { sortSamples } from "./sort.js"

const own: { readonly [N in PrimitiveName]: readonly Sample[] } = {
  ...elementwiseSamples,
  ...shapeSamples,
  ...reductionSamples,
  ...contractionSamples,
  ...indexingSamples,
  ...sortSamples,
  ...linalgSamples,
  ...fftSamples,
  ...collectiveSamples,
  ...randomSamples,
  ...jitSamples,
  ...controlSamples,
}

export const samples: { readonly [N in PrimitiveName]: readonly Sample[] } = withComplex(own)
