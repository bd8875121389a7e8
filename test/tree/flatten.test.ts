import vm from "node:vm"
import fc from "fast-check"
import { describe, expect, test, vi } from "vitest"
import {
  flatten,
  flattenWithPath,
  leafPaths,
  leaves,
  leavesWithPath,
  numLeaves,
  showTreedef,
  structure,
  treedefEq,
  treedefEquals,
  treedefKey,
  treedefShow,
  unflatten,
} from "../../src/tree/index.js"
import { type IntTree, reversed, trees } from "./arbitrary.js"
import { textOf } from "./thrown.js"

const readAt = (tree: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((x, key) => (x as Record<string | number, unknown>)[key], tree)

// an independent reading of what the leaves are: recursion, keys sorted here
const naiveLeaves = (tree: IntTree): readonly number[] => {
  if (tree === null) return []
  if (typeof tree === "number") return [tree]
  if (Array.isArray(tree)) return tree.flatMap(naiveLeaves)
  const dict = tree as Record<string, IntTree>
  return Object.keys(dict)
    .sort()
    .flatMap((k) => naiveLeaves(dict[k] as IntTree))
}

describe("laws", () => {
  test("unflatten ∘ flatten = id", () => {
    fc.assert(
      fc.property(trees, (t) => {
        expect(unflatten(structure(t), leaves(t))).toEqual(t)
      }),
    )
  })
  test("flatten ∘ unflatten = id, for any leaves", () => {
    fc.assert(
      fc.property(trees, (t) => {
        const treedef = structure(t)
        const fresh = Array.from({ length: treedef.numLeaves }, (_, i) => `leaf ${i}`)
        expect(flatten(unflatten(treedef, fresh))).toEqual({ leaves: fresh, treedef })
      }),
    )
  })
  test("leaves come from left to right, keys in code unit order", () => {
    fc.assert(
      fc.property(trees, (t) => {
        expect(leaves(t)).toEqual(naiveLeaves(t))
      }),
    )
  })
  test("a leaf's path leads to it", () => {
    fc.assert(
      fc.property(trees, (t) => {
        const flat = flattenWithPath(t)
        expect(flat.leaves.map(([path]) => readAt(t, path))).toEqual(leaves(t))
        expect(flat.leaves.map(([path]) => path)).toEqual(leafPaths(structure(t)))
        expect(leavesWithPath(t)).toEqual(flat.leaves)
      }),
    )
  })
  test("the order of insertion does not matter", () => {
    fc.assert(
      fc.property(trees, (t) => {
        expect(leaves(reversed(t))).toEqual(leaves(t))
        expect(treedefEquals(structure(reversed(t)), structure(t))).toBe(true)
      }),
    )
  })
  test("structures are equal exactly when their texts are, and when their keys are", () => {
    fc.assert(
      fc.property(trees, trees, (a, b) => {
        const [x, y] = [structure(a), structure(b)]
        const same = showTreedef(x) === showTreedef(y)
        expect(treedefEq.equals(x, y)).toBe(same)
        expect(treedefKey(x) === treedefKey(y)).toBe(same)
      }),
    )
  })
})

describe("nodes", () => {
  test("equal structures are one object, and plain data", async () => {
    vi.resetModules() // with caches that the random trees above have not filled: a full one forgets
    const fresh = await import("../../src/tree/index.js")
    const a = fresh.structure({ w: 1, b: [2, null] })
    expect(fresh.structure({ b: [0, null], w: 0 })).toBe(a)
    expect(JSON.parse(JSON.stringify(a))).toMatchObject({ kind: "dict", keys: ["b", "w"], children: [{ kind: "list" }, { kind: "leaf" }] })
  })
  test("integer-like keys sort as text, not as numbers", () => {
    expect(leaves({ 9: "nine", 10: "ten", a: "a", B: "B" })).toEqual(["ten", "nine", "B", "a"])
  })
  test("null is a node without leaves; undefined, functions, instances, Maps and typed arrays are leaves", () => {
    const odd = [undefined, () => 0, new Date(0), new Map(), new Float32Array(2), Promise.resolve(), "text", 1n]
    expect(leaves([null, odd, null])).toEqual(odd)
    expect(numLeaves(structure([null, null]))).toBe(0)
  })
  test("plain objects are those of any realm, and those without a prototype; what inherits from an object is a leaf", () => {
    const bare = Object.assign(Object.create(null), { a: 1 })
    expect(leaves([bare, vm.runInNewContext("({ b: [2] })")])).toEqual([1, 2])
    expect(leaves(Object.create({ a: 1 }))).toHaveLength(1)
  })
  test("subclasses of Array are arrays", () => {
    class Row extends Array<number> {}
    expect(structure(Row.from([1, 2]))).toBe(structure([0, 0]))
  })
  test("holes are undefined leaves, getters count as their values, symbols and hidden properties are left out", () => {
    const sparse: unknown[] = []
    sparse[2] = 7
    expect(flatten(sparse).leaves).toEqual([undefined, undefined, 7])
    let reads = 0
    const x = {
      get twice() {
        reads++
        return 2
      },
      [Symbol("s")]: 3,
    }
    Object.defineProperty(x, "hidden", { value: 4, enumerable: false })
    const flat = flatten(x)
    expect([flat.leaves, reads]).toEqual([[2], 1])
    expect(unflatten(flat.treedef, [5])).toStrictEqual({ twice: 5 })
  })
  test("a key named __proto__ is a key", () => {
    const t = JSON.parse('{"__proto__": {"x": 1}, "y": 2}')
    const back = unflatten<Record<string, unknown>>(structure(t), [10, 20])
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype)
    expect(JSON.stringify(back)).toBe('{"__proto__":{"x":10},"y":20}')
  })
  test("isLeaf stops the descent, at null and at the root too", () => {
    expect(leaves([null, 1], { isLeaf: (x) => x === null })).toEqual([null, 1])
    expect(leaves([[1, 2], [3]], { isLeaf: (x) => Array.isArray(x) && typeof x[0] === "number" })).toEqual([[1, 2], [3]])
    expect(leaves([1], { isLeaf: () => true })).toEqual([[1]])
  })
})

