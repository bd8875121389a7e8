// Random bits: a counter enciphered under a key. The one primitive of the random numbers; all else about them is arithmetic.
import type { NDArray } from "../core/array.js"
import { type Aval, sameShape } from "../core/aval.js"
import type { Issue } from "../core/issue.js"
import { batchedAll, definePrimitive, type Primitive, zero } from "../core/primitive.js"
import { type Tensor, tensor } from "../core/tensor.js"
import { bind } from "../core/trace.js"
import { arityIs } from "./guards.js"
import { threefry2x32 as encipher } from "./scalar/threefry.js"
import { repeat } from "./vector.js"

const areWords = (avals: readonly Aval[]): Issue | undefined =>
  avals.every((a) => a.dtype === "uint32" && sameShape(a.shape, (avals[0] as Aval).shape))
    ? undefined
    : { code: "dtype/words", need: "keys and counters must be uint32 arrays of one shape", avals }

/**
 * Threefry-2x32 with 20 rounds, element by element: `(k₀, k₁, c₀, c₁) ↦ (x₀, x₁)`, the counter c enciphered under the key k.
 * All operands have one shape. (Salmon et al. 2011; `threefry2x32` of JAX)
 */
export const threefry2x32P: Primitive = definePrimitive({
  name: "threefry2x32",
  shape: (avals) => {
    const { shape = [] } = avals[0] ?? {}
    const word = { shape, dtype: "uint32", weakType: false } as const
    return arityIs(avals, 4) ?? areWords(avals) ?? [word, word]
  },
  derivative: zero("random bits are not continuous"),
  batch: (lanes, params, { size }) =>
    batchedAll(
      ...bind(
        threefry2x32P,
        lanes.map(({ value, batched }) => (batched ? value : repeat(value, size))),
        params,
      ),
    ),
  lower: (inputs, params, to) => to.mapMany("threefry2x32", inputs, params, ["uint32", "uint32"]),
  evaluate: (inputs) => {
    const [k0, k1, c0, c1] = inputs as readonly [Tensor, Tensor, Tensor, Tensor]
    const x0 = new Uint32Array(k0.data.length)
    const x1 = new Uint32Array(k0.data.length)
    for (let i = 0; i < x0.length; i++) [x0[i], x1[i]] = encipher(k0.data[i]!, k1.data[i]!, c0.data[i]!, c1.data[i]!)
    return [tensor(k0.shape, "uint32", x0), tensor(k0.shape, "uint32", x1)]
  },
})

/** The counters (c₀, c₁) enciphered under the keys (k₀, k₁); all of one shape. */
export const threefry2x32 = (k0: NDArray, k1: NDArray, c0: NDArray, c1: NDArray): readonly [NDArray, NDArray] =>
  bind(threefry2x32P, [k0, k1, c0, c1], {}) as unknown as readonly [NDArray, NDArray]
