// Vectorization: a function of one example becomes a function of a batch.
//   vmap(f)(xs) = stack(xs.map(f)), computed at once
import type { NDArray } from "../core/array.js"
import { showAval } from "../core/aval.js"
import { raise } from "../core/errors.js"
import { constantsAsInputs } from "../core/jaxpr.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { callJaxpr, inlineJaxpr, traceJaxpr } from "../core/trace.js"
import { moveAxis, repeat } from "../primitives/vector.js"
import { keystr } from "../tree/path.js"
import { broadcastPrefix } from "../tree/prefix.js"
import type { TreeDef } from "../tree/treedef.js"
import { unflatten } from "../tree/unflatten.js"
import { flattenWithPath } from "../tree/withpath.js"
import { avalsOf, flattenArguments, nameOf, requireFunction, traceTree } from "./arguments.js"
import { batchJaxpr } from "./lanes.js"
import { namedAfter } from "./named.js"
import { recurse } from "./recurse.js"
import type { Arrays, LiftableArgs } from "./types.js"

/** Axes for leaves: a number, null for "not mapped", or a tree prefix of those. */
export type AxisTree = number | null | readonly AxisTree[] | { readonly [key: string]: AxisTree }

export interface VmapOptions {
  /** Which axis of each argument is the batch: a list with an entry for each argument, or one entry for all. Default 0. */
  readonly inAxes?: AxisTree
  /** Where the batch goes in each result. Default 0. */
  readonly outAxes?: AxisTree
  /** A name for the axis, by which collectives (`lax.psum`) refer to it. */
  readonly axisName?: string
  /** The size of the batch, for functions whose arguments are not mapped. */
  readonly axisSize?: number
}

const vmapOptions: OptionNames<VmapOptions> = {
  inAxes: "number|list|object",
  outAxes: "number|list|object",
  axisName: "string",
  axisSize: "number",
}

const axisLeaf = (x: unknown): boolean => x === null || typeof x === "number"

/**
 * `f` over a batch: `vmap(f)(xs)[i] = f(xs[i])`. (`jax.vmap`)
 * @throws ShapeError if the mapped axes differ in size or do not exist; TreeError if inAxes or outAxes do not fit
 * @example
 * const perExample = vmap(grad(loss), { inAxes: [null, 0, 0] })
 */
export const vmap = <A extends unknown[], R>(
  f: (...args: A) => R,
  options: VmapOptions = {},
): ((...args: LiftableArgs<A>) => Arrays<R>) => {
  optionsOf("vmap", options, vmapOptions)
  requireFunction(f, "vmap")
  const { inAxes = 0, outAxes = 0, axisName } = options
  return namedAfter("vmap", f, (...args: LiftableArgs<A>): Arrays<R> => {
    const flat = flattenArguments(args, "vmap")
    const axes = resolveAxes(inAxes, flat.treedef, args, flat.leaves)
    const size = batchSize(args, flat.leaves, axes, options.axisSize)
    const lanes = avalsOf(flat.leaves).map((a, i) => (axes[i] === null ? a : { ...a, shape: a.shape.filter((_, d) => d !== axes[i]) }))
    const info = { transform: "vmap", name: nameOf(f), axis: axisName === undefined ? undefined : { name: axisName, size } }
    const traced = traceTree((xs) => f(...(xs as A)), flat.treedef, lanes, info)
    const batched = [...traced.consts.map(() => false), ...axes.map((a) => a !== null)]
    const body = batchJaxpr(constantsAsInputs(traced.jaxpr), batched, { size, axisName, recurse })
    const outs = outputAxes(outAxes, traced.outTree, body.batched)
    const inputs = [...traced.consts, ...flat.leaves]
    const program = traceJaxpr(
      (xs) => {
        const moved = xs.map((x, i) => moveIn(x, i < traced.consts.length ? null : (axes[i - traced.consts.length] as number | null)))
        return inlineJaxpr(body.jaxpr, moved).map((y, i) => moveOut(y, body.batched[i] === true, outs[i] as number | null, size))
      },
      avalsOf(inputs),
      { transform: "vmap", name: nameOf(f) },
    )
    return unflatten(traced.outTree, callJaxpr(program.jaxpr, inputs))
  })
}

