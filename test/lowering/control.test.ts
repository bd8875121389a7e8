import { expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { type DType, dtypes, isFloat } from "../../src/core/dtype.js"
import { constantsAsInputs } from "../../src/core/jaxpr.js"
import { grad, jit, jvp, lax, numpy as np, pureCallback, random, vjp, vmap } from "../../src/index.js"
import { kernelsOf } from "../../src/lowering/compile.js"
import { bytesOf, plan } from "../../src/lowering/plan.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"
import type { Flat } from "../laws/arrays.js"
import { array, expectAgreement, scrambled, sizes, stepsOf } from "./agree.js"

type Pair = readonly [NDArray, NDArray]

const arenaOf = (f: Flat, ...xs: readonly NDArray[]): number => plan(kernelsOf(constantsAsInputs(makeJaxpr(f)(...xs).jaxpr))).arenaBytes

/** Decays, is driven by the slices, and shows what it was. */
const decay =
  (options: lax.ScanOptions = {}): Flat =>
  (...[c, xs]) => {
    const [last, ys] = lax.scan((s: NDArray, x: NDArray) => [s.mul(0.5).add(x), s.sub(x)], c as NDArray, xs as NDArray, options)
    return [last, ys]
  }

test.each([0, 1, 2, 7, 10_000])("a scan of %i steps runs in both directions", (length) => {
  for (const reverse of [false, true])
    for (const shape of [[], [3], [5, 2], [33]])
      expectAgreement(decay({ reverse }), scrambled(shape), scrambled([length, ...shape], "float32", 3))
})

test.each(dtypes)("a carry of %s goes round the loop", (dtype) => {
  const f: Flat = (c, xs) => {
    const step = (s: NDArray, x: NDArray): Pair => {
      if (dtype === "bool") return [np.logicalXor(s, x), np.logicalAnd(s, x)]
      return isFloat(dtype) ? [s.mul(0.5).add(x), s] : [s.mul(3).add(x), s]
    }
    return [...lax.scan(step, c as NDArray, xs as NDArray)]
  }
  for (const n of sizes) expectAgreement(f, scrambled([n], dtype), scrambled([6, n], dtype, 2))
})

test("carries that change places are written all at once", () => {
  const swap: Flat = (a, b) => [...lax.foriLoop(0, 5, (_, [x, y]: Pair): Pair => [y, x], [a as NDArray, b as NDArray] as const)]
  const turn: Flat = (a, b, c) => {
    const body = (_: NDArray, [x, y, z]: readonly [NDArray, NDArray, NDArray]) => [y.add(1), z.mul(0.5), x.sub(y)] as const
    return [...lax.foriLoop(0, 7, body, [a as NDArray, b as NDArray, c as NDArray] as const)]
  }
  for (const n of [...sizes, 100]) {
    expectAgreement(swap, scrambled([n]), scrambled([n], "float32", 5))
    expectAgreement(turn, scrambled([n]), scrambled([n], "float32", 5), scrambled([n], "float32", 6))
  }
})

test("a carry that is read elsewhere than it is written keeps its old elements until all are read", () => {
  const shifted = (x: NDArray): NDArray => np.roll(x, 1)
  for (const n of [2, 3, 4, 5, 8, 17]) {
    const each = (body: (x: NDArray) => NDArray, shape: readonly number[] = [n]): void =>
      expectAgreement((x) => [lax.foriLoop(0, 5, (_, c: NDArray) => body(c), x as NDArray)], scrambled(shape))
    each((x) => np.flip(x))
    each((x) => x.mul(0.5).add(np.flip(x)))
    each(shifted)
    each((x) => x.T.mul(0.5).sub(x), [n, n])
    each((x) => x.sub(x.mean()))
    each((x) => x.sub(x.max(1, { keepdims: true })), [n, n])
    each((x) => x.sub(x.T.max(1, { keepdims: true })), [n, n])
    each((x) => x.sub(np.flip(x, 0).max(1, { keepdims: true })), [n, n])
    each((x) => np.cumsum(x).mul(0.25))
    each((x) => x.mul(0.5).at(0).add(x.sum()))
  }
})

test("what a body returns may be its input, a constant, a slice, or the same array twice", () => {
  const f: Flat = (a, b, xs) => {
    const body = ([x, y, z]: readonly [NDArray, NDArray, NDArray], s: NDArray) =>
      [[x, s, np.ones(z.shape)] as const, { x, y, z, s, sum: x.add(s), again: x, constant: np.full([2], 3), same: y }] as const
    const [carry, ys] = lax.scan(body, [a as NDArray, b as NDArray, b as NDArray] as const, xs as NDArray)
    return [...carry, ...Object.values(ys)]
  }
  for (const n of sizes) expectAgreement(f, scrambled([n]), scrambled([n], "float32", 2), scrambled([4, n], "float32", 3))
})

test("scans without slices, without results, and without a carry", () => {
  expectAgreement((x) => [lax.scan((c: NDArray) => [c.mul(0.5), null], x as NDArray, null, { length: 9 })[0]], scrambled([5]))
  expectAgreement((x) => [lax.scan((_: null, s: NDArray) => [null, s.mul(s)], null, x as NDArray)[1]], scrambled([5, 3]))
  expectAgreement((x) => [lax.scan((c: NDArray) => [c.mul(0.5), c], x as NDArray, null, { length: 0 })[1]], scrambled([5]))
})

test("trees of arrays of several dtypes are carried, sliced and stacked", () => {
  const f: Flat = (a, n, flag, xs, ks) => {
    interface Carry {
      readonly a: NDArray
      readonly n: NDArray
      readonly flag: NDArray
    }
    const body = (c: Carry, { x, k }: { readonly x: NDArray; readonly k: NDArray }) => {
      const next = { a: c.a.mul(0.5).add(x.astype("float64")), n: c.n.add(k), flag: np.logicalNot(c.flag) }
      return [next, { n: next.n, parts: [next.a.sum(), x] as const, flag: c.flag }] as const
    }
    const [last, ys] = lax.scan(body, { a, n, flag }, { x: xs, k: ks })
    return [last.a, last.n, last.flag, ys.n, ...ys.parts, ys.flag]
  }
  const inputs = [scrambled([3], "float64"), scrambled([], "int32"), array([], "bool", [1]), scrambled([5, 3]), scrambled([5], "int32")]
  expectAgreement(f, ...inputs)
})

test("loops run inside loops, and read what the outer one carries and is given", () => {
  const f: Flat = (w, c, xs) => {
    const inner = (s: NDArray, row: NDArray): Pair => [np.tanh(s.mul(w as NDArray).add(row)), s]
    const outer = (s: NDArray, block: NDArray) => {
      const [last, seen] = lax.scan(inner, s, block, { reverse: true })
      return [last.add(s.mul(0.25)), { seen, total: seen.sum(0).add(last) }] as const
    }
    const [last, { seen, total }] = lax.scan(outer, c as NDArray, xs as NDArray)
    return [last, seen, total]
  }
  for (const n of [1, 3, 4, 9]) expectAgreement(f, scrambled([n]), scrambled([n]), scrambled([3, 4, n], "float32", 2))
})

test("products, sums, sorts, gathers and running totals work in a body", () => {
  const f: Flat = (w, h, xs, order) => {
    const body = (s: NDArray, { x, at }: { readonly x: NDArray; readonly at: NDArray }) => {
      const next = np.tanh(
        np
          .matmul(s, w as NDArray)
          .mul(0.2)
          .add(np.matmul(x, w as NDArray)),
      )
      const norm = next.sub(next.mean(1, { keepdims: true }))
      return [norm, { sorted: np.sort(x, 1), taken: np.take(norm, at, 1), sum: np.cumsum(x, 0), best: np.argmax(x, 1) }] as const
    }
    const [last, ys] = lax.scan(body, h as NDArray, { x: xs as NDArray, at: order as NDArray })
    return [last, ...Object.values(ys)]
  }
  for (const [m, n] of [
    [1, 1],
    [2, 3],
    [4, 8],
    [5, 17],
  ] as const)
    expectAgreement(
      f,
      scrambled([n, n]),
      scrambled([m, n]),
      scrambled([3, m, n], "float32", 2),
      array([3, 4], "int32", [0, n - 1, 1 % n, 0, 2 % n]),
    )
})

test("random bits are drawn in a body, and the key goes on", () => {
  const f: Flat = (key) => {
    const body = (k: NDArray): Pair => {
      const keys = random.split(k)
      return [keys.slice(0), random.normal(keys.slice(1), [3])]
    }
    return [...lax.scan(body, key as NDArray, null, { length: 6 })]
  }
  expectAgreement(f, array([2], "uint32", [1, 2]))
})

/** A recurrent network's loss, of its weights. */
const loss = (w: NDArray, h: NDArray, xs: NDArray, options: lax.ScanOptions = {}): NDArray => {
  const body = (s: NDArray, x: NDArray): Pair => {
    const next = np.tanh(np.matmul(w, s).add(x))
    return [next, next.mul(s).sum()]
  }
  const [last, ys] = lax.scan(body, h, xs, options)
  return last.sum().add(ys.sum())
}

test("gradients of scans are scans, forwards, backwards, twice, and of chunks", () => {
  const xs = [scrambled([3, 3]).mul(0.2), scrambled([3]), scrambled([8, 3], "float32", 4)] as const
  const first = (options: lax.ScanOptions) => grad((w: NDArray, h: NDArray, s: NDArray) => loss(w, h, s, options), { argnums: [0, 1, 2] })
  expectAgreement((w, h, s) => [...first({})(w as NDArray, h as NDArray, s as NDArray)], ...xs)
  expectAgreement((w, h, s) => [...first({ reverse: true })(w as NDArray, h as NDArray, s as NDArray)], ...xs)
  expectAgreement((w, h, s) => [...first({ checkpoint: "sqrt" })(w as NDArray, h as NDArray, s as NDArray)], ...xs)
  expectAgreement((w, h, s) => [...jvp((x: NDArray) => loss(x, h as NDArray, s as NDArray), [w as NDArray], [w as NDArray])], ...xs)
  const slope = (w: NDArray, h: NDArray, s: NDArray): NDArray =>
    grad((x: NDArray) => loss(x, h, s))(w)
      .mul(w)
      .sum()
  expectAgreement((w, h, s) => [grad(slope)(w as NDArray, h as NDArray, s as NDArray) as NDArray], ...xs)
})

test("a scan over a batch is one loop", () => {
  const f: Flat = (w, h, xs) => [vmap((x: NDArray, s: NDArray) => loss(w as NDArray, x, s))(h as NDArray, xs as NDArray)]
  const inputs = [scrambled([3, 3]).mul(0.2), scrambled([4, 3]), scrambled([4, 5, 3], "float32", 2)]
  expectAgreement(f, ...inputs)
  expect(stepsOf(f, ...inputs).filter((s) => s.kind === "repeat")).toHaveLength(1)
})

const halvings = (x: NDArray): readonly [NDArray, NDArray] =>
  lax.whileLoop(
    ([y]: Pair) => np.abs(y).max().greater(0.1),
    ([y, n]: Pair): Pair => [y.mul(0.5), n.add(1)],
    [x, np.zeros([], { dtype: "int32" })] as Pair,
  )

test("a while loop runs until its condition fails, which may be at once", () => {
  for (const n of sizes) expectAgreement((x) => [...halvings(x as NDArray)], scrambled([n]))
  expectAgreement((x) => [...halvings(x as NDArray)], array([4], "float32", [0]))
  expectAgreement((x) => [lax.foriLoop(0, x as NDArray, (i, c: NDArray) => c.mul(0.5).add(i), np.ones([3]))], array([], "int32", [12]))
  expectAgreement((x) => [...jvp((y: NDArray) => halvings(y)[0], [x as NDArray], [x as NDArray])], scrambled([3]))
})

test("lanes of a while loop stop one by one", () => {
  expectAgreement((x) => [...vmap((y: NDArray) => [...halvings(y)])(x as NDArray)], scrambled([7, 3]))
  expectAgreement((x) => [...vmap((y: NDArray) => [...halvings(y)])(x as NDArray)], array([3, 2], "float32", [0, 0.01, 8, -3, 0.2, 0]))
})

test("one branch of several runs, out of range the nearest", () => {
  const f: Flat = (i, x) => {
    const branches = [(y: NDArray) => y.mul(2), (y: NDArray) => np.flip(y), (y: NDArray) => y, (y: NDArray) => np.zeros(y.shape)] as const
    return [lax.switch(i as NDArray, branches, (x as NDArray).add(1))]
  }
  for (const i of [-3, 0, 1, 2, 3, 9]) expectAgreement(f, array([], "int32", [i]), scrambled([5]))
})

test("a condition chooses in a loop, and loops run in what it chooses", () => {
  const f: Flat = (c, xs) => {
    const body = (s: NDArray, x: NDArray): Pair => {
      const next = lax.cond(
        x.sum().greater(0),
        (a: NDArray, b: NDArray) => a.mul(0.5).add(b),
        (a: NDArray, b: NDArray) => lax.foriLoop(0, 3, (i, v: NDArray) => v.mul(0.25).add(b).sub(i), a),
        s,
        x,
      )
      return [next, s.add(next)]
    }
    return [...lax.scan(body, c as NDArray, xs as NDArray)]
  }
  for (const n of [1, 2, 4, 7]) expectAgreement(f, scrambled([n]), scrambled([9, n], "float32", 2))
  expectAgreement(
    (c, xs) => [...vjp((a: NDArray, b: NDArray) => f(a, b)[0] as NDArray, c as NDArray, xs as NDArray)[1](c as NDArray)],
    scrambled([4]),
    scrambled([9, 4]),
  )
})

test("a loop's temporaries share room, and its carry does not", () => {
  const n = 4096
  const chain: Flat = (x) => {
    const body = (_: NDArray, c: NDArray): NDArray => {
      const half = np.sort(c).mul(0.5)
      return np.sort(np.sort(half.add(1)).sub(half))
    }
    return [lax.foriLoop(0, 20, body, x as NDArray)]
  }
  expectAgreement(chain, scrambled([n]))
  expect(arenaOf(chain, scrambled([n]))).toBeLessThanOrEqual(6 * 4 * n)
})

test("a compiled loop is as large as its body, however long it runs", () => {
  const size = (length: number): number => {
    const f: Flat = (c, x) => {
      const [last] = lax.scan((s: NDArray) => [s.mul(0.5).add(x as NDArray), null], c as NDArray, null, { length })
      return [last]
    }
    return stepsOf(f, scrambled([3]), scrambled([3])).length
  }
  expect(size(1_000_000)).toBe(size(10))
})

test("the gradient of a long scan keeps one residual a step", () => {
  const [length, n] = [1000, 64]
  const f: Flat = (x) => [
    grad((c: NDArray) => lax.scan((s: NDArray) => [np.sin(s), null], c, null, { length })[0].sum())(x as NDArray) as NDArray,
  ]
  expectAgreement(f, scrambled([n]))
  expect(arenaOf(f, scrambled([n]))).toBeLessThan(1.1 * length * bytesOf({ dtype: "float32" satisfies DType, size: n }))
})

test("callbacks in a loop are called in every turn", () => {
  const seen: number[] = []
  const double = (c: NDArray): NDArray => {
    seen.push(c.item() as number)
    return c.mul(2)
  }
  const f = jit((x: NDArray) => {
    const body = (c: NDArray, t: NDArray): Pair => {
      const twice = pureCallback(double, np.zeros([]), [c])
      return [twice.mul(0.75).add(t), twice]
    }
    return lax.scan(body, x, np.arange(4).astype("float32"))
  })
  const [last, ys] = f(np.array(1))
  expect(seen).toEqual([1, 1.5, 3.25, 6.875])
  expect(ys.js()).toEqual([2, 3, 6.5, 13.75])
  expect(last.item()).toBe(13.3125)
})

test("what does not change in a loop is computed before it", () => {
  const f: Flat = (w, x) => {
    const body = (_: NDArray, c: NDArray): NDArray => np.tanh(np.matmul(np.exp(w as NDArray).add(np.sort(w as NDArray, 1)), c))
    return [lax.foriLoop(0, 4, (i, c: NDArray) => lax.foriLoop(0, 3, body, c).add(i), x as NDArray)]
  }
  const inputs = [scrambled([5, 5]), scrambled([5])]
  expectAgreement(f, ...inputs)
  const loops = stepsOf(f, ...inputs).filter((s) => s.kind === "repeat")
  expect(loops).toHaveLength(2)
  for (const l of loops) expect(l.body.map((s) => s.kind)).not.toContain("sort")
})

test("a loop that never turns changes nothing", () => {
  const f: Flat = (w, x) => [
    lax.whileLoop(
      (c: NDArray) => c.sum().greater(1e6),
      (c: NDArray) => c.add(np.log(w as NDArray)),
      x as NDArray,
    ),
  ]
  expectAgreement(f, scrambled([5]), scrambled([5]))
})

test("slices that are all the same are not written out", () => {
  const f: Flat = (x, y) => {
    const xs = { zeros: np.zeros([1000, 8]), rows: np.broadcastTo(np.sin(y as NDArray), [1000, 8]) }
    const body = (c: NDArray, { zeros, rows }: typeof xs): Pair => [c.mul(0.5).add(zeros).add(rows), c.sum()]
    return [...lax.scan(body, x as NDArray, xs)]
  }
  expectAgreement(f, scrambled([8]), scrambled([8]))
  expect(arenaOf(f, scrambled([8]), scrambled([8]))).toBeLessThan(1024)
})
