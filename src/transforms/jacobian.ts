// Jacobians and Hessians: derivatives along every direction of a basis at once, by vmap.
//   J[i, j] = ∂yᵢ/∂xⱼ, of shape y.shape + x.shape for every pair of leaves
import { concreteArray, type NDArray } from "../core/array.js"
import { type Aval, sizeOf } from "../core/aval.js"
import { isComplex, isFloat, isInexact } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { tensorFrom, toStorage } from "../core/tensor.js"
import { reshape } from "../primitives/vector.js"
import { unflatten } from "../tree/unflatten.js"
import { flattenArguments, flattenResult, nameOf, requireFunction, resolvePlaces, splitAux } from "./arguments.js"
import { zeroTangent } from "./jvp.js"
import { linearize } from "./linearize.js"
import { namedAfter } from "./named.js"
import type { LiftableArgs } from "./types.js"
import { vjp } from "./vjp.js"
import { vmap } from "./vmap.js"

export interface JacobianOptions<N extends number | readonly number[] = number | readonly number[], Aux extends boolean = boolean> {
  /** Which arguments to differentiate; a list gives a list of Jacobians. Default 0. */
  readonly argnums?: N
  /** The function returns `[value, aux]`; the Jacobian is given as `[jacobian, aux]`. */
  readonly hasAux?: Aux
  /** Promises that `f` is complex differentiable: arguments and results are complex. */
  readonly holomorphic?: boolean
}

const jacobianOptions: OptionNames<JacobianOptions> = { argnums: "number|list", hasAux: "boolean", holomorphic: "boolean" }

type JacobianFunction<A extends readonly unknown[]> = (...args: LiftableArgs<A>) => NDArray

type Flat = (...leaves: readonly NDArray[]) => readonly NDArray[]
/** All results, and for each of the first of them, those to differentiate, the Jacobian with respect to each argument. */
interface Derived {
  readonly ys: readonly NDArray[]
  readonly rows: readonly (readonly NDArray[])[]
}
/** Differentiates a flat function; `count`, known once it has run, says how many of its results have a Jacobian. */
type Rows = (f: Flat, xs: readonly NDArray[], count: () => number) => Derived

/** The unit arrays of one shape, stacked: `e[k]` is 1 at position k of the flattened array. */
const standardBasis = ({ shape, dtype }: Aval): NDArray => {
  const n = sizeOf(shape)
  const stored = toStorage(tensorFrom([n, ...shape], dtype, (i) => (i % n === Math.floor(i / n) ? 1 : 0)))
  return concreteArray({ shape: [n, ...shape], dtype, weakType: false }, { read: () => stored })
}

const forwardRows: Rows = (f, xs, count) => {
  const [ys, push] = linearize(f as Flat as never, ...(xs as readonly never[] as [])) as unknown as [readonly NDArray[], Flat]
  const zeros = xs.map(zeroTangent)
  const columns = xs.map((x, j) => {
    const along = vmap((e: NDArray) => push(...zeros.map((z, i) => (i === j ? e : z))).slice(0, count()), { outAxes: -1 })
    return along(standardBasis(x.aval) as never) as readonly NDArray[]
  })
  const rows = ys.slice(0, count()).map((y, i) => xs.map((x, j) => reshape(columns[j]?.[i] as NDArray, [...y.shape, ...x.shape])))
  return { ys, rows }
}

const reverseRows: Rows = (f, xs, count) => {
  const [ys, pull] = vjp(f as Flat as never, ...(xs as readonly never[] as [])) as unknown as [
    readonly NDArray[],
    (cts: readonly NDArray[]) => readonly NDArray[],
  ]
  const zeros = ys.map(zeroTangent)
  const rows = ys.slice(0, count()).map((y, i) => {
    const along = vmap((e: NDArray) => pull(zeros.map((z, k) => (k === i ? e : z))))
    const row = along(standardBasis(y.aval) as never) as readonly NDArray[]
    return xs.map((x, j) => reshape(row[j] as NDArray, [...y.shape, ...x.shape]))
  })
  return { ys, rows }
}

/**
 * What a Jacobian can be of, as in JAX: of holomorphic functions complex numbers on both sides; else the side whose basis is walked along must be
 * real, because the other direction of a complex number would be left out, and the other side may be real or complex.
 */
