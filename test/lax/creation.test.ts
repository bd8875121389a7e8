// Arrays made of nothing.
import { expect, it } from "vitest"
import "../../src/install.js"
import * as lax from "../../src/lax/index.js"
import { array, ones } from "../../src/numpy/index.js"
import { codeOf } from "./thrown.js"

it("full repeats one number, of its own dtype or another", () => {
  expect(lax.full([2, 2], 3).js()).toEqual([
    [3, 3],
    [3, 3],
  ])
  expect(lax.full([1], true).dtype).toBe("bool")
  expect(lax.full([1], 3, "int8").dtype).toBe("int8")
  expect(lax.full([2], array(3, { dtype: "int32" })).dtype).toBe("int32")
  expect(lax.full([2], 3).weakType).toBe(false)
})
it("full takes scalars only", () => expect(codeOf(() => lax.full([2], ones([2])))).toBe("shape/fill"))
it("fullLike takes shape and dtype from a model", () => {
  const y = lax.fullLike(array([1, 2], { dtype: "int16" }), 7)
  expect([y.js(), y.dtype]).toEqual([[7, 7], "int16"])
  expect(lax.fullLike(ones([2]), 1, { shape: [3], dtype: "bool" }).js()).toEqual([true, true, true])
})
it("empty is zeros", () => expect(lax.empty([2]).js()).toEqual([0, 0]))
it("iota counts", () => {
  expect(lax.iota("uint8", 3).js()).toEqual([0, 1, 2])
  expect(lax.broadcastedIota("int32", [2, 3], 1).js()).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ])
  expect(codeOf(() => lax.broadcastedIota("int32", [2], 1))).toBe("shape/iota")
})
