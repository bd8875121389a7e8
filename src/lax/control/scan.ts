// `scan`: a loop of known length over the leading axis of arrays, traced once however long it runs.
import type { NDArray } from "../../core/array.js"
import type { Aval } from "../../core/aval.js"
import { raise } from "../../core/errors.js"
import { outAvals } from "../../core/jaxpr.js"
import { type OptionNames, optionsOf } from "../../core/options.js"
import { scan as runScan } from "../../primitives/control/scan.js"
import { avalsOf, flattenArguments, nameOf, requireFunction } from "../../transforms/arguments.js"
import type { Arrays, Liftable } from "../../transforms/types.js"
import { keystr } from "../../tree/path.js"
import { showTreedef } from "../../tree/show.js"
import { numLeaves, type TreeDef } from "../../tree/treedef.js"
import { unflatten } from "../../tree/unflatten.js"
import { flattenWithPath } from "../../tree/withpath.js"
import { type Body, traceBody } from "./body.js"
import { requireSameCarry, settleCarry } from "./carry.js"
import { type Chunks, chunkLength, scanInChunks } from "./chunks.js"

export interface ScanOptions {
  /** The number of steps; needed only where there is nothing to scan over. */
  readonly length?: number
  /** Runs from the last slice to the first; results stay at the place of their slice. */
  readonly reverse?: boolean
  /** How many steps to write out in one turn of the compiled loop: for speed only. Zero or `true` for all of them, `false` for one. */
  readonly unroll?: number | boolean
  /**
   * Forgets what happens inside of chunks of this many steps, and computes it again when it is differentiated: of `T` steps, the values of
   * `T/k + k` are in memory at a time instead of `T`. `"sqrt"` chooses `k = √T`, which is least.
   */
  readonly checkpoint?: Chunks
}

const scanOptions: OptionNames<ScanOptions> = {
  length: "number",
  reverse: "boolean",
  unroll: "boolean|number",
  checkpoint: "string|number",
}

/**
 * A loop over the leading axis of `xs`: `[c, y] = f(c, x)` for each slice in turn, from `c = init`. (`jax.lax.scan`)
 *
 * `f` is traced once. The carry keeps its structure, shapes and dtypes; `ys` are the `y` of all steps, stacked. `xs` may be a tree, or null with
 * `length` given. Differentiable in both modes; reverse mode keeps what it needs of each step, or less with `checkpoint`.
 * @throws ShapeError or TreeError if the carry changes its type, naming the leaf; ShapeError if the slices have different counts;
 * ArgumentError if `length` or `unroll` is no whole number
 * @example
 * const [total, partial] = lax.scan((sum, x) => [sum.add(x), sum.add(x)], 0, np.arange(5))
 */
export const scan = <C, X, Y>(
  f: (carry: Arrays<C>, x: Arrays<X>) => readonly [Liftable<Arrays<C>>, Y],
  init: C,
  xs: X,
  options: ScanOptions = {},
): [Arrays<C>, Arrays<Y>] => {
  optionsOf("scan", options, scanOptions)
  requireFunction(f, "scan")
  const start = flattenArguments([init], "scan", "init")
  const over = flattenArguments([xs], "scan", "xs")
  const length = stepsOf(xs, over.leaves, options.length)
  const inTree = flattenArguments([init, xs], "scan").treedef
  const slices = avalsOf(over.leaves).map((a) => ({ ...a, shape: a.shape.slice(1) }))
  const carryTree = start.treedef.children[0] as TreeDef
  const settled = settleCarry(
    start.leaves,
    (carry) => traceBody(f, inTree, [...carry, ...slices], "scan"),
    (body) => outAvals(body.jaxpr).slice(0, carryCount(body, nameOf(f))),
  )
  const { body } = settled
  const [nextTree, yTree] = pairOf(body, nameOf(f))
  const numCarry = carryCount(body, nameOf(f))
  requireSameCarry("scan", nameOf(f), carryTree, nextTree, avalsOf(settled.init), outAvals(body.jaxpr).slice(0, numCarry))
  const params = {
    jaxpr: body.jaxpr,
    length,
    reverse: options.reverse ?? false,
    numConsts: body.consts.length,
    numCarry,
    unroll: stepsInTurn(options.unroll ?? 1, length),
  }
  const inputs = [...body.consts, ...settled.init, ...over.leaves]
  const chunk = chunkLength(options.checkpoint, length)
  const results = chunk === undefined ? runScan(inputs, params) : scanInChunks(inputs, params, chunk)
  return [unflatten(nextTree, results.slice(0, numCarry)), unflatten(yTree, results.slice(numCarry))]
}

/** The structures of the carry and of the results in what the body returns. */
const pairOf = ({ outTree }: Body, name: string): readonly [TreeDef, TreeDef] => {
  const [carry, y] = outTree.children
  return outTree.kind === "list" && outTree.children.length === 2
    ? [carry as TreeDef, y as TreeDef]
    : raise({
        code: "tree/scan-pair",
        op: "scan",
        need: `${name} must return [carry, y]`,
        got: showTreedef(outTree),
        hint: "return [carry, null] if there is nothing to stack",
      })
}

const carryCount = (body: Body, name: string): number => numLeaves(pairOf(body, name)[0])

/** Steps in a turn: as said, or all of them; at least one. */
const stepsInTurn = (said: number | boolean, length: number): number => {
  const steps = typeof said === "boolean" ? (said ? 0 : 1) : said
  if (!Number.isInteger(steps) || steps < 0)
    raise({ code: "argument/scan-unroll", op: "scan", need: "unroll must be a whole number of steps, true or false", got: `${said}` })
  return Math.max(1, steps === 0 ? length : steps)
}

/** The number of steps: the leading size of all scanned arrays, or what was said. */
const stepsOf = (xs: unknown, leaves: readonly NDArray[], said: number | undefined): number => {
  const path = (i: number): string => keystr(flattenWithPath(xs).leaves[i]?.[0] ?? [], "xs")
  const flat = leaves.findIndex((x) => x.ndim === 0)
  if (flat >= 0)
    raise({
      code: "shape/scan-axis",
      op: "scan",
      path: path(flat),
      need: "an array to scan over must have a leading axis",
      avals: [(leaves[flat] as NDArray).aval],
      hint: "values that are the same in every step can simply be closed over",
    })
  const sizes = leaves.map((x) => x.shape[0] as number)
  const length = said ?? sizes[0]
  if (length === undefined || !Number.isInteger(length) || length < 0)
    return raise({
      code: "argument/scan-length",
      op: "scan",
      need: "the number of steps must be given by xs or by length, a whole number",
      got: length === undefined ? "xs without arrays, and no length" : `length ${length}`,
    })
  const odd = sizes.findIndex((n) => n !== length)
  if (odd < 0) return length
  const listed = sizes.map((n, i) => `${path(i)}: ${n}`).join(", ")
  return raise({
    code: "shape/scan-length",
    op: "scan",
    path: path(odd),
    need: "all arrays to scan over must have one leading size",
    got: said === undefined ? listed : `length ${said} and ${listed}`,
    avals: leaves.map((x): Aval => x.aval),
  })
}
