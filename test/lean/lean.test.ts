// What a lean bundle leaves out, nobody misses in the results: complex numbers are interpreted between compiled parts, and the library itself
// calls no method that is left out.
import { describe, expect, it, vi } from "vitest"

vi.mock("../../src/install.js", () => ({})) // numpy's index would install everything

import type { NDArray, NestedArray } from "../../src/core/array.js"
import * as data from "../../src/data/index.js"
import * as lax from "../../src/lax/index.js"
import { grad, jit, valueAndGrad, vmap } from "../../src/lean/index.js"
import * as linalg from "../../src/linalg/index.js"
import * as losses from "../../src/losses/index.js"
import * as nn from "../../src/nn/index.js"
import * as np from "../../src/numpy/index.js"
import { missingMethods } from "../../src/numpy/leanmethods.js"
import * as optim from "../../src/optim/index.js"
import * as random from "../../src/random/index.js"
import { codeOf } from "../numpy/gives.js"
import { close } from "../support/close.js"

type Complex = { readonly re: number; readonly im: number }

const z = np.array([
  { re: 1, im: 2 },
  { re: -0.5, im: 1 },
  { re: 0, im: -3 },
])
const x = np.array([1, 2, 3])

describe("a lean bundle", () => {
  it("trains", () => {
    const [k1, k2] = random.split(random.key(0)) as unknown as [NDArray, NDArray]
    const inputs = random.normal(k1, [32, 3])
    const labels = inputs
      .matmul(np.array([1, -2, 0.5]))
      .greater(0)
      .astype("int32")
    const loss = ({ w, b }: { w: NDArray; b: NDArray }): NDArray =>
      losses.softmaxCrossEntropyWithIntegerLabels(nn.tanh(inputs.matmul(w)).add(b), labels).mean()
    const optimizer = optim.adam(0.1)
    const step = jit((params: { w: NDArray; b: NDArray }, state: ReturnType<typeof optimizer.init>) => {
      const [value, gradients] = valueAndGrad(loss)(params)
      const [updates, next] = optimizer.update(gradients, state, params)
      return [optim.applyUpdates(params, updates), next, value] as const
    })
    let params = { w: random.normal(k2, [3, 2]), b: np.zeros([2]) }
    let state = optimizer.init(params)
    const seen: number[] = []
    for (let i = 0; i < 100; i++) {
      const [p, s, value] = step(params, state)
      params = p
      state = s
      seen.push(value.item())
    }
    expect(seen.at(-1)).toBeLessThan(0.4 * (seen[0] as number))
  })

  it.each([...missingMethods])("says what to call in the place of x.%s", (name) => {
    const call = (x as unknown as Record<string, () => unknown>)[name]
    expect(codeOf(() => call?.call(x))).toBe("argument/lean")
    expect(() => call?.call(x)).toThrow(`np.${name}(`)
    expect(np).toHaveProperty(name)
  })

  it("calls none of them itself", () => {
    const key = random.key(1)
    const batches = [...data.batches(key, { x }, 2)]
    expect(batches.map((b) => b.x.shape[0])).toEqual([2])
    expect(data.split(key, { x }, [0.5, 0.5]).length).toBe(2)
    expect(random.randint(key, [4], 0, 9).shape).toEqual([4])
    expect(random.permutation(key, 4).shape).toEqual([4])
    const symmetric = np.array([
      [2, 1],
      [1, 2],
    ])
    close(linalg.svd(symmetric, { hermitian: true })[1], [3, 1])
    close(optim.projectionSimplex(x).sum(), 1)
    const noisy = optim.addNoise(0.1, 0.5, key)
    expect(noisy.update(x, noisy.init(x))[0].shape).toEqual([3])
    const flat = optim.flatten(optim.sgd(0.5))
    close((flat.update({ x }, flat.init({ x }))[0] as { x: NDArray }).x, [-0.5, -1, -1.5])
  })
})

const programs: { readonly [title: string]: (z: NDArray) => NDArray } = {
  "functions of complex numbers": (z) => np.exp(z).mul(z).add(2).div(z),
  "numbers alone": () => np.array({ re: 1, im: 2 }).mul(2),
  "moves of complex numbers": (z) => np.flip(np.reshape(np.concatenate([z, z]), [2, 3]), 1).T,
  "real parts beside real arrays": (z) => np.real(z).mul(x).add(np.abs(z)).sum(),
  "sums and products of matrices": (z) => np.dot(z, np.conj(z)).add(np.sum(z)),
  "an inner program": (z) => jit((w: NDArray) => w.mul(w).sub(1))(z).mul(2),
  "real numbers made complex": (z) => np.real(z).astype("complex64").add(1),
}

