// Where two trees part ways: both are walked down together, left to right, to the first place that differs.
// The second may be a structure or a tree as it stands; a `View` is what either shows of its top.
import type { Issue } from "../core/issue.js"
import { auxText } from "./aux.js"
import { describeDef } from "./describe.js"
import { open } from "./node.js"
import { type KeyPath, keystr, pathOf, type Trail } from "./path.js"
import type { NodeType } from "./registry.js"
import { showShort } from "./show.js"
import { entryAt, type TreeDef, treedefEquals } from "./treedef.js"

/** What stands at the path in each tree; undefined where one has nothing at all. */
export interface Mismatch<Y = TreeDef> {
  readonly path: KeyPath
  readonly expected: TreeDef | undefined
  readonly got: Y | undefined
}

interface View<Y> {
  readonly kind: TreeDef["kind"]
  readonly children: readonly Y[]
  readonly keys?: readonly string[] | undefined
  readonly type?: NodeType | undefined
  readonly aux?: unknown
}

interface Pair<Y> {
  readonly expected: TreeDef
  readonly got: Y
  readonly trail: Trail | undefined
}

const leafView: View<never> = { kind: "leaf", children: [] }

const viewDef = (def: TreeDef): View<TreeDef> => def

const viewValue = (x: unknown): View<unknown> => {
  const node = open(x)
  return node === undefined ? leafView : { ...node, keys: node.set?.keys }
}

const sameType = (a: View<unknown>, b: View<unknown>): boolean =>
  a.type === b.type && (a.type === undefined || auxText(a.type, a.aux) === auxText(a.type, b.aux))

/** The first key that one of two sorted lists has and the other has not. */
const oddKey = (a: readonly string[], b: readonly string[]): string | undefined => {
  const i = a.findIndex((k, j) => k !== b[j])
  const [x, y] = i < 0 ? [undefined, b[a.length]] : [a[i], b[i]]
  return x === undefined || (y !== undefined && y < x) ? y : x
}

const childAt = <Y>({ keys, children }: View<Y>, key: string): Y | undefined => children[keys?.indexOf(key) ?? -1]

const differHere = <Y>({ expected, got, trail }: Pair<Y>, seen: View<Y>): Mismatch<Y> | undefined => {
  const want: View<TreeDef> = expected
  const alike = want.kind === seen.kind && sameType(want, seen)
  if (alike && want.keys !== undefined && seen.keys !== undefined) {
    const entry = oddKey(want.keys, seen.keys)
    return entry === undefined
      ? undefined
      : { path: pathOf({ up: trail, entry }), expected: childAt(want, entry), got: childAt(seen, entry) }
  }
  return alike && want.keys === seen.keys && want.children.length === seen.children.length
    ? undefined
    : { path: pathOf(trail), expected, got }
}

/** Walks down until a pair differs; a pair that `fits` is not looked into. */
const search = <Y>(expected: TreeDef, got: Y, view: (y: Y) => View<Y>, fits: (pair: Pair<Y>) => boolean): Mismatch<Y> | undefined => {
  const todo: Pair<Y>[] = [{ expected, got, trail: undefined }]
  for (let pair = todo.pop(); pair !== undefined; pair = todo.pop()) {
    if (fits(pair)) continue
    const seen = view(pair.got)
    const found = differHere(pair, seen)
    if (found !== undefined) return found
    const { children } = pair.expected
    for (let i = children.length - 1; i >= 0; i--)
      todo.push({
        expected: children[i] as TreeDef,
        got: seen.children[i] as Y,
        trail: { up: pair.trail, entry: entryAt(pair.expected, i) },
      })
  }
  return undefined
}

/** The first place where two structures differ, or undefined if they are equal. */
export const firstMismatch = (expected: TreeDef, got: TreeDef): Mismatch | undefined =>
  search(expected, got, viewDef, (p) => treedefEquals(p.expected, p.got))

/** Hands `visit` what a structure has under every leaf of a prefix; the first misfit, if the prefix is none. */
export const matchPrefix = (prefix: TreeDef, def: TreeDef, visit: (under: TreeDef) => void): Mismatch | undefined =>
  search(prefix, def, viewDef, ({ expected, got }) => {
    if (expected.kind === "leaf") visit(got)
    return expected.kind === "leaf"
  })

/** Hands `visit` what a tree has at every leaf of a structure, whether leaf or subtree; the first misfit, if there is one. */
export const matchUpTo = (def: TreeDef, tree: unknown, visit: (x: unknown) => void): Mismatch<unknown> | undefined =>
  search(def, tree, viewValue, ({ expected, got }) => {
    if (expected.kind === "leaf") visit(got)
    return expected.kind === "leaf"
  })

/** What is compared, for the sentence about it. */
export interface Comparison {
  readonly op: string
  /** Names the tree in the path: `params` gives `params.layers[2].w`. */
  readonly name: string
  /** The rule, as a clause: "the carry must keep its structure". */
  readonly need: string
}

/**
 * A guard for two structures that must be equal: nothing to say, or an issue `tree/mismatch` that names the first leaf or node that differs
 * and shows both structures.
 */
export const sameStructure = (expected: TreeDef, got: TreeDef, { op, name, need }: Comparison): Issue | undefined => {
  const found = firstMismatch(expected, got)
  return (
    found && {
      code: "tree/mismatch",
      op,
      path: keystr(found.path, name),
      need: `${need}, with ${describeDef(found.expected)} here`,
      got: describeDef(found.got),
      hint: `the structures are ${showShort(expected)} and ${showShort(got)}`,
    }
  )
}
