// Between users' trees and the IR's flat lists: arguments and results are flattened, and every leaf is judged.
import { type ArrayLike, asArray, isArrayLike, type NDArray } from "../core/array.js"
import type { Aval } from "../core/aval.js"
import { raise } from "../core/errors.js"
import { type Traced, type TraceInfo, traceJaxpr } from "../core/trace.js"
import { describeLeaf } from "../tree/describe.js"
import { type Flat, flatten } from "../tree/flatten.js"
import { keystr } from "../tree/path.js"
import { requireCallable } from "../tree/required.js"
import type { TreeDef } from "../tree/treedef.js"
import { unflatten } from "../tree/unflatten.js"
import { flattenWithPath } from "../tree/withpath.js"

export { nameOf } from "./named.js"

/** A tree's leaves as arrays, or an error that names the leaf at fault. */
export const flattenArrays = (tree: unknown, root: string, fault: (leaf: unknown, path: string) => never): Flat<NDArray> => {
  const flat = flatten(tree)
  if (!flat.leaves.every(isArrayLike)) findFault(tree, root, fault)
  return { treedef: flat.treedef, leaves: (flat.leaves as readonly ArrayLike[]).map(asArray) }
}

const findFault = (tree: unknown, root: string, fault: (leaf: unknown, path: string) => never): void => {
  for (const [path, leaf] of flattenWithPath(tree).leaves) if (!isArrayLike(leaf)) fault(leaf, keystr(path, root))
}

const hintFor = (leaf: unknown): string =>
  ArrayBuffer.isView(leaf)
    ? "wrap typed arrays in np.array"
    : leaf === undefined
      ? "leave out optional entries, or use null for an absent one"
      : "trees are made of arrays, numbers, booleans, null, arrays and plain objects; register classes with tree.registerClass"

/** Arguments as arrays. */
export const flattenArguments = (args: readonly unknown[], transform: string, root = "args"): Flat<NDArray> =>
  flattenArrays(args, root, (leaf, path) =>
    raise({
      code: "argument/leaf",
      op: transform,
      path,
      need: "every leaf of an argument must be an array or a number",
      got: describeLeaf(leaf),
      hint: hintFor(leaf),
    }),
  )

const resultHint = (leaf: unknown): string =>
  leaf === undefined
    ? "a function body in braces needs a return statement"
    : leaf instanceof Promise
      ? "transforms trace synchronous functions: await before calling, and pass the result in"
      : hintFor(leaf)

/** A traced function's result as arrays. */
export const flattenResult = (result: unknown, info: TraceInfo): Flat<NDArray> =>
  flattenArrays(result, "result", (leaf, path) =>
    raise({
      code: leaf instanceof Promise ? "argument/async" : "argument/result",
      op: info.transform,
      path,
      need: `${info.name} must return arrays or trees of arrays`,
      got: describeLeaf(leaf),
      hint: resultHint(leaf),
    }),
  )

/** A function traced over trees: the flat program, and the structure of its result. */
export interface TracedTree extends Traced {
  readonly outTree: TreeDef
}

/** Traces `f`, a function of the unflattened `inTree`. */
export const traceTree = (
  f: (args: readonly unknown[]) => unknown,
  inTree: TreeDef,
  avals: readonly Aval[],
  info: TraceInfo,
): TracedTree => {
  let outTree: TreeDef = inTree
  const traced = traceJaxpr(
    (inputs) => {
      const flat = flattenResult(f(unflatten(inTree, inputs)), info)
      outTree = flat.treedef
      return flat.leaves
    },
    avals,
    info,
  )
  return { ...traced, outTree }
}

export const avalsOf = (arrays: readonly NDArray[]): readonly Aval[] => arrays.map((x) => x.aval)

/** Requires a function where a user may have passed the result of calling one. */
export const requireFunction = (f: unknown, transform: string): void => {
  requireCallable(f, transform, {
    need: "the first argument must be a function",
    hint: `write ${transform}(f)(x), not ${transform}(f(x))`,
  })
}

/** Places of arguments, negative ones counted from the end. */
export const resolvePlaces = (
  places: number | readonly number[],
  count: number,
  transform: string,
  option = "argnums",
): readonly number[] => {
  const listed = typeof places === "number" ? [places] : places
  return listed.map((n) =>
    Number.isInteger(n) && n >= -count && n < count
      ? n < 0
        ? n + count
        : n
      : raise({
          code: "argument/argnums",
          op: transform,
          need: count === 0 ? `${option} must name an argument` : `${option} must lie in ${-count}…${count - 1}`,
          got: `${String(n)}, with ${count === 1 ? "1 argument" : `${count} arguments`} in the call`,
          hint: "arguments are counted from 0, or from −1 at the end",
        }),
  )
}

/** The result as `[value, aux]`; without `hasAux` the whole result is the value. */
export const splitAux = (result: unknown, hasAux: boolean, info: TraceInfo): readonly [unknown, unknown] => {
  if (!hasAux) return [result, null]
  return Array.isArray(result) && result.length === 2
    ? [result[0], result[1]]
    : raise({
        code: "argument/aux",
        op: info.transform,
        need: `with hasAux, ${info.name} must return [value, aux]`,
        got: describeLeaf(result),
        hint: "return a list of two, the value to differentiate first",
      })
}
