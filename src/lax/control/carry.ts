// The carry of a loop must come out as it went in. Bare numbers that meet arrays on the way take the arrays' type first.
import type { NDArray } from "../../core/array.js"
import { type Aval, sameShape, showAval } from "../../core/aval.js"
import { raise } from "../../core/errors.js"
import { join } from "../../core/promote.js"
import { convertElementType } from "../../primitives/vector.js"
import { firstMismatch } from "../../tree/mismatch.js"
import { type KeyPath, keystr } from "../../tree/path.js"
import { showTreedef } from "../../tree/show.js"
import { type TreeDef, treedefEquals } from "../../tree/treedef.js"
import { unflatten } from "../../tree/unflatten.js"
import { flattenWithPath } from "../../tree/withpath.js"
import type { Body } from "./body.js"

/** The path of every leaf of a structure. */
export const leafPathsOf = (tree: TreeDef, leaves: number): readonly KeyPath[] =>
  flattenWithPath(
    unflatten(
      tree,
      Array.from({ length: leaves }, (_, i) => i),
    ),
  ).leaves.map(([path]) => path)

/** A carry leaf whose type gives way to what the body makes of it, converted; the same leaf if nothing has to. */
const promoted = (x: NDArray, out: Aval): NDArray => {
  if (!x.weakType || (out.weakType && out.dtype === x.dtype)) return x
  const { dtype, weakType } = join(x.aval, out)
  return dtype === x.dtype && weakType === x.weakType ? x : convertElementType(x, dtype, weakType)
}

/**
 * Traces a body until its carry has settled: where the body makes a strong type of a weak one, the start is converted and the body traced again.
 * `trace` is given the avals of the carry; `carryOut` says which of the body's results are the carry.
 */
export const settleCarry = (
  init: readonly NDArray[],
  trace: (avals: readonly Aval[]) => Body,
  carryOut: (body: Body) => readonly Aval[],
): { readonly body: Body; readonly init: readonly NDArray[] } => {
  const body = trace(init.map((x) => x.aval))
  const outs = carryOut(body)
  if (outs.length !== init.length) return { body, init }
  const next = init.map((x, i) => promoted(x, outs[i] as Aval))
  return next.every((x, i) => x === init[i]) ? { body, init } : settleCarry(next, trace, carryOut)
}

const difference = (a: Aval, b: Aval): string => {
  const shapes = sameShape(a.shape, b.shape) ? [] : ["the shapes do not match"]
  const dtypes = a.dtype === b.dtype ? [] : ["the dtypes do not match"]
  return [...shapes, ...dtypes].join(" and ")
}

/** Requires that a carry comes out as it went in. `op` and `what` name the loop and the function at fault. */
export const requireSameCarry = (
  op: string,
  what: string,
  tree: TreeDef,
  outTree: TreeDef,
  ins: readonly Aval[],
  outs: readonly Aval[],
): void => {
  if (!treedefEquals(tree, outTree)) {
    const at = firstMismatch(tree, outTree)
    raise({
      code: "tree/carry",
      op,
      path: keystr(at?.path ?? [], "carry"),
      need: `${what} must return a carry of the structure that it takes, ${showTreedef(tree)}`,
      got: showTreedef(outTree),
      hint: "return the carry with the same keys and lengths in every step",
    })
  }
  const bad = ins.findIndex((a, i) => difference(a, outs[i] as Aval) !== "")
  if (bad < 0) return
  const [a, b] = [ins[bad] as Aval, outs[bad] as Aval]
  raise({
    code: "shape/carry",
    op,
    path: keystr(leafPathsOf(tree, ins.length)[bad] ?? [], "carry"),
    need: `${what}'s carry input and carry output must have equal types`,
    got: `input ${showAval(a)} and output ${showAval(b)}, so ${difference(a, b)}`,
    avals: [a, b],
    hint: "revise the function so that all output types match the corresponding input types",
  })
}
