// Threefry-2x32 with 20 rounds (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011): a keyed bijection of 64 bits,
// mixed by additions, rotations and exclusive ors. Counting through it makes random bits.

/** The rotations of four rounds, for every other group of four. */
const ROTATIONS = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
] as const

/** What the third key word is mixed from, beside the other two: it keeps the all-zero key from being all zero. */
const PARITY = 0x1bd11bda

const rotateLeft = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits))

/**
 * The counter (c0, c1) enciphered under the key (k0, k1): four uint32 to two. (`jax.extend.random.threefry_2x32`)
 *
 * @example threefry2x32(0, 0, 0, 0) // [0x6b200159, 0x99ba4efe]
 */
export const threefry2x32 = (k0: number, k1: number, c0: number, c1: number): readonly [number, number] => {
  const key = [k0, k1, k0 ^ k1 ^ PARITY] as const
  const keyWord = (i: number): number => key[i % 3] as number
  let x0 = (c0 + k0) | 0
  let x1 = (c1 + k1) | 0
  for (let group = 0; group < 5; group++) {
    for (const bits of ROTATIONS[group % 2 === 0 ? 0 : 1]) {
      x0 = (x0 + x1) | 0
      x1 = rotateLeft(x1, bits) ^ x0
    }
    x0 = (x0 + keyWord(group + 1)) | 0
    x1 = (x1 + keyWord(group + 2) + group + 1) | 0
  }
  return [x0 >>> 0, x1 >>> 0]
}
