import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { broadcastPrefix, firstMismatch, flatten, leaves, sameStructure, structure } from "../../src/tree/index.js"
import { type IntTree, trees } from "./arbitrary.js"
import { textOf } from "./thrown.js"

const isNull = (x: unknown): boolean => x === null

// Cuts a tree down to a prefix, and says what the prefix must become: every leaf under a cut gets the cut's number.
const cut = (tree: IntTree, coins: readonly boolean[]): { readonly prefix: unknown; readonly expected: readonly number[] } => {
  let next = 0
  const expected: number[] = []
  const go = (t: IntTree): unknown => {
    const stop = coins[next++ % coins.length]
    if (typeof t === "number" || (stop && t !== null)) {
      for (const _ of leaves(t)) expected.push(next)
      return next
    }
    if (t === null) return null
    if (Array.isArray(t)) return t.map(go)
    const dict = t as Record<string, IntTree>
    const keys = Object.keys(dict).sort()
    return Object.fromEntries(keys.map((k) => [k, go(dict[k] as IntTree)]))
  }
  return { prefix: go(tree), expected }
}

describe("broadcastPrefix", () => {
  test("equals the leaves written out", () => {
    fc.assert(
      fc.property(trees, fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), (t, coins) => {
        const { prefix, expected } = cut(t, coins)
        expect(broadcastPrefix(prefix, structure(t))).toEqual(expected)
      }),
    )
  })
  test("a tree is a prefix of itself", () => {
    fc.assert(
      fc.property(trees, (t) => {
        expect(broadcastPrefix(t, structure(t))).toEqual(leaves(t))
      }),
    )
  })
  test("null is a value where isLeaf says so", () => {
    const args = structure([{ w: 1, b: [2, 3] }, 4])
    expect(broadcastPrefix([0, null], args, { isLeaf: isNull })).toEqual([0, 0, 0, null])
    expect(broadcastPrefix(null, args, { isLeaf: isNull })).toEqual([null, null, null, null])
    expect(broadcastPrefix([{ w: null, b: 1 }, 0], args, { isLeaf: isNull })).toEqual([1, 1, null, 0])
  })
  test("says where the prefix does not fit", () => {
    const args = structure([{ w: 1, b: 2 }, 3])
    const fail = (prefix: unknown): string => textOf(() => broadcastPrefix(prefix, args, { isLeaf: isNull, name: "inAxes", op: "vmap" }))
    expect(fail([0])).toMatchInlineSnapshot(`
      "[tree/prefix] vmap: at inAxes: a prefix must follow its tree, which has an array of 2 here; got an array of 1.
        Hint: give one value for the whole tree, or follow its structure as far down as values differ."
    `)
    expect(fail([{ w: 0, c: 1 }, 0])).toMatchInlineSnapshot(`
      "[tree/prefix] vmap: at inAxes[0].b: a prefix must follow its tree, which has a leaf here; got nothing.
        Hint: give one value for the whole tree, or follow its structure as far down as values differ."
    `)
    expect(fail([0, [0, 0]])).toMatchInlineSnapshot(`
      "[tree/prefix] vmap: at inAxes[1]: a prefix must follow its tree, which has a leaf here; got an array of 2.
        Hint: give one value for the whole tree, or follow its structure as far down as values differ."
    `)
    expect(fail({ 0: 0 })).toMatchInlineSnapshot(`
      "[tree/prefix] vmap: at inAxes: a prefix must follow its tree, which has an array of 2 here; got an object { "0" }.
        Hint: give one value for the whole tree, or follow its structure as far down as values differ."
    `)
  })
})

describe("firstMismatch", () => {
  const between = (a: unknown, b: unknown): unknown => {
    const found = firstMismatch(structure(a), structure(b))
    return found && [found.path.join("."), found.expected?.key, found.got?.key]
  }
  test("is undefined exactly for equal structures", () => {
    fc.assert(
      fc.property(trees, trees, (a, b) => {
        expect(firstMismatch(structure(a), structure(b)) === undefined).toBe(flatten(a).treedef.key === flatten(b).treedef.key)
        expect(firstMismatch(structure(a), structure(a))).toBeUndefined()
      }),
    )
  })
  test("names the first place from the left", () => {
    expect(between({ a: 1, b: [1, { c: 1 }] }, { a: 1, b: [1, { c: null }] })).toEqual(["b.1.c", "*", "null"])
    expect(between([1, [2], [3]], [1, { x: 2 }, 3])).toEqual(["1", "[*]", '{"x":*}'])
  })
  test("names the key that only one has, whichever has it", () => {
    expect(between({ a: 1, b: 2, c: 3 }, { a: 1, c: 3 })).toEqual(["b", "*", undefined])
    expect(between({ a: 1, c: 3 }, { a: 1, b: [], c: 3 })).toEqual(["b", undefined, "[]"])
    expect(between({ a: 1 }, { a: 1, b: 2 })).toEqual(["b", undefined, "*"])
    expect(between({ a: 1, b: 2 }, { a: 1 })).toEqual(["b", "*", undefined])
    expect(between({ b: 1 }, { a: 1 })).toEqual(["a", undefined, "*"])
  })
  test("arrays of different lengths differ as a whole", () => {
    expect(between({ x: [1, 2, 3] }, { x: [1, 2] })).toEqual(["x", "[*,*,*]", "[*,*]"])
  })
})

test("sameStructure is a guard with one sentence for everybody", () => {
  const rule = { op: "scan", name: "carry", need: "the body must return the carry it was given" }
  expect(sameStructure(structure({ h: 1 }), structure({ h: 2 }), rule)).toBeUndefined()
  expect(sameStructure(structure({ h: 1, c: [1] }), structure({ h: 2, c: 1 }), rule)).toMatchInlineSnapshot(`
    {
      "code": "tree/mismatch",
      "got": "a leaf",
      "hint": "the structures are { c: [*], h: * } and { c: *, h: * }",
      "need": "the body must return the carry it was given, with an array of 1 here",
      "op": "scan",
      "path": "carry.c",
    }
  `)
})
