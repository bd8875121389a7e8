// Laws of random numbers: what is drawn depends on the key and the place alone, whatever transforms the program.
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { grad, jit, makeJaxpr, type NDArray, numpy as np, random as r, vmap } from "../../src/index.js"
import { draws, nothing } from "./draws.js"

const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 })
const size = fc.nat({ max: 40 })
const check = <T extends [unknown, ...unknown[]]>(arbitraries: { [I in keyof T]: fc.Arbitrary<T[I]> }, law: (...xs: T) => void): void =>
  fc.assert(
    fc.property(...arbitraries, (...xs: T) => {
      law(...xs)
    }),
    { numRuns: 30 },
  )

/** The bits at rest, so that −0 is not 0. */
const same = (x: NDArray, y: NDArray): void => {
  expect([x.dtype, x.shape]).toEqual([y.dtype, y.shape])
  expect([...x.dataSync()].every((a, i) => Object.is(a, y.dataSync()[i]))).toBe(true)
}

/** Equal but for the last place of a logarithm or a root, which compiled code may round otherwise; whole numbers and truths are equal. */
const alike = (x: NDArray, y: NDArray): void => {
  expect([x.dtype, x.shape]).toEqual([y.dtype, y.shape])
  const eps = x.dtype.includes("float") ? np.finfo(x.dtype).eps : 0
  const [a, b] = [x.dataSync(), y.dataSync()]
  expect([...a].every((v, i) => Math.abs(v - (b[i] as number)) <= 4 * eps * Math.max(1, Math.abs(v)))).toBe(true)
}

describe("an element depends on its place alone:", () => {
  test("the first of many are the few", () =>
    check([seed, size, size], (s, m, n) => same(r.bits(r.key(s), [m + n]).slice([0, m]), r.bits(r.key(s), [m]))))
  test("another shape arranges the same elements in row-major order", () =>
    check([seed, fc.nat({ max: 5 }), fc.nat({ max: 7 })], (s, m, n) =>
      same(r.normal(r.key(s), [m, n]), r.normal(r.key(s), [m * n]).reshape([m, n])),
    ))
  test("the narrow dtypes take the lower bits of the wide one", () => {
    const wide = r.bits(r.key(3), [50])
    same(r.bits(r.key(3), [50], { dtype: "uint8" }), np.bitwiseAnd(wide, 0xff).astype("uint8"))
    same(r.bits(r.key(3), [50], { dtype: "uint16" }), np.bitwiseAnd(wide, 0xffff).astype("uint16"))
  })
})

describe("keys", () => {
  test("split gives what foldIn gives, one by one, however many there are", () =>
    check([seed, fc.nat({ max: 9 }), fc.nat({ max: 9 })], (s, i, more) =>
      same(r.split(r.key(s), i + more + 1).slice(i), r.foldIn(r.key(s), i)),
    ))
  test("split to a shape is split, reshaped", () => same(r.split(r.key(1), [2, 3]), r.split(r.key(1), 6).reshape([2, 3, 2])))
  test("split is iterable, and its keys draw different numbers", () => {
    const [k1, k2] = r.split(r.key(0))
    expect(r.bits(k1 as NDArray).item()).not.toBe(r.bits(k2 as NDArray).item())
  })
  test("a seed of 32 bits fills the lower word, as in JAX; a longer one reaches into the upper", () => {
    expect([0, 7, -1, 2 ** 32 - 1].map((s) => r.key(s).js())).toEqual([
      [0, 0],
      [0, 7],
      [0, 2 ** 32 - 1],
      [0, 2 ** 32 - 1],
    ])
    expect(r.key(2 ** 32 + 5).js()).toEqual([1, 5])
    expect(r.key(-(2 ** 31) - 1).js()).toEqual([2 ** 32 - 1, 2 ** 31 - 1])
  })
  test("seeds and what is folded in may be traced, also as bare numbers", () => {
    const number = jit((s: NDArray) => r.key(s)) as unknown as (s: number) => NDArray
    same(number(12), r.key(12))
    same(number(-12), r.key(-12))
    const fold = jit((k: NDArray, i: NDArray) => r.foldIn(k, i)) as unknown as (k: NDArray, i: number) => NDArray
    same(fold(r.key(3), 4), r.foldIn(r.key(3), 4))
    same(vmap((s: NDArray) => r.key(s))(np.array([1, 2], { dtype: "int32" })), np.stack([r.key(1), r.key(2)]))
  })
  test("their words go out and come in again", () => {
    same(r.wrapKeyData(r.keyData(r.key(5))), r.key(5))
    same(r.clone(r.key(5)), r.PRNGKey(5))
    expect(r.keyDtype()).toBe(r.key(0).dtype)
  })
})

