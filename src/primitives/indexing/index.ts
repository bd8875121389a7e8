// Reading and writing at computed places, by the names they print under.
import { dynamicSliceP, dynamicUpdateSliceP } from "./dynamicslice.js"
import { scatterMaxP, scatterMinP } from "./extremum.js"
import { gatherP, scatterAddP } from "./gather.js"
import { scatterMulP } from "./product.js"
import { scatterP } from "./scatter.js"

export const indexingPrimitives = {
  dynamic_slice: dynamicSliceP,
  dynamic_update_slice: dynamicUpdateSliceP,
  gather: gatherP,
  scatter: scatterP,
  "scatter-add": scatterAddP,
  "scatter-mul": scatterMulP,
  "scatter-min": scatterMinP,
  "scatter-max": scatterMaxP,
} as const
