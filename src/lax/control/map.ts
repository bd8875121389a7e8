// `map`: one element after the other, or a batch of them at a time.
import type { NDArray } from "../../core/array.js"
import { raise } from "../../core/errors.js"
import { type OptionNames, optionsOf } from "../../core/options.js"
import { concatenate } from "../../primitives/shape/concatenate.js"
import { slice } from "../../primitives/shape/pad.js"
import { reshape } from "../../primitives/vector.js"
import { flattenArguments, requireFunction } from "../../transforms/arguments.js"
import type { Arrays } from "../../transforms/types.js"
import { vmap } from "../../transforms/vmap.js"
import { map as mapTree } from "../../tree/map.js"
import { scan } from "./scan.js"

export interface MapOptions {
  /** How many elements to compute at once, with vmap; the last batch may be smaller. One by default. */
  readonly batchSize?: number
}

const mapOptions: OptionNames<MapOptions> = { batchSize: "number" }

const rows = (x: NDArray, from: number, to: number): NDArray =>
  slice(
    x,
    [from, ...x.shape.slice(1).map(() => 0)],
    [to, ...x.shape.slice(1)],
    x.shape.map(() => 1),
  )

/**
 * `stack(xs.map(f))` along the leading axis: what `vmap` computes at once, in the memory of one step. (`jax.lax.map`)
 * @example
 * lax.map((x) => x.dot(x), rows, { batchSize: 64 })
 */
export const map = <X, Y>(f: (x: Arrays<X>) => Y, xs: X, options?: MapOptions): Arrays<Y> => {
  const { batchSize } = optionsOf("map", options, mapOptions)
  requireFunction(f, "map")
  if (batchSize === undefined) return scan((_: null, x: Arrays<X>) => [null, f(x)] as const, null, xs)[1]
  if (!Number.isInteger(batchSize) || batchSize < 1)
    raise({ code: "argument/map-batch", op: "map", need: "batchSize must be a positive whole number", got: `${batchSize}` })
  const length = flattenArguments([xs], "map", "xs").leaves[0]?.shape[0] ?? 0
  const whole = Math.floor(length / batchSize)
  const each = <T>(g: (x: NDArray) => NDArray, t: T): T => mapTree(g as never, t as never) as T
  const batch = vmap(f as (x: never) => Y) as unknown as (x: unknown) => Arrays<Y>
  const rest = each((x) => rows(x, whole * batchSize, length), xs)
  if (whole === 0) return batch(rest)
  const grouped = each((x) => reshape(rows(x, 0, whole * batchSize), [whole, batchSize, ...x.shape.slice(1)]), xs)
  const stacked = scan((_: null, x: Arrays<X>) => [null, batch(x)] as const, null, grouped)[1] as Arrays<Y>
  const flat = each((y) => reshape(y, [whole * batchSize, ...y.shape.slice(2)]), stacked)
  if (whole * batchSize === length) return flat
  return mapTree(((a: NDArray, b: NDArray) => concatenate([a, b], 0)) as never, flat as never, batch(rest) as never) as Arrays<Y>
}