describe.each(Object.entries(draws))("%s", (_, draw) => {
  const keys = r.split(r.key(11), 3)
  test("vmap over keys stacks the draws of each, bit for bit", () => same(vmap(draw)(keys), np.stack([...keys].map(draw))))
  test("jit draws the same", () => alike(jit(draw)(r.key(11)), draw(r.key(11))))
  test("vmap of vmap of jit too", () =>
    alike(vmap(vmap(jit(draw)))(keys.reshape([3, 1, 2])), np.expandDims(np.stack([...keys].map(draw)), 1)))
  test("another key draws otherwise", () => {
    const different = [1, 2, 3, 4, 5].some((s) => String(draw(r.key(s)).js()) !== String(draw(r.key(0)).js()))
    expect(different).toBe(true)
  })
  test("the result is not weakly typed", () => expect(draw(r.key(0)).weakType).toBe(false))
})

test.each(Object.entries(nothing))("%s draws nothing where nothing is asked for, eagerly, under jit and under vmap", (_, [draw, shape]) => {
  expect(draw(r.key(0)).shape).toEqual(shape)
  expect(jit(draw)(r.key(0)).shape).toEqual(shape)
  expect(vmap(draw)(r.split(r.key(0), 2)).shape).toEqual([2, ...shape])
})

describe("permutations", () => {
  test("are bijections", () =>
    check([seed, fc.integer({ min: 0, max: 200 })], (s, n) =>
      expect([...r.permutation(r.key(s), n).dataSync()].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i)),
    ))
  test("move whole parts along the axis, unless each line is on its own", () => {
    const x = np.arange(40).reshape([8, 5])
    const rows = r.permutation(r.key(2), x)
    expect((rows.js() as number[][]).every((row) => row.every((v, j) => v === (row[0] as number) + j))).toBe(true)
    const lines = r.permutation(r.key(2), x, { independent: true })
    same(lines.sort(0), x)
    expect((lines.js() as number[][]).some((row) => row.some((v, j) => v !== (row[0] as number) + j))).toBe(true)
    same(r.permutation(r.key(2), x, { axis: -1 }).sort(1), x)
  })
  test("pass gradients back to where the elements came from", () => {
    const weights = np.array([1, 2, 3, 4])
    const g = grad((x: NDArray) => r.permutation(r.key(8), x).mul(weights).sum())(np.array([10, 20, 30, 40]))
    same(r.permutation(r.key(8), g), weights)
  })
  test("choose without replacement", () => {
    const chosen = r.choice(r.key(0), 50, [5, 6], { replace: false }).dataSync()
    expect(new Set(chosen).size).toBe(30)
  })
})

describe("derivatives", () => {
  test("of uniform numbers by their bounds are 1 − u and u", () => {
    const u = r.uniform(r.key(1), [4], { dtype: "float64" })
    const draw = (low: NDArray, high: NDArray): NDArray =>
      r
        .uniform(r.key(1), [4], { minval: low, maxval: high, dtype: "float64" })
        .mul(np.array([1, 10, 100, 1000]))
        .sum()
    const [dlow, dhigh] = grad(draw, { argnums: [0, 1] })(np.array(-1, { dtype: "float64" }), np.array(2, { dtype: "float64" }))
    const weights = np.array([1, 10, 100, 1000], { dtype: "float64" })
    expect(dhigh.item()).toBeCloseTo(u.mul(weights).sum().item(), 9)
    expect(dlow.item()).toBeCloseTo(np.subtract(1, u).mul(weights).sum().item(), 9)
  })
  test("go through the parameters of a draw", () => {
    const z = r.normal(r.key(2), [100])
    const g = grad((s: NDArray) => np.log(r.lognormal(r.key(2), s, [100])).sum())(np.array(0.7))
    expect(g.item()).toBeCloseTo(z.sum().item(), 3)
  })
})

test("a draw is a short program: the cipher, a shift, a product", () => {
  expect(String(makeJaxpr((k: NDArray) => r.uniform(k, [3]))(r.key(0)))).toMatchInlineSnapshot(`
    "{ lambda ; a:u32[2]. let
        b:u32[1] = slice[limit_indices=(1,) start_indices=(0,) strides=(1,)] a
        c:u32[] = reshape[new_sizes=()] b
        d:u32[3] = broadcast_in_dim[broadcast_dimensions=() shape=(3,)] c
        e:u32[1] = slice[limit_indices=(2,) start_indices=(1,) strides=(1,)] a
        f:u32[] = reshape[new_sizes=()] e
        g:u32[3] = broadcast_in_dim[broadcast_dimensions=() shape=(3,)] f
        h:u32[3] = broadcast_in_dim[broadcast_dimensions=() shape=(3,)] 0:u32[]
        i:u32[3] = iota[dimension=0 dtype=uint32 shape=(3,)]
        j:u32[3] k:u32[3] = threefry2x32 d g h i
        l:u32[3] = xor j k
        m:u32[3] = shift_right_logical l 9:u32[]
        n:f32[3] = convert_element_type[new_dtype=float32 weak_type=False] m
        o:f32[3] = mul n 1.1920929e-07:f32[]
      in (o,) }"
  `)
})
