// The Threefry-2x32 block cipher with 20 rounds. (Salmon, Moraes, Dror & Shaw 2011; what JAX's random bits are made of)
import type { ScalarNode } from "../../core/scalar.js"
import { add, constant, or, shl, shrU, xor } from "./build.js"

const rotations = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
] as const

const rotated = (x: ScalarNode, by: number): ScalarNode => or(shl(x, by), shrU(x, 32 - by))

/** `(k₀, k₁, c₀, c₁) ↦` the enciphered counter, two words of uint32. */
export const threefry2x32 = ([k0, k1, c0, c1]: readonly [ScalarNode, ScalarNode, ScalarNode, ScalarNode]): readonly ScalarNode[] => {
  const keys = [k0, k1, xor(xor(k0, k1), constant("u32", 0x1bd11bda))] as const
  let [x, y] = [add(c0, k0), add(c1, k1)]
  for (let group = 0; group < 5; group++) {
    for (const by of rotations[group % 2] as readonly number[]) {
      x = add(x, y)
      y = xor(x, rotated(y, by))
    }
    x = add(x, keys[(group + 1) % 3] as ScalarNode)
    y = add(add(y, keys[(group + 2) % 3] as ScalarNode), constant("u32", group + 1))
  }
  return [x, y]
}
