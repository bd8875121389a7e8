// Fusion: what becomes one loop, what may not, and that it changes no number.
import { expect, test } from "vitest"
import "../../src/install.js"
import * as np from "../../src/numpy/index.js"
import type { Flat } from "../laws/arrays.js"
import { expectAgreement, scrambled, stepsOf } from "./agree.js"

const x = scrambled([6, 10])
const row = scrambled([10], "float32", 3)
const column = scrambled([6, 1], "float32", 4)

const fused: readonly (readonly [string, Flat])[] = [
  ["a chain of elementwise functions", (a) => [a.sin().mul(2).add(1).exp()]],
  ["several results over one shape", (a) => [a.sin(), a.cos(), a.sin().add(a.cos())]],
  ["a reduction with what is before it", (a) => [a.mul(a).sum()]],
  [
    "a softmax of rows",
    (a) => {
      const e = a.sub(a.max(1, { keepdims: true })).exp()
      return [e.div(e.sum(1, { keepdims: true }))]
    },
  ],
  [
    "a layer norm of rows",
    (a) => {
      const centred = a.sub(a.mean(1, { keepdims: true }))
      return [centred.div(centred.square().mean(1, { keepdims: true }).add(1e-5).sqrt())]
    },
  ],
  ["broadcasting along either axis", (a) => [a.add(row).mul(column)]],
]

test.each(fused)("%s is one step", (_, f) => {
  expect(stepsOf(f, x).map((s) => s.kind)).toEqual(["nest"])
  expectAgreement(f, x)
})

const apart: readonly (readonly [string, Flat])[] = [
  ["a sum over columns used by every row", (a) => [a.sub(a.sum(0))]],
  ["rows read in reverse after they were computed", (a) => [a.exp().add(np.flip(a.exp(), 0))]],
  ["a transpose of what was computed", (a) => [a.sin().T.add(1).sum(0), a.sin()]],
  ["windows of a padded array", (a) => [np.pad(a.cos(), 1).add(1)]],
  ["two concatenated computations, then a sum of both", (a) => [np.concatenate([a.sin(), a.cos()], 0).sum(0)]],
  ["a total of totals", (a) => [a.sum(1).sub(a.sum(1).sum())]],
  [
    "a shifted difference",
    (a) => {
      const e = a.mul(3)
      return [e.slice([1]).sub(e.slice([0, -1])), e]
    },
  ],
]

test.each(apart)("%s computes the same after fusion", (_, f) => {
  expectAgreement(f, x)
})
