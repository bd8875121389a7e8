// Choices that a program makes when it runs.
import type { ArrayLike, NDArray } from "../../core/array.js"
import { type Aval, showAval } from "../../core/aval.js"
import { isComplex, isInteger } from "../../core/dtype.js"
import { raise } from "../../core/errors.js"
import { inAvals, type Jaxpr, outAvals } from "../../core/jaxpr.js"
import { join, type TypeOf } from "../../core/promote.js"
import { inlineJaxpr } from "../../core/trace.js"
import { cond as choose } from "../../primitives/control/cond.js"
import { alike, cut, program } from "../../primitives/control/lists.js"
import { ne } from "../../primitives/elementwise/comparison.js"
import { literal } from "../../primitives/elementwise/define.js"
import { clamp } from "../../primitives/elementwise/select.js"
import { convertElementType } from "../../primitives/vector.js"
import { avalsOf, flattenArguments, nameOf, requireFunction } from "../../transforms/arguments.js"
import type { Arrays, Liftable } from "../../transforms/types.js"
import { firstMismatch } from "../../tree/mismatch.js"
import { keystr } from "../../tree/path.js"
import { requireListed } from "../../tree/required.js"
import { showTreedef } from "../../tree/show.js"
import { treedefEquals } from "../../tree/treedef.js"
import { unflatten } from "../../tree/unflatten.js"
import { arrayOf } from "../operands.js"
import { type Body, traceBody } from "./body.js"
import { leafPathsOf } from "./carry.js"

type AllArrays<A extends readonly unknown[]> = { [I in keyof A]: Arrays<A[I]> }
type Branch = (...args: never[]) => unknown

/**
 * `onTrue(...operands)` where `pred` holds, else `onFalse(...operands)`; only one of the two runs. (`jax.lax.cond`)
 *
 * Both are traced, and must return results of one structure, shape and dtype. Under `vmap` with a batched `pred` both run, and each lane keeps its own.
 * @example
 * lax.cond(x.sum().greater(0), (x) => x.log(), (x) => x, x)
 * @throws ArgumentError of a predicate that is no array or number, ShapeError of one that is not a scalar, DTypeError of a complex one
 */
export const cond = <A extends unknown[], R>(
  pred: ArrayLike,
  onTrue: (...operands: AllArrays<A>) => R,
  onFalse: (...operands: AllArrays<A>) => Liftable<Arrays<R>>,
  ...operands: A
): Arrays<R> => {
  requireFunction(onTrue, "cond")
  requireFunction(onFalse, "cond")
  const p = scalarOf(arrayOf(pred, "cond"), "cond", "the predicate")
  if (isComplex(p.dtype))
    raise({
      code: "dtype/predicate",
      op: "cond",
      need: "the predicate must be a boolean or a real number",
      avals: [p.aval],
      hint: "compare it, or take np.abs(x)",
    })
  const holds = p.dtype === "bool" ? p : ne(p, literal(0, p.dtype))
  return branch("cond", convertElementType(holds, "int32"), [onFalse, onTrue], operands) as Arrays<R>
}

/**
 * `branches[index](...operands)`, with the index clamped to the branches there are; only one of them runs. (`jax.lax.switch`)
 * @example
 * lax.switch(i, [(x) => x.sin(), (x) => x.cos(), (x) => x], x)
 */
export const switch_ = <A extends unknown[], R>(
  index: ArrayLike,
  branches: readonly [(...operands: AllArrays<A>) => R, ...((...operands: AllArrays<A>) => Liftable<Arrays<R>>)[]],
  ...operands: A
): Arrays<R> => {
  const listed = requireListed<unknown>(branches, {
    code: "argument/branches",
    op: "switch",
    need: "the branches are a list of functions",
    hint: "write lax.switch(index, [f, g, h], x)",
  })
  for (const b of listed) requireFunction(b, "switch")
  const i = scalarOf(typeof index === "number" ? literal(index, "int32") : arrayOf(index, "switch"), "switch", "the index")
  if (!isInteger(i.dtype)) raise({ code: "dtype/switch-index", op: "switch", need: "the index must be an integer", avals: [i.aval] })
  const clamped = clamp(0, convertElementType(i, "int32"), branches.length - 1)
  return branch("switch", clamped, branches as readonly Branch[], operands) as Arrays<R>
}

