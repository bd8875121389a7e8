// The shape family: moving elements about without changing them.
import { broadcastInDimP } from "../sum.js"
import { transposeP } from "../transpose.js"
import { concatenateP, splitP } from "./concatenate.js"
import { iotaP } from "./iota.js"
import { padP, sliceP } from "./pad.js"
import { reshapeP, squeezeP } from "./reshape.js"
import { revP } from "./rev.js"

export const shapePrimitives = {
  broadcast_in_dim: broadcastInDimP,
  transpose: transposeP,
  reshape: reshapeP,
  squeeze: squeezeP,
  slice: sliceP,
  pad: padP,
  rev: revP,
  concatenate: concatenateP,
  split: splitP,
  iota: iotaP,
} as const
