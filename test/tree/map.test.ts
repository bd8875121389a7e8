import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  all,
  broadcast,
  compose,
  flattenUpTo,
  leaves,
  map,
  mapUntil,
  mapWithPath,
  reduce,
  reduceAssociative,
  structure,
  transpose,
} from "../../src/tree/index.js"
import { trees } from "./arbitrary.js"
import { textOf, thrown } from "./thrown.js"

describe("laws", () => {
  test("map id = id", () => {
    fc.assert(
      fc.property(trees, (t) => {
        expect(map((x: number) => x, t)).toEqual(t)
      }),
    )
  })
  test("map (g ∘ f) = map g ∘ map f", () => {
    const f = (x: number): number => 3 * x + 1
    const g = (x: number): number => x ^ 5
    fc.assert(
      fc.property(trees, (t) => {
        expect(map((x: number) => g(f(x)), t)).toEqual(map(g, map(f, t)))
      }),
    )
  })
  test("leaves ∘ map f = f over leaves, and over several trees it is a zip", () => {
    fc.assert(
      fc.property(trees, (t) => {
        const doubled = map((x: number) => 2 * x, t)
        expect(leaves(map((x: number, y: number) => [x, y].join(), t, doubled))).toEqual(leaves(t).map((x) => `${x},${2 * Number(x)}`))
      }),
    )
  })
  test("transpose twice is the identity", () => {
    fc.assert(
      fc.property(trees, trees, (a, b) => {
        const [outer, inner] = [structure(a), structure(b)]
        fc.pre(outer.numLeaves > 0 && inner.numLeaves > 0)
        let n = 0
        const tree = map((_: number) => map((_: number) => n++, b), a)
        const turned = transpose(outer, inner, tree)
        expect(structure(turned)).toEqual(compose(inner, outer))
        expect(transpose(inner, outer, turned)).toEqual(tree)
      }),
    )
  })
  test("reduce is a fold over the leaves; an associative one may go pairwise", () => {
    fc.assert(
      fc.property(trees, (t) => {
        const text = map((x: number) => `${x};`, t)
        const joined = leaves(t).join(";") + (leaves(t).length > 0 ? ";" : "")
        expect(reduce((s: string, x) => s + x, text, "")).toBe(joined)
        expect(reduceAssociative((x, y) => `${x}${y}`, text, { identity: "" })).toBe(joined)
      }),
    )
  })
})

describe("map", () => {
  const params = {
    layers: [
      { w: 1, b: 2 },
      { w: 3, b: 4 },
    ],
  }

  test("gives f the leaf and nothing else", () => {
    expect(map((...xs: number[]) => xs.length, [7, 8])).toEqual([1, 1])
  })
  test("a later tree may go deeper, and f gets the subtree as it is", () => {
    const deep = { x: [1] }
    const got: unknown[] = []
    map((_: number, y: unknown) => got.push(y), { a: 0, b: 0 }, { b: deep, a: null })
    expect(got).toEqual([null, deep])
    expect(got[1]).toBe(deep)
  })
  test("mapWithPath", () => {
    expect(mapWithPath((path, x) => `${path.join("/")}=${x}`, params)).toEqual({
      layers: [
        { w: "layers/0/w=1", b: "layers/0/b=2" },
        { w: "layers/1/w=3", b: "layers/1/b=4" },
      ],
    })
    expect(mapWithPath((path, x, y) => `${path}:${x + y}`, [1, 2], [10, 20])).toEqual(["0:11", "1:22"])
  })
  test("mapUntil stops where it is told", () => {
    expect(
      mapUntil(
        (x) => x === null,
        (x: number | null) => x ?? 0,
        { a: 1, b: null },
      ),
    ).toEqual({ a: 1, b: 0 })
    expect(mapUntil(Array.isArray, (xs: number[], y: number) => xs.length + y, { a: [1, 2], b: [] }, { a: 10, b: 20 })).toEqual({
      a: 12,
      b: 20,
    })
  })
  test("flattenUpTo", () => {
    expect(flattenUpTo(structure([0, { a: 0 }]), [[1, 2], { a: null }])).toEqual([[1, 2], null])
    expect(thrown(() => flattenUpTo(structure([0]), 1)).code).toBe("tree/mismatch")
  })
  test("names the leaf that does not match, and shows both structures", () => {
    const wrong = { layers: [{ w: 1, b: 2 }, { w: 3 }] }
    expect(textOf(() => map((x: number, y: number) => x + y, params, wrong))).toMatchInlineSnapshot(`
      "[tree/mismatch] tree.map: at tree.layers[1].b: every tree must follow the first, which has a leaf here; got undefined in tree 2.
        Hint: tree 1 is { layers: [{ b: *, w: * }, { b: *, w: * }] } and tree 2 is { layers: [{ b: *, w: * }, { w: * }] }."
    `)
    expect(textOf(() => map((x: number) => x, { a: [1, 2] }, { a: new Map() }))).toMatchInlineSnapshot(`
      "[tree/mismatch] tree.map: at tree.a: every tree must follow the first, which has an array of 2 here; got a Map in tree 2.
        Hint: tree 1 is { a: [*, *] } and tree 2 is { a: * }."
    `)
    expect(textOf(() => map((x: number) => x, { a: 1 }, { a: 1, "b c": 2 }))).toMatchInlineSnapshot(`
      "[tree/mismatch] tree.map: at tree["b c"]: every tree must follow the first, which has nothing here; got the number 2 in tree 2.
        Hint: tree 1 is { a: * } and tree 2 is { a: *, "b c": * }."
    `)
    expect(thrown(() => mapWithPath((_: unknown, x: number) => x, [1, 2], [1, 2, 3])).op).toBe("tree.mapWithPath")
  })
})

