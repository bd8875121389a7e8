// Going through an array: its parts along the first axis, each without that axis.
import type { NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { slice } from "../primitives/shape/pad.js"
import { reshape } from "../primitives/shape/reshape.js"

export function* parts(x: NDArray): Generator<NDArray> {
  const [size, ...shape] = x.shape
  if (size === undefined)
    raise({
      code: "shape/iterate",
      op: "iteration",
      need: "a rank-0 array has no parts to go through",
      avals: [x.aval],
      hint: "read its number with x.item()",
    })
  const first = shape.map(() => 0)
  for (let i = 0; i < (size ?? 0); i++) yield reshape(slice(x, [i, ...first], [i + 1, ...shape]), shape)
}