const scalarOf = (x: NDArray, op: string, what: string): NDArray =>
  x.ndim === 0
    ? x
    : raise({
        code: "shape/predicate",
        op,
        need: `${what} must be a scalar`,
        avals: [x.aval],
        hint: "for a choice element by element use np.where; for one choice for each example use vmap",
      })

/** Traces all branches, brings them to one form, and records the choice. */
const branch = (op: string, index: NDArray, functions: readonly Branch[], operands: readonly unknown[]): unknown => {
  const flat = flattenArguments(operands, op, "operands")
  const bodies = functions.map((f) => traceBody(f, flat.treedef, avalsOf(flat.leaves), op))
  requireSameTrees(op, bodies, functions)
  const consts = [...new Set(bodies.flatMap((b) => b.consts))]
  const types = commonTypes(bodies)
  const programs = bodies.map((b) => unified(b, consts, types))
  requireSameTypes(op, bodies, programs)
  return unflatten((bodies[0] as Body).outTree, choose(index, [...consts, ...flat.leaves], programs))
}

/** The type of each result, where bare numbers in one branch give way to arrays in another. */
const commonTypes = (bodies: readonly Body[]): readonly TypeOf[] =>
  outAvals((bodies[0] as Body).jaxpr).map((_, i) =>
    bodies.map((b): TypeOf => outAvals(b.jaxpr)[i] as Aval).reduce((x, y) => (x.weakType || y.weakType ? join(x, y) : x)),
  )

/** A branch as a program of what all branches close over, with its weak results converted. */
const unified = ({ jaxpr, consts: own }: Body, consts: readonly NDArray[], types: readonly TypeOf[]): Jaxpr =>
  program([...avalsOf(consts), ...inAvals(jaxpr).slice(own.length)], (ins) => {
    const [captured, operands] = cut(ins, consts.length)
    const mine = own.map((c) => captured[consts.indexOf(c)] as NDArray)
    return inlineJaxpr(jaxpr, [...mine, ...operands]).map((y, i) => {
      const { dtype, weakType } = types[i] as TypeOf
      return y.weakType && (y.dtype !== dtype || !weakType) ? convertElementType(y, dtype, weakType) : y
    })
  })

const requireSameTrees = (op: string, bodies: readonly Body[], functions: readonly Branch[]): void => {
  const [first, ...others] = bodies as readonly [Body, ...Body[]]
  others.forEach((other, i) => {
    if (treedefEquals(first.outTree, other.outTree)) return
    raise({
      code: "tree/branches",
      op,
      path: keystr(firstMismatch(first.outTree, other.outTree)?.path ?? [], "result"),
      need: "branches must have equal output structures but they differ",
      got: `${showTreedef(first.outTree)} of branch 0 (${nameOf(functions[0] as Branch)}) and ${showTreedef(other.outTree)} of branch ${i + 1} (${nameOf(functions[i + 1] as Branch)})`,
      hint: "return the same structure from all branches",
    })
  })
}

const requireSameTypes = (op: string, bodies: readonly Body[], programs: readonly Jaxpr[]): void => {
  const [first, ...others] = programs.map(outAvals) as unknown as readonly [readonly Aval[], ...(readonly Aval[])[]]
  others.forEach((types, i) => {
    const bad = types.findIndex((a, k) => !alike(a, first[k] as Aval))
    if (bad < 0) return
    const [a, b] = [first[bad] as Aval, types[bad] as Aval]
    raise({
      code: "shape/branches",
      op,
      path: keystr(leafPathsOf((bodies[0] as Body).outTree, types.length)[bad] ?? [], "result"),
      need: "branches must have equal output types but they differ",
      got: `${showAval(a)} of branch 0 and ${showAval(b)} of branch ${i + 1}`,
      avals: [a, b],
      hint: "bring the results to one shape and dtype",
    })
  })
}