describe("transpose", () => {
  const rows = [
    { a: 1, b: 2 },
    { a: 3, b: 4 },
  ]

  test("finds the inner structure by itself", () => {
    expect(transpose(structure([0, 0]), null, rows)).toEqual({ a: [1, 3], b: [2, 4] })
  })
  test("names the place that differs", () => {
    expect(
      textOf(() =>
        transpose(structure([0, 0]), structure({ a: 0, b: 0 }), [
          { a: 1, b: 2 },
          { a: 3, b: [4] },
        ]),
      ),
    ).toMatchInlineSnapshot(`
      "[tree/mismatch] tree.transpose: at tree[1].b: the tree must be the inner structure at every leaf of the outer one, with a leaf here; got an array of 1.
        Hint: the structures are [{ a: *, b: * }, { a: *, b: * }] and [{ a: *, b: * }, { a: *, b: [*] }]."
    `)
    expect(thrown(() => transpose(structure([]), null, [])).code).toBe("tree/empty")
  })
})

describe("reductions", () => {
  test("reduce starts at the first leaf, or where it is told", () => {
    expect(reduce((a, b) => a - b, [10, { x: 1, y: 2 }])).toBe(7)
    expect(reduce((n: number | undefined) => (n ?? 0) + 1, [null, 5], undefined)).toBe(1)
    expect(textOf(() => reduce((a, b) => a + b, [null] as (number | null)[]))).toMatchInlineSnapshot(`
      "[tree/empty] tree.reduce: a tree without a starting value must have a leaf; got a tree without leaves.
        Hint: give the value to start from as the last argument."
    `)
  })
  test("reduceAssociative is log n deep", () => {
    const depth = reduceAssociative((a, b) => 1 + Math.max(a, b), Array(1000).fill(0) as number[])
    expect(depth).toBe(10)
    expect(reduceAssociative((a, b) => a + b, [] as string[], { identity: "none" })).toBe("none")
    expect(thrown(() => reduceAssociative((a, b) => a + b, [] as string[])).code).toBe("tree/empty")
  })
  test("all", () => {
    const one = (value: number): object => ({ [Symbol.toPrimitive]: () => value, constructor: Array })
    const asLeaf = (x: object): object => Object.setPrototypeOf(x, Date.prototype)
    expect(all([true, { a: 1, b: "yes" }, null])).toBe(true)
    expect(all([true, 0])).toBe(false)
    expect(all([undefined])).toBe(false)
    expect(all([asLeaf(one(0))])).toBe(false)
    expect(all([asLeaf(one(2)), asLeaf(one(Number.NaN))])).toBe(true)
    expect(textOf(() => all({ ok: [true, Promise.resolve(true)] }))).toMatchInlineSnapshot(
      `"[tree/truth] tree.all: at tree.ok[1]: every leaf must be true or false; got a Promise."`,
    )
  })
})

test("broadcast gives every leaf its prefix's value", () => {
  expect(
    broadcast(
      [0, { a: 1, b: null }],
      [
        { w: 5, b: 6 },
        { a: [7, 8], b: null },
      ],
    ),
  ).toEqual([
    { w: 0, b: 0 },
    { a: [1, 1], b: null },
  ])
})
