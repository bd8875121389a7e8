// A tree that contains itself has no leaves to list. Looked for at depths 64, 128, 256, …: ordinary trees never pay for it.
import type { Issue } from "../core/issue.js"
import type { Node } from "./node.js"
import { type KeyPath, keystr } from "./path.js"
import type { Level } from "./traverse.js"

type Levels = readonly Level<unknown, Node, unknown>[]

const pathTo = (levels: Levels): KeyPath => levels.map(({ node, results }) => node.set?.keys[results.length] ?? results.length)

/** What is wrong if the deepest node is also one of those above it: the first way round the cycle. */
export const cycleIssue = (levels: Levels): Issue | undefined => {
  const last = levels.length - 1
  const above = levels.findLastIndex((l, i) => i < last && l.node.value === levels[last]?.node.value)
  if (above < 0) return undefined
  const length = last - above
  const start = levels.findIndex((l, i) => l.node.value === levels[i + length]?.node.value)
  return {
    code: "tree/cycle",
    op: "tree.flatten",
    path: keystr(pathTo(levels.slice(0, start + length)), "tree"),
    need: "a tree must not contain itself",
    got: `the value at ${keystr(pathTo(levels.slice(0, start)), "tree")} again`,
    hint: "leave out the link back to the parent, or register its class with registerClass",
  }
}
