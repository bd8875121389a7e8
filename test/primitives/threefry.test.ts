// The primitive of random bits, where the laws do not look: known answers, and what it refuses.
import { expect, test } from "vitest"
import { CotangentError, numpy as np } from "../../src/index.js"
import { threefry2x32 } from "../../src/primitives/threefry.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"

const words = (...values: readonly number[]) => np.array(values, { dtype: "uint32" })
const ones = 0xffffffff

test("the known answers of Random123, three at a time", () => {
  const [x0, x1] = threefry2x32(
    words(0, ones, 0x13198a2e),
    words(0, ones, 0x03707344),
    words(0, ones, 0x243f6a88),
    words(0, ones, 0x85a308d3),
  )
  expect(x0.js()).toEqual([0x6b200159, 0x1cb996fc, 0xc4923a9c])
  expect(x1.js()).toEqual([0x99ba4efe, 0xbb002be7, 0x483df7a0])
})

test("it prints as one equation with two results", () => {
  const w = words(1, 2)
  expect(String(makeJaxpr((k: typeof w, c: typeof w) => [...threefry2x32(k, k, c, c)].reverse())(w, w))).toBe(
    "{ lambda ; a:u32[2] b:u32[2]. let c:u32[2] d:u32[2] = threefry2x32 a a b b in (d, c) }",
  )
})

const codeOf = (make: () => unknown): string | undefined => {
  try {
    make()
  } catch (error) {
    return error instanceof CotangentError ? error.code : undefined
  }
  return undefined
}

test("it takes uint32 arrays of one shape only", () => {
  const w = words(1, 2)
  expect(codeOf(() => threefry2x32(w, w, w, np.array([1, 2])))).toBe("dtype/words")
  expect(codeOf(() => threefry2x32(w, w, w, words(1, 2, 3)))).toBe("dtype/words")
  expect(codeOf(() => threefry2x32(w, w, w, np.array(1, { dtype: "uint32" })))).toBe("dtype/words")
})
