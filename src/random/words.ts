// Counting through the cipher: element i, in row-major order, is the counter i enciphered under the key. So an element depends on its place alone,
// not on how many there are or how they are arranged.
import { literalArray, type NDArray } from "../core/array.js"
import { type Shape, sizeOf } from "../core/aval.js"
import { iota } from "../primitives/shape/iota.js"
import { slice } from "../primitives/shape/pad.js"
import { reshape } from "../primitives/shape/reshape.js"
import { broadcastInDim } from "../primitives/sum.js"
import { threefry2x32 } from "../primitives/threefry.js"

/** The two words that one counter gives. */
export type Words = readonly [NDArray, NDArray]

const wordOfKey = (key: NDArray, i: number): NDArray => reshape(slice(key, [i], [i + 1], [1]), [])

const counters = ([size]: Shape): NDArray => (size === undefined ? literalArray(0, "uint32") : iota([size], 0, "uint32"))

/** Both words for every element of a shape; the counter of a single element may be given. */
export const wordsOf = (key: NDArray, shape: Shape, only?: NDArray): Words => {
  const flat = shape.length === 0 ? [] : [sizeOf(shape)]
  const spread = (x: NDArray): NDArray => (x.ndim === flat.length ? x : broadcastInDim(x, flat, []))
  const [x0, x1] = threefry2x32(
    spread(wordOfKey(key, 0)),
    spread(wordOfKey(key, 1)),
    spread(literalArray(0, "uint32")),
    spread(only ?? counters(flat)),
  )
  return [reshape(x0, shape), reshape(x1, shape)]
}
