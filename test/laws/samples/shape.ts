// Samples of the shape family, at rank 3 with three different sizes, so that no permutation is its own inverse.
import type { NDArray } from "../../../src/core/array.js"
import { concatenate, split } from "../../../src/primitives/shape/concatenate.js"
import type { shapePrimitives } from "../../../src/primitives/shape/index.js"
import { iota } from "../../../src/primitives/shape/iota.js"
import { pad, slice } from "../../../src/primitives/shape/pad.js"
import { reshape, squeeze } from "../../../src/primitives/shape/reshape.js"
import { rev } from "../../../src/primitives/shape/rev.js"
import { broadcastInDim } from "../../../src/primitives/sum.js"
import { transpose } from "../../../src/primitives/transpose.js"
import type { Domain, Sample } from "../sample.js"

const on = (...shape: readonly number[]): Domain => ({ shape, low: -2, high: 2 })
const cube = on(2, 3, 5)
const of = (apply: (x: NDArray) => NDArray | readonly NDArray[], x: Domain = cube, note?: string): Sample => ({
  apply: apply as Sample["apply"],
  inputs: [x],
  ...(note && { note }),
})
const padding = (low: number, high: number, interior: number) => ({ low, high, interior })
const padBy = (...config: readonly (readonly [number, number, number])[]): Sample => ({
  note: config.map((c) => `[${c.join()}]`).join(" "),
  apply: ((x: NDArray, v: NDArray) =>
    pad(
      x,
      v,
      config.map((c) => padding(...c)),
    )) as Sample["apply"],
  inputs: [cube, on()],
})

export const shapeSamples: { readonly [N in keyof typeof shapePrimitives]: readonly Sample[] } = {
  broadcast_in_dim: [
    of((x) => broadcastInDim(x, [2, 4, 3, 5], [0, 2, 3]), cube, "a new axis"),
    of((x) => broadcastInDim(x, [2, 3, 5], [0, 1, 2]), on(2, 1, 5), "a stretched axis"),
    of((x) => broadcastInDim(x, [7, 2, 3, 5], [1, 2, 3]), on(1, 3, 1), "both"),
    of((x) => broadcastInDim(x, [2, 3], []), on(), "a scalar"),
    of((x) => broadcastInDim(x, [2, 3], [1]), { ...on(3), dtype: "bool", low: 0, high: 1 }, "bool"),
  ],
  transpose: [of((x) => transpose(x, [2, 0, 1])), of((x) => transpose(x, [1, 2, 0]), { ...cube, dtype: "int32" })],
  reshape: [of((x) => reshape(x, [5, 6])), of((x) => reshape(x, [30])), of((x) => reshape(x, [1, 1]), on())],
  squeeze: [of((x) => squeeze(x, [1]), on(2, 1, 5)), of((x) => squeeze(x, [0, 2]), on(1, 3, 1))],
  slice: [
    of((x) => slice(x, [0, 1, 1], [2, 3, 4])),
    of((x) => slice(x, [1, 0, 0], [2, 3, 5], [1, 2, 3]), cube, "strides"),
    of((x) => slice(x, [0, 2, 0], [2, 2, 5]), cube, "empty"),
  ],
  pad: [
    padBy([1, 2, 0], [0, 0, 0], [3, 0, 0]),
    padBy([0, 0, 1], [1, 0, 2], [0, 1, 0]),
    padBy([0, 0, 0], [-1, 0, 0], [-2, -1, 0]),
    padBy([-1, 2, 0], [2, -2, 1], [-3, -2, 2]),
  ],
  rev: [of((x) => rev(x, [1])), of((x) => rev(x, [0, 2]))],
  concatenate: [
    { apply: ((x: NDArray, y: NDArray) => concatenate([x, y], 1)) as Sample["apply"], inputs: [cube, on(2, 4, 5)] },
    {
      note: "three, last axis",
      apply: ((x: NDArray, y: NDArray, z: NDArray) => concatenate([x, y, z], 2)) as Sample["apply"],
      inputs: [cube, on(2, 3, 1), on(2, 3, 0)],
    },
  ],
  split: [of((x) => split(x, [1, 2], 1)), of((x) => split(x, [2, 0, 3], 2), cube, "an empty part")],
  iota: [
    { apply: () => iota([2, 3, 5], 1, "int32"), inputs: [] },
    { note: "floats", apply: () => iota([4], 0, "float64"), inputs: [] },
  ],
}
