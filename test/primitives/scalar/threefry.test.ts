import fc from "fast-check"
import { expect, test } from "vitest"
import { threefry2x32 } from "../../../src/primitives/scalar/threefry.js"

const ones = 0xffffffff
const uint32 = fc.integer({ min: 0, max: ones })

test("the known answers of Random123", () => {
  expect(threefry2x32(0, 0, 0, 0)).toEqual([0x6b200159, 0x99ba4efe])
  expect(threefry2x32(ones, ones, ones, ones)).toEqual([0x1cb996fc, 0xbb002be7])
  expect(threefry2x32(0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3)).toEqual([0xc4923a9c, 0x483df7a0])
})

test("the words come as uint32", () => {
  fc.assert(
    fc.property(uint32, uint32, uint32, uint32, (...words) => {
      for (const word of threefry2x32(...words)) expect(word).toBe(word >>> 0)
    }),
  )
})

test("neither counter nor key collides: each word of either changes the result", () => {
  fc.assert(
    fc.property(uint32, uint32, uint32, uint32, fc.nat({ max: 3 }), uint32, (a, b, c, d, which, other) => {
      const words = [a, b, c, d] as const
      fc.pre(other !== words[which])
      const changed = words.map((word, i) => (i === which ? other : word)) as unknown as typeof words
      expect(threefry2x32(...changed)).not.toEqual(threefry2x32(...words))
    }),
  )
})

test("one bit of the counter changes about half of the bits", () => {
  const onesIn = (x: number): number => x.toString(2).replaceAll("0", "").length
  let changed = 0
  for (let i = 0; i < 64; i++) {
    const bit = (2 ** (i % 32)) >>> 0
    const [x0, x1] = threefry2x32(1, 2, 3, 4)
    const [y0, y1] = i < 32 ? threefry2x32(1, 2, 3 ^ bit, 4) : threefry2x32(1, 2, 3, 4 ^ bit)
    changed += onesIn((x0 ^ y0) >>> 0) + onesIn((x1 ^ y1) >>> 0)
  }
  // 4096 fair coins: 2048 ± 32, and five deviations
  expect(Math.abs(changed - 2048)).toBeLessThan(160)
})