test("more structures than the caches hold", () => {
  const defs = Array.from({ length: 10_000 }, (_, i) => structure({ [`k${i}`]: Array(i % 40).fill(0) }))
  for (const [i, def] of defs.entries()) {
    const again = structure({ [`k${i}`]: Array(i % 40).fill(1) })
    expect(treedefEquals(again, def)).toBe(true)
    expect(treedefEquals(again, defs[(i + 1) % defs.length] as typeof def)).toBe(false)
  }
})

test("showTreedef", () => {
  expect(treedefShow.show(structure([1]))).toBe("TreeDef([*])")
  expect(showTreedef(structure({ b: [1, [], {}], a: null, "odd key": 2 }))).toBe('TreeDef({ a: null, b: [*, [], {}], "odd key": * })')
  expect(showTreedef(structure(1))).toBe("TreeDef(*)")
})

test("unflatten counts", () => {
  const long = structure(Array(500).fill(0))
  expect(textOf(() => unflatten(long, []))).toBe(`[tree/leaf-count] tree.unflatten: [${"*, ".repeat(53)}… takes 500 leaves; got 0.`)
  expect(textOf(() => unflatten(structure(0), []))).toBe("[tree/leaf-count] tree.unflatten: * takes 1 leaf; got 0.")
  expect(textOf(() => unflatten(structure({ w: 1, b: [2, 3] }), [1, 2]))).toMatchInlineSnapshot(
    `"[tree/leaf-count] tree.unflatten: { b: [*, *], w: * } takes 3 leaves; got 2."`,
  )
})
