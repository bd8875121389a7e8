// What is refused, and under which code.
import { expect, test } from "vitest"
import { CotangentError, jit, type NDArray, numpy as np, random as r, TracerError } from "../../src/index.js"

const any = (x: unknown): never => x as never
const k = r.key(0)
const keys = r.split(k, 3)

const mistakes: { readonly [title: string]: readonly [code: string, make: () => unknown] } = {
  "a key of another dtype": ["argument/key", () => r.normal(np.zeros([2]))],
  "a key of another size": ["argument/key", () => r.bits(np.zeros([3], { dtype: "uint32" }))],
  "a seed for a key": ["argument/key", () => r.uniform(any(0))],
  "several keys for one": ["argument/key", () => r.uniform(keys, [2])],
  "words that are no pairs": ["argument/key", () => r.wrapKeyData(np.zeros([4], { dtype: "uint32" }))],
  "a seed that is not whole": ["argument/seed", () => r.key(0.5)],
  "a seed beyond the safe integers": ["argument/seed", () => r.key(2 ** 60)],
  "several seeds": ["argument/seed", () => r.key(np.zeros([2], { dtype: "int32" }))],
  "a seed that is an array of reals": ["argument/seed", () => r.key(np.zeros([]))],
  "a seed that is no number": ["argument/seed", () => r.key(any("seed"))],
  "folding in a fraction": ["argument/fold", () => r.foldIn(k, 1.5)],
  "folding in a negative number": ["argument/fold", () => r.foldIn(k, -1)],
  "folding in a vector": ["argument/fold", () => r.foldIn(k, np.zeros([2], { dtype: "int32" }))],
  "a negative size": ["shape/sizes", () => r.normal(k, [2, -1])],
  "a size that is not whole": ["shape/sizes", () => r.split(k, 1.5)],
  "bits of a signed dtype": ["dtype/kind", () => r.bits(k, [2], { dtype: "int32" })],
  "real numbers of an integer dtype": ["dtype/kind", () => r.normal(k, [2], { dtype: "int32" })],
  "integers of a real dtype": ["dtype/kind", () => r.randint(k, [2], 0, 3, { dtype: "float32" })],
  "a dtype that does not exist": ["dtype/unknown", () => r.uniform(k, [2], { dtype: any("float") })],
  "bounds the wrong way round": ["argument/range", () => r.uniform(k, [2], { minval: 1, maxval: 0 })],
  "a list of concentrations": ["argument/array", () => r.dirichlet(k, any([1, 2]))],
  "a seed for the key of a ball": ["argument/key", () => r.ball(any(5), 3)],
  "a normal distribution truncated to nothing": ["argument/range", () => r.truncatedNormal(k, 1, 1, [2])],
  "no integer between the bounds": ["argument/range", () => r.randint(k, [2], 3, 3)],
  "a bound that is not whole": ["argument/range", () => r.randint(k, [2], 0, 2.5)],
  "a bound that the dtype cannot hold": ["argument/range", () => r.randint(k, [2], 0, 300, { dtype: "uint8" })],
  "bounds that are arrays of reals": ["dtype/kind", () => r.randint(k, [2], np.zeros([2]), 3)],
  "parameters that do not broadcast to the shape": ["shape/broadcast", () => r.truncatedNormal(k, np.zeros([3]), 1, [2])],
  "parameters that are wider than the shape": ["shape/broadcast", () => r.bernoulli(k, np.zeros([2, 3]), [3])],
  "a probability above 1": ["argument/probability", () => r.bernoulli(k, 1.5)],
  "a probability that is an integer array": ["dtype/kind", () => r.bernoulli(k, np.array([1], { dtype: "int32" }))],
  "signs of an unsigned dtype": ["dtype/kind", () => r.rademacher(k, [2], { dtype: "uint8" })],
  "counts of a real dtype": ["dtype/kind", () => r.geometric(k, 0.5, [2], { dtype: "float32" })],
  "a permutation of a fraction": ["argument/count", () => r.permutation(k, 2.5)],
  "a permutation along an axis that is not there": ["shape/axis", () => r.permutation(k, np.zeros([2, 3]), { axis: 2 })],
  "a choice of more than there are": ["argument/sample-size", () => r.choice(k, 3, [4], { replace: false })],
  "a choice from nothing": ["argument/sample-size", () => r.choice(k, 0, [1])],
  "probabilities for others": ["shape/probabilities", () => r.choice(k, 3, [1], { p: np.ones([4]) })],
  "a shape that forgets the batch": ["shape/broadcast", () => r.categorical(k, np.zeros([2, 3]), { shape: [5] })],
  "no categories": ["shape/empty", () => r.categorical(k, np.zeros([2, 0]))],
  "more categories than there are": ["argument/sample-size", () => r.categorical(k, np.zeros([3]), { shape: [4], replace: false })],
}

test.each(Object.entries(mistakes))("%s", (_, [code, make]) => {
  expect(make).toThrow(CotangentError)
  expect(make).toThrow(`[${code}]`)
})

test("the number of what is permuted must be known when the program is traced", () => {
  expect(() => jit((n: NDArray) => r.permutation(k, n))(np.array(3, { dtype: "int32" }))).toThrow(TracerError)
})