const moveIn = (x: NDArray, axis: number | null): NDArray => (axis === null ? x : moveAxis(x, axis, 0))

const moveOut = (y: NDArray, batched: boolean, axis: number | null, size: number): NDArray => {
  if (axis === null) return y
  const full = batched ? y : repeat(y, size)
  if (Number.isInteger(axis) && axis >= -full.ndim && axis < full.ndim) return moveAxis(full, 0, axis < 0 ? axis + full.ndim : axis)
  return raise({
    code: "shape/map-axis",
    op: "vmap",
    need: `the batch must go to an axis in ${-full.ndim}…${full.ndim - 1} of the result`,
    got: `outAxes ${axis} for a result of ${showAval({ dtype: full.dtype, shape: full.shape.slice(1) })} each`,
  })
}

/** The mapped axis of every argument leaf, negative ones resolved. */
const resolveAxes = (
  inAxes: AxisTree,
  treedef: TreeDef,
  args: readonly unknown[],
  leaves: readonly NDArray[],
): readonly (number | null)[] => {
  const prefix = broadcastPrefix(inAxes as unknown, treedef, { isLeaf: axisLeaf, name: "inAxes", op: "vmap" }) as readonly unknown[]
  return leaves.map((x, i) => {
    const axis = prefix[i]
    if (axis === null) return null
    if (typeof axis === "number" && Number.isInteger(axis) && axis >= -x.ndim && axis < x.ndim) return axis < 0 ? axis + x.ndim : axis
    return raise({
      code: "shape/map-axis",
      op: "vmap",
      path: keystr(flattenWithPath(args).leaves[i]?.[0] ?? [], "args"),
      need: x.ndim === 0 ? "a scalar has no axis to map over" : `the mapped axis must lie in ${-x.ndim}…${x.ndim - 1}`,
      got: `inAxes ${String(axis)} for ${showAval(x.aval)}`,
      hint: "give null in inAxes for arguments that are the same for the whole batch",
    })
  })
}

const batchSize = (
  args: readonly unknown[],
  leaves: readonly NDArray[],
  axes: readonly (number | null)[],
  given: number | undefined,
): number => {
  const sizes = leaves.map((x, i) => (axes[i] === null ? undefined : x.shape[axes[i] as number]))
  const size = given ?? sizes.find((n) => n !== undefined)
  if (size === undefined)
    return raise({
      code: "argument/map-nothing",
      op: "vmap",
      need: "at least one argument must be mapped",
      hint: "give an axis in inAxes that is not null, or axisSize",
    })
  if (sizes.every((n) => n === undefined || n === size)) return size
  const paths = flattenWithPath(args).leaves
  const listed = sizes.flatMap((n, i) => (n === undefined ? [] : [`${keystr(paths[i]?.[0] ?? [], "args")}: size ${n} at axis ${axes[i]}`]))
  return raise({
    code: "shape/map-sizes",
    op: "vmap",
    need: "mapped axes must have one size",
    got: given === undefined ? listed.join(", ") : `axisSize ${given} and ${listed.join(", ")}`,
    hint: "give null in inAxes for arguments that are the same for the whole batch, or pick the axis that is the batch",
  })
}

const outputAxes = (outAxes: AxisTree, outTree: TreeDef, batched: readonly boolean[]): readonly (number | null)[] => {
  const axes = broadcastPrefix(outAxes as unknown, outTree, { isLeaf: axisLeaf, name: "outAxes", op: "vmap" }) as readonly (number | null)[]
  axes.forEach((axis, i) => {
    if (axis === null && batched[i])
      raise({
        code: "argument/out-axes",
        op: "vmap",
        need: "outAxes null is for results that do not depend on the batch",
        got: `a batched result at leaf ${i}`,
        hint: "give the axis where the batch should go",
      })
  })
  return axes
}
