// Paths, values and structures in words; and one level at a time.
import { describe, expect, test } from "vitest"
import { describeDef, describeLeaf, keystr, leaves, showTreedef, static_, structure } from "../../src/tree/index.js"
import {
  allLeaves,
  flattenOneLevel,
  flattenOneLevelWithKeys,
  isTreeNode,
  Partial,
  treedefChildren,
  treedefIsLeaf,
  treedefTuple,
  treeMap,
} from "../../src/tree/util.js"
import { textOf } from "./thrown.js"

test("keystr writes the expression that reads the leaf", () => {
  expect(keystr(["layers", 2, "w"], "params")).toBe("params.layers[2].w")
  expect(keystr(["odd key", "9", "ok_$", ""], "t")).toBe('t["odd key"]["9"].ok_$[""]')
  expect(keystr(["größe", 0])).toBe("größe[0]")
  expect(keystr([0, "w"])).toBe("[0].w")
  expect(keystr([], "params")).toBe("params")
  expect(keystr(["a\n"], "x")).toBe('x["a\\n"]')
})

class Foo {}
test.each<[unknown, string]>([
  [undefined, "undefined"],
  [null, "null"],
  ["a", 'the string "a"'],
  ["x".repeat(60), `the string "${"x".repeat(40)}…"`],
  [3, "the number 3"],
  [3n, "the bigint 3n"],
  [false, "the boolean false"],
  [Symbol("s"), "the symbol Symbol(s)"],
  [Promise.resolve(), "a Promise"],
  [new Map(), "a Map"],
  [new Error("e"), "an Error"],
  [new Float32Array(3), "a Float32Array of 3"],
  [new Int8Array(0), "an Int8Array of 0"],
  [new Uint8Array(1), "a Uint8Array of 1"],
  [new DataView(new ArrayBuffer(1)), "a DataView"],
  [new Foo(), "an instance of Foo"],
  [new (class {})(), "an instance of an unnamed class"],
  [Foo, "the class Foo"],
  [Math.exp, "the function exp"],
  [
    (
      () => () =>
        0
    )(),
    "a function",
  ],
  [[1, 2], "an array of 2"],
  [{}, "an empty object"],
  [{ a: 1, "b c": 2 }, 'an object { a, "b c" }'],
  [Object.create(null), "an empty object"],
])("describeLeaf %#", (x, words) => {
  expect(describeLeaf(x)).toBe(words)
})

test("describeDef", () => {
  const words = [1, null, [1, 2], { a: 1 }, static_("relu")].map((t) => describeDef(structure(t)))
  expect([...words, describeDef(undefined)]).toEqual(["a leaf", "null", "an array of 2", "an object { a }", 'a static<"relu">', "nothing"])
})

describe("one level", () => {
  test("children and their keys", () => {
    expect(flattenOneLevel({ b: [1], a: null })).toEqual([null, [1]])
    expect(flattenOneLevelWithKeys({ b: 1, a: 2 })).toEqual([
      ["a", 2],
      ["b", 1],
    ])
    expect(flattenOneLevelWithKeys(["x"])).toEqual([[0, "x"]])
    expect(textOf(() => flattenOneLevel("x"))).toMatchInlineSnapshot(
      `"[tree/node] tree.flattenOneLevel: a leaf has no children; got the string "x"."`,
    )
  })
  test("nodes and leaves", () => {
    expect([[], {}, null, static_(1)].every(isTreeNode)).toBe(true)
    expect(allLeaves([1, "x", new Foo(), undefined])).toBe(true)
    expect(allLeaves([1, null])).toBe(false)
  })
  test("structures", () => {
    const pair = treedefTuple([structure({ a: 1 }), structure(0)])
    expect(showTreedef(pair)).toBe("TreeDef([{ a: * }, *])")
    expect(treedefChildren(pair).map(treedefIsLeaf)).toEqual([false, true])
  })
})

test("the names of jax.tree_util are the same functions", () => {
  expect(treeMap((x) => x + 1, [1])).toEqual([2])
  expect(leaves(Partial(Math.max, 1) as unknown)).toEqual([1])
})
