// Depth is bounded by memory, not by the call stack; a tree that contains itself is told from a deep one.
import { describe, expect, test } from "vitest"
import {
  firstMismatch,
  flatten,
  flattenWithPath,
  keystr,
  leaves,
  map,
  registerClass,
  showTreedef,
  structure,
  transpose,
  treedefEquals,
  unflatten,
} from "../../src/tree/index.js"
import { textOf, thrown } from "./thrown.js"

const chain = (depth: number, end: unknown): unknown => {
  let t = end
  for (let i = 0; i < depth; i++) t = i % 2 === 0 ? [t] : { next: t }
  return t
}

describe.each([10_000, 30_000])("depth %i", (depth) => {
  test("flatten, unflatten, map, print, compare", () => {
    const { leaves: xs, treedef } = flatten(chain(depth, 1))
    expect(xs).toEqual([1])
    expect(leaves(unflatten(treedef, [2]))).toEqual([2])
    expect(leaves(map((x: number, y: number) => x + y, chain(depth, 1), chain(depth, 2)))).toEqual([3])
    expect(showTreedef(treedef)).toHaveLength("TreeDef(*)".length + (depth / 2) * ("[]".length + "{ next:  }".length))
    expect(treedefEquals(treedef, structure(chain(depth, 5)))).toBe(true)
    expect(firstMismatch(treedef, structure(chain(depth, null)))?.path).toHaveLength(depth)
  })
})

test("paths and transposition at depth 10,000", () => {
  expect(flattenWithPath(chain(10_000, 1)).leaves[0]?.[0]).toHaveLength(10_000)
  const inner = structure(chain(10_000, 0))
  expect(leaves(transpose(structure([0, 0]), inner, [chain(10_000, 1), chain(10_000, 2)]))).toEqual([1, 2])
})

describe("cycles", () => {
  test("name the way round", () => {
    const node: Record<string, unknown> = { w: 1 }
    node.child = { parent: node }
    expect(textOf(() => flatten({ model: [node] }))).toMatchInlineSnapshot(`
      "[tree/cycle] tree.flatten: at tree.model[0].child.parent: a tree must not contain itself; got the value at tree.model[0] again.
        Hint: leave out the link back to the parent, or register its class with registerClass."
    `)
    expect(thrown(() => leaves(node)).path).toBe("tree.child.parent")
  })
  test("are found in arrays, in registered classes and through long ways round", () => {
    const loop: unknown[] = []
    loop.push(1, loop)
    expect(thrown(() => flatten(loop)).path).toBe("tree[1]")
    class Link {
      next: unknown = this
    }
    registerClass(Link, { flatten: ({ next }) => ({ children: { next } }), unflatten: () => new Link() })
    expect(thrown(() => flatten(new Link())).code).toBe("tree/cycle")
    const start: unknown[] = []
    start.push(chain(1000, start))
    expect(thrown(() => flatten(start)).path).toBe(keystr(["tree", 0, ...Array.from({ length: 500 }, () => ["next", 0]).flat()]))
  })
  test("a value that occurs twice side by side is none", () => {
    const shared = { w: 1 }
    expect(leaves([shared, [shared], shared])).toEqual([1, 1, 1])
  })
})
