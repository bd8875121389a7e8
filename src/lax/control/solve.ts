// Solutions defined by the equation they satisfy: differentiated through the equation, whatever way they were found.
import type { NDArray } from "../../core/array.js"
import { abstractArray } from "../../core/array.js"
import { raise } from "../../core/errors.js"
import { type OptionNames, optionsOf } from "../../core/options.js"
import { bind, callJaxpr } from "../../core/trace.js"
import { customLinearSolveP } from "../../primitives/control/linearsolve.js"
import { neg } from "../../primitives/vector.js"
import { avalsOf, flattenArguments, nameOf, requireFunction } from "../../transforms/arguments.js"
import { customJvp } from "../../transforms/customJvp.js"
import { jvp } from "../../transforms/jvp.js"
import { linearize } from "../../transforms/linearize.js"
import { linearTranspose } from "../../transforms/linearTranspose.js"
import type { Arrays, Liftable } from "../../transforms/types.js"
import { map } from "../../tree/map.js"
import { showTreedef } from "../../tree/show.js"
import { treedefEquals } from "../../tree/treedef.js"
import { unflatten } from "../../tree/unflatten.js"
import { type Body, traceBody } from "./body.js"

type Linear<T> = (x: Arrays<T>) => Liftable<Arrays<T>>
type Solver<T> = (matvec: (x: Arrays<T>) => Arrays<T>, b: Arrays<T>) => Liftable<Arrays<T>>

export interface LinearSolveOptions<T> {
  /** Solves with the transposed matrix; needed for reverse mode. */
  readonly transposeSolve?: Solver<T>
  /** The matrix is its own transpose, so `solve` solves with that too. */
  readonly symmetric?: boolean
}

const linearSolveOptions: OptionNames<LinearSolveOptions<never>> = { transposeSolve: "function", symmetric: "boolean" }

/**
 * `x` with `matvec(x) = b`, found by `solve(matvec, b)`, which is never differentiated: `A·ẋ = ḃ − Ȧ·x` is solved in its place.
 * (`jax.lax.custom_linear_solve`) `matvec` must be linear, and may close over arrays that are differentiated.
 * @example
 * lax.customLinearSolve((x) => A.matmul(x), b, (_, b) => conjugateGradient(A, b), { symmetric: true })
 */
export const customLinearSolve = <T>(matvec: Linear<T>, b: T, solve: Solver<T>, options: LinearSolveOptions<T> = {}): Arrays<T> => {
  optionsOf<object>("customLinearSolve", options, linearSolveOptions)
  const op = "customLinearSolve"
  requireFunction(matvec, op)
  requireFunction(solve, op)
  const { leaves, treedef } = flattenArguments([b], op, "b")
  const avals = avalsOf(leaves)
  const trace = (f: (x: never) => unknown): Body => requireLike(traceBody(f, treedef, avals, op), nameOf(f))
  const requireLike = (body: Body, name: string): Body =>
    treedef.children[0] !== undefined && treedefEquals(body.outTree, treedef.children[0])
      ? body
      : raise({ code: "tree/linear-solve", op, need: `${name} must return what has the structure of b`, got: showTreedef(body.outTree) })
  const example = unflatten<readonly [never]>(
    treedef,
    avals.map((a) => abstractArray(a.shape, a.dtype, a.weakType)),
  )[0]
  const forward = (x: Arrays<T>): Arrays<T> => matvec(x) as Arrays<T>
  const { transposeSolve, symmetric = false } = options
  const backward = symmetric ? forward : (y: Arrays<T>): Arrays<T> => linearTranspose(forward as never, example)(y as never)[0] as never
  const solveBack = symmetric ? solve : transposeSolve
  const a = trace(forward)
  const s = trace((y: Arrays<T>) => solve(forward, y))
  const at = solveBack && trace(backward)
  const st = solveBack && trace((y: Arrays<T>) => solveBack(backward, y))
  const bodies = [a, at, s, st].map((body) => body?.consts ?? [])
  const results = bind(customLinearSolveP, [...bodies.flat(), ...leaves], {
    matvec: a.jaxpr,
    vecmat: at?.jaxpr ?? null,
    solve: s.jaxpr,
    transposeSolve: st?.jaxpr ?? null,
    consts: bodies.map((c) => c.length) as unknown as readonly [number, number, number, number],
  })
  return unflatten<readonly [Arrays<T>]>(treedef, results)[0]
}

/**
 * `x` with `f(x) = 0`, found by `solve(f, initialGuess)`, which is never differentiated: by the implicit function theorem
 * `ẋ = −(∂f/∂x)⁻¹·ḟ`, where `ḟ` is the change of `f` with what it closes over. (`jax.lax.custom_root`)
 * `tangentSolve(g, y)` solves `g(x) = y` for a linear `g`.
 * @example
 * lax.customRoot((x) => x.square().sub(a), 1, newton, (g, y) => y.div(g(1))) // √a
 */
export const customRoot = <T>(
  f: Linear<T>,
  initialGuess: T,
  solve: (f: (x: Arrays<T>) => Arrays<T>, guess: Arrays<T>) => Liftable<Arrays<T>>,
  tangentSolve: (g: (x: Arrays<T>) => Arrays<T>, y: Arrays<T>) => Liftable<Arrays<T>>,
): Arrays<T> => {
  for (const each of [f, solve, tangentSolve]) requireFunction(each, "customRoot")
  const guess = flattenArguments([initialGuess], "customRoot", "initialGuess")
  const body = traceBody(f, guess.treedef, avalsOf(guess.leaves), "customRoot")
  // f with what it closed over as an argument, so that the derivative can speak of it
  const at = (consts: readonly NDArray[], x: Arrays<T>): Arrays<T> => {
    const xs = flattenArguments([x], "customRoot").leaves
    return unflatten(body.outTree, callJaxpr(body.jaxpr, [...consts, ...xs]))
  }
  const start = unflatten<readonly [Arrays<T>]>(guess.treedef, guess.leaves)[0]
  // the search may close over the same values; it is not differentiated, but what it closes over has to reach it
  const search = traceBody(
    ((z: Arrays<T>) => solve((x) => at(body.consts, x), z)) as never,
    guess.treedef,
    avalsOf(guess.leaves),
    "customRoot",
  )
  type Args = [consts: readonly NDArray[], searchConsts: readonly NDArray[], guess: Arrays<T>]
  const find = (_: readonly NDArray[], searchConsts: readonly NDArray[], z: Arrays<T>): Arrays<T> =>
    unflatten(search.outTree, callJaxpr(search.jaxpr, [...searchConsts, ...flattenArguments([z], "customRoot").leaves]))
  const root = customJvp(find) as unknown as Root<Args, Arrays<T>>
  root.defjvp(([consts, searchConsts, z], [dconsts]) => {
    const x = root(consts, searchConsts, z)
    const [, change] = jvp(((c: readonly NDArray[]) => at(c, x)) as never, [consts] as never, [dconsts] as never) as unknown as [
      unknown,
      Arrays<T>,
    ]
    const [, slope] = linearize(((y: Arrays<T>) => at(consts, y)) as never, x as never) as unknown as [
      unknown,
      (dx: Arrays<T>) => Arrays<T>,
    ]
    return [x, map(neg as never, tangentSolve(slope, change) as never) as unknown as Arrays<T>]
  })
  return root(body.consts, search.consts, start)
}

interface Root<A extends readonly unknown[], R> {
  (...args: A): R
  readonly defjvp: (rule: (primals: A, tangents: A) => readonly [R, R]) => unknown
}
