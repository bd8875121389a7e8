// The registry: every primitive by its printed name. A list, not a side effect of defining one.
import type { Primitive } from "../core/primitive.js"
import { collectivePrimitives } from "./collective.js"
import { convGeneralDilatedP } from "./contraction/conv.js"
import { dotGeneralP } from "./contraction/dot.js"
import { controlPrimitives } from "./control/index.js"
import { cumulativePrimitives } from "./cumulative.js"
import { elementwisePrimitives } from "./elementwise/index.js"
import { fftP } from "./fft/fft.js"
import { indexingPrimitives } from "./indexing/index.js"
import { linalgPrimitives } from "./linalg/index.js"
import { reductionPrimitives } from "./reductions.js"
import { shapePrimitives } from "./shape/index.js"
import { sortPrimitives } from "./sort/index.js"
import { reduceSumP } from "./sum.js"
import { threefry2x32P } from "./threefry.js"
import { windowPrimitives } from "./windows.js"

const families = {
  ...elementwisePrimitives,
  ...indexingPrimitives,
  ...sortPrimitives,
  ...shapePrimitives,
  reduce_sum: reduceSumP,
  ...reductionPrimitives,
  ...windowPrimitives,
  dot_general: dotGeneralP,
  conv_general_dilated: convGeneralDilatedP,
  ...cumulativePrimitives,
  ...linalgPrimitives,
  fft: fftP,
  ...collectivePrimitives,
  threefry2x32: threefry2x32P,
  ...controlPrimitives,
} as const

/** Every primitive by name. */
export const primitives: { readonly [N in keyof typeof families]: Primitive } = families as never

export type PrimitiveName = keyof typeof families

/** The primitive that a printed program calls `name`, or undefined. */
export const primitiveNamed = (name: string): Primitive | undefined =>
  Object.hasOwn(primitives, name) ? primitives[name as PrimitiveName] : undefined