describe("without complex kernels, a compiled program", () => {
  it.each(Object.entries(programs))("has the same results: %s", (_, f) => {
    const flat = (a: NDArray): readonly number[] =>
      (a.js() as unknown[]).flat().flatMap((c) => (typeof c === "number" ? c : Object.values(c as Complex)))
    const [compiled, eager] = [jit(f)(z), f(z)].map((a) => flat(a.reshape([-1]))) as [number[], number[]]
    expect(compiled.length).toBe(eager.length)
    compiled.forEach((c, i) => {
      expect(c).toBeCloseTo(eager[i] as number, 5)
    })
  })
  it("has the same gradients", () => {
    const f = (v: NDArray): NDArray =>
      np
        .abs(np.exp(v.mul(np.array({ re: 0, im: 1 }))))
        .sum()
        .add(np.square(np.abs(v.mul(z))).sum())
    close(jit(grad(f))(x), [10, 5, 54], 1e-5) // 2·x·|z|²
  })
})

const rows = np.array([
  [3, -1, 2, 2],
  [0, 5, -4, 1],
])

const alongLines: { readonly [title: string]: readonly [f: (x: NDArray) => NDArray, expected: NestedArray] } = {
  sorting: [
    (x) => np.sort(x, 1).mul(2),
    [
      [-2, 4, 4, 6],
      [-8, 0, 2, 10],
    ],
  ],
  "sorting columns": [
    (x) => np.argsort(x, 0),
    [
      [1, 0, 1, 1],
      [0, 1, 0, 0],
    ],
  ],
  "the greatest few": [
    (x) => lax.topK(x, 2)[0],
    [
      [3, 2],
      [5, 1],
    ],
  ],
  "places of extremes": [(x) => np.argmax(x, 1).add(np.argmin(x, 1)), [1, 3]],
  "running totals": [
    (x) => np.cumsum(x, 1).add(1),
    [
      [4, 3, 5, 7],
      [1, 6, 2, 3],
    ],
  ],
  "running products of complex numbers": [
    (x) => np.imag(np.cumprod(lax.complex(x, np.onesLike(x)), 1)),
    [
      [1, 2, 0, -10],
      [1, 5, -21, -22],
    ],
  ],
  "the slope of sorting": [
    grad((x) =>
      np
        .sort(x, 1)
        .mul(np.array([1, 2, 3, 4]))
        .sum(),
    ),
    [
      [4, 1, 2, 3],
      [2, 4, 1, 3],
    ],
  ],
  "the slope of running totals": [
    grad((x) => np.cumsum(x, 1).square().sum().mul(0.5)),
    [
      [15, 12, 10, 6],
      [8, 8, 3, 2],
    ],
  ],
  "lines of a batch": [
    vmap((row) => np.cumsum(np.sort(row))),
    [
      [-1, 1, 3, 6],
      [-4, -4, -3, 2],
    ],
  ],
  "lines inside of a loop": [
    (x) => lax.scan((total: NDArray, row: NDArray) => [total.add(np.argmax(row)), np.cumsum(row)], np.array(0, { dtype: "int32" }), x)[1],
    [
      [3, 2, 4, 6],
      [0, 5, 1, 2],
    ],
  ],
}

describe("without kernels for lines, a compiled program", () => {
  it.each(Object.entries(alongLines))("has the same results: %s", (_, [f, expected]) => {
    close(jit(f)(rows), expected, 1e-5)
    close(f(rows), expected, 1e-5)
  })
  it("has the same results for many elements", () => {
    const many = random.normal(random.key(3), [50, 400])
    const f = jit((x: NDArray): NDArray => np.cumsum(np.sort(x, 1), 1).max(1).sub(np.argmax(x, 1)))
    const expected = (many.js() as number[][]).map((row) => {
      let total = 0
      const totals = [...row].sort((a, b) => a - b).map((v) => (total += v))
      return Math.max(...totals) - row.indexOf(Math.max(...row))
    })
    close(f(many), expected, 1e-4)
  })
})

describe("the whole library", () => {
  it("wins over a lean bundle, whichever comes first", async () => {
    await vi.importActual("../../src/install.js")
    expect(np.array([3, 1]).sort().js()).toEqual([1, 3])
    await vi.importActual("../../src/leaninstall.js")
    expect(np.array([3, 1]).sort().js()).toEqual([1, 3])
  })
})