const requireKind = (xs: readonly NDArray[], holomorphic: boolean, transform: string, what: "arguments" | "results"): void => {
  const walked = (transform === "jacfwd") === (what === "arguments")
  const fits = holomorphic ? isComplex : walked ? isFloat : isInexact
  const bad = xs.find((x) => !fits(x.dtype))
  if (bad)
    raise({
      code: "dtype/grad-input",
      op: transform,
      need: holomorphic
        ? `a holomorphic function has complex ${what}`
        : `only ${walked ? "float" : "float and complex"} ${what} have a Jacobian`,
      avals: [bad.aval],
      hint: isComplex(bad.dtype)
        ? "take real and imaginary parts apart, or promise with holomorphic: true that it is complex differentiable"
        : `convert with x.astype('${holomorphic ? "complex64" : "float32"}')`,
    })
}

const jacobianBy =
  (transform: string, rowsOf: Rows) =>
  (f: (...args: readonly unknown[]) => unknown, { argnums = 0, hasAux = false, holomorphic = false }: JacobianOptions) =>
  (...args: readonly unknown[]): unknown => {
    const places = resolvePlaces(argnums, args.length, transform)
    const info = { transform, name: nameOf(f) }
    const chosen = flattenArguments(
      places.map((n) => args[n]),
      transform,
    )
    requireKind(chosen.leaves, holomorphic, transform, "arguments")
    let outTree = chosen.treedef
    let auxTree = chosen.treedef
    let count = 0
    const flat: Flat = (...leaves) => {
      const diff = unflatten<readonly unknown[]>(chosen.treedef, leaves)
      const [value, aux] = splitAux(f(...args.map((a, i) => (places.includes(i) ? diff[places.indexOf(i)] : a))), hasAux, info)
      const out = flattenResult(value, info)
      const extra = flattenResult(aux, info)
      requireKind(out.leaves, holomorphic, transform, "results")
      outTree = out.treedef
      auxTree = extra.treedef
      count = out.leaves.length
      return [...out.leaves, ...extra.leaves]
    }
    const { ys, rows } = rowsOf(Object.defineProperty(flat, "name", { value: info.name }), chosen.leaves, () => count)
    const shaped = rows.map((row) => {
      const tree = unflatten<readonly unknown[]>(chosen.treedef, row)
      return typeof argnums === "number" ? tree[0] : tree
    })
    const jacobian = unflatten(outTree, shaped)
    return hasAux ? [jacobian, unflatten(auxTree, ys.slice(count))] : jacobian
  }

/**
 * The Jacobian by forward mode, one pass for all inputs: best for tall Jacobians. (`jax.jacfwd`)
 * For trees it is a tree like the result whose leaves are trees like the argument.
 */
export const jacfwd = <A extends unknown[], R>(f: (...args: A) => R, options: JacobianOptions = {}): JacobianFunction<A> => {
  optionsOf("jacfwd", options, jacobianOptions)
  requireFunction(f, "jacfwd")
  return namedAfter("jacfwd", f, jacobianBy("jacfwd", forwardRows)(f as never, options)) as never
}

/** The Jacobian by reverse mode, one pass for all outputs: best for wide Jacobians. (`jax.jacrev`) */
export const jacrev = <A extends unknown[], R>(f: (...args: A) => R, options: JacobianOptions = {}): JacobianFunction<A> => {
  optionsOf("jacrev", options, jacobianOptions)
  requireFunction(f, "jacrev")
  return namedAfter("jacrev", f, jacobianBy("jacrev", reverseRows)(f as never, options)) as never
}

/** The Jacobian by reverse mode. (`jax.jacobian`, the same function as `jacrev`) */
export const jacobian = jacrev

/**
 * The Hessian, `H[i, j] = ∂²f/∂xᵢ∂xⱼ`: forward over reverse. (`jax.hessian`)
 * @example
 * hessian((x: NDArray) => x.mul(x).sum())(np.ones([2])) // [[2, 0], [0, 2]]
 */
export const hessian = <A extends unknown[], R>(f: (...args: A) => R, options: JacobianOptions = {}): JacobianFunction<A> => {
  optionsOf("hessian", options, jacobianOptions)
  requireFunction(f, "hessian")
  return namedAfter("hessian", f, jacfwd(jacrev(f, options) as never, options)) as never
}
