// Loops of a length that is found out by running them, and counted loops.
import type { ArrayLike, NDArray } from "../../core/array.js"
import { isInteger } from "../../core/dtype.js"
import { raise } from "../../core/errors.js"
import { outAvals } from "../../core/jaxpr.js"
import { type OptionNames, optionsOf } from "../../core/options.js"
import { whileLoop as runWhile } from "../../primitives/control/while.js"
import { add } from "../../primitives/elementwise/arithmetic.js"
import { lt } from "../../primitives/elementwise/comparison.js"
import { literal } from "../../primitives/elementwise/define.js"
import { convertElementType } from "../../primitives/vector.js"
import { avalsOf, flattenArguments, nameOf, requireFunction } from "../../transforms/arguments.js"
import type { Arrays, Liftable } from "../../transforms/types.js"
import type { TreeDef } from "../../tree/treedef.js"
import { unflatten } from "../../tree/unflatten.js"
import { arrayOf } from "../operands.js"
import { traceBody } from "./body.js"
import { requireSameCarry, settleCarry } from "./carry.js"
import { cond as choose } from "./cond.js"
import { scan } from "./scan.js"

export interface WhileOptions {
  /**
   * The most steps there may be. With it, all of them are provided for and the ones that are not needed do nothing, so that reverse mode is
   * possible; a loop that is not done after so many steps stops.
   */
  readonly maxSteps?: number
}

const whileOptions: OptionNames<WhileOptions> = { maxSteps: "number" }

/**
 * `while (cond(c)) c = body(c)`, from `c = init`. (`jax.lax.while_loop`)
 *
 * Traced once; the carry keeps its structure, shapes and dtypes. Differentiable in forward mode; in reverse mode only with `maxSteps`.
 * @example
 * lax.whileLoop((x) => x.less(100), (x) => x.mul(2), np.array(1)) // 128
 */
export const whileLoop = <C>(
  cond: (carry: Arrays<C>) => ArrayLike,
  body: (carry: Arrays<C>) => Liftable<Arrays<C>>,
  init: C,
  options?: WhileOptions,
): Arrays<C> => {
  const { maxSteps } = optionsOf("whileLoop", options, whileOptions)
  requireFunction(cond, "whileLoop")
  requireFunction(body, "whileLoop")
  if (maxSteps !== undefined) return boundedLoop(cond, body, init, maxSteps)
  const start = flattenArguments([init], "whileLoop", "init")
  const settled = settleCarry(
    start.leaves,
    (carry) => traceBody(body, start.treedef, carry, "whileLoop"),
    (traced) => outAvals(traced.jaxpr),
  )
  const carry = avalsOf(settled.init)
  requireSameCarry(
    "whileLoop",
    nameOf(body),
    start.treedef.children[0] as TreeDef,
    settled.body.outTree,
    carry,
    outAvals(settled.body.jaxpr),
  )
  const condition = traceBody(cond, start.treedef, carry, "whileLoop")
  const types = outAvals(condition.jaxpr)
  if (condition.outTree.kind !== "leaf" || types[0]?.dtype !== "bool" || types[0].shape.length > 0)
    raise({
      code: "dtype/while-predicate",
      op: "whileLoop",
      need: `${nameOf(cond)} must return a boolean scalar`,
      avals: types,
      hint: "compare, as in x.less(limit); reduce several conditions with all() or any()",
    })
  const results = runWhile([...condition.consts, ...settled.body.consts, ...settled.init], {
    condJaxpr: condition.jaxpr,
    bodyJaxpr: settled.body.jaxpr,
    condConsts: condition.consts.length,
    bodyConsts: settled.body.consts.length,
  })
  return unflatten(settled.body.outTree, results)
}

/** A scan of steps that are taken only while the condition holds. */
const boundedLoop = <C>(
  cond: (carry: Arrays<C>) => ArrayLike,
  body: (carry: Arrays<C>) => Liftable<Arrays<C>>,
  init: C,
  length: number,
): Arrays<C> => {
  const step = (carry: Arrays<C>): readonly [Liftable<Arrays<C>>, null] => [
    choose(cond(carry), body as never, (c: never) => c, carry as never) as never,
    null,
  ]
  return scan(Object.defineProperty(step as never, "name", { value: nameOf(body) }) as typeof step, init, null, { length })[0]
}

export interface ForiOptions {
  /** How many steps to write out in one turn of the compiled loop, where its length is known; zero or `true` for all of them. */
  readonly unroll?: number | boolean
}

const foriOptions: OptionNames<ForiOptions> = { unroll: "boolean|number" }

/**
 * `for (let i = lower; i < upper; i++) x = body(i, x)`, from `x = init`; `i` is an int32 scalar. (`jax.lax.fori_loop`)
 *
 * With bounds that are numbers or concrete arrays it is a `scan`, and differentiable in both modes; with traced bounds a `whileLoop`.
 * @example
 * lax.foriLoop(0, 10, (i, x) => x.mul(2).add(i), np.array(1))
 */
export const foriLoop = <C>(
  lower: ArrayLike,
  upper: ArrayLike,
  body: (i: NDArray, carry: Arrays<C>) => Liftable<Arrays<C>>,
  init: C,
  options?: ForiOptions,
): Arrays<C> => {
  const { unroll = 1 } = optionsOf("foriLoop", options, foriOptions)
  requireFunction(body, "foriLoop")
  const [from, to] = [boundOf(lower), boundOf(upper)]
  const step = (i: NDArray, carry: Arrays<C>): readonly [NDArray, Liftable<Arrays<C>>] => [add(i, 1), body(i, carry)]
  const named = <F extends object>(f: F): F => Object.defineProperty(f, "name", { value: nameOf(body) })
  if (typeof from === "number" && typeof to === "number") {
    const length = Math.max(0, to - from)
    const start = convertElementType(literal(from, "int32"), "int32")
    const counted = named(([i, carry]: readonly [NDArray, Arrays<C>]) => [step(i, carry), null] as const)
    return (
      scan(counted as never, [start, init] as never, null, { length, unroll }) as never as readonly [readonly [NDArray, Arrays<C>]]
    )[0][1]
  }
  const [first, last] = [indexOf(from), indexOf(to)]
  const goesOn = ([i]: readonly [NDArray, unknown]): NDArray => lt(i, last)
  const counted = named(([i, carry]: readonly [NDArray, Arrays<C>]) => step(i, carry))
  return (whileLoop(goesOn as never, counted as never, [first, init] as never) as never as readonly [NDArray, Arrays<C>])[1]
}

/** A bound as a number, where it is known. */
const boundOf = (bound: ArrayLike): number | NDArray => {
  const x = typeof bound === "number" ? literal(bound, "int32") : arrayOf(bound, "foriLoop")
  if (typeof bound === "number" && !Number.isInteger(bound))
    raise({ code: "argument/fori-bounds", op: "foriLoop", need: "bounds must be whole numbers", got: `${bound}` })
  if (!isInteger(x.dtype) || x.ndim > 0)
    raise({ code: "dtype/fori-bounds", op: "foriLoop", need: "bounds must be integer scalars", avals: [x.aval] })
  return x.state.kind === "traced" ? x : x.item()
}

const indexOf = (bound: number | NDArray): NDArray =>
  convertElementType(typeof bound === "number" ? literal(bound, "int32") : bound, "int32")
