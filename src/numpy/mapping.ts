// Functions of parts of arrays, applied to all parts: `vmap` as often as there are axes.
import type { ArrayLike, NDArray } from "../core/array.js"
import type { Shape } from "../core/aval.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { vmap } from "../transforms/vmap.js"
import { requireCallable } from "../tree/required.js"
import { resolveAxes, resolveAxis } from "./axes.js"
import { broadcastShapes, broadcastTo } from "./broadcast.js"
import { toArray } from "./host.js"
import { expandDims } from "./reshape.js"
import { moveaxis } from "./transposing.js"

type Results = NDArray | readonly NDArray[]
type Mapped = (...xs: NDArray[]) => Results

export interface VectorizeOptions {
  /** The axes that the function itself takes and makes, `"(n,k),(k)->(n)"`. Left out, all are scalars. */
  readonly signature?: string
  /** The positions of arguments that are handed over as they are. */
  readonly excluded?: readonly number[]
}

const vectorizeOptions: OptionNames<VectorizeOptions> = { signature: "string", excluded: "list" }

const fail = (need: string, got: string): never => raise({ code: "argument/signature", op: "vectorize", need, got: `"${got}"` })

const termsOf = (text: string, whole: string): readonly (readonly string[])[] => {
  const terms = text.match(/\([^()]*\)/g) ?? []
  if (terms.join(",") !== text) fail("a signature is lists of names in brackets, like (n,k),(k)->(n)", whole)
  return terms.map((t) =>
    t
      .slice(1, -1)
      .split(",")
      .filter((name) => name !== ""),
  )
}

/** The names of the axes that each argument brings. */
const coreAxes = (signature: string): readonly (readonly string[])[] => {
  const [left, right, ...more] = signature.replace(/\s/g, "").split("->") as [string, string?, ...string[]]
  if (right === undefined || more.length > 0) fail("a signature has one arrow", signature)
  termsOf(right ?? "", signature)
  return left === "" ? [] : termsOf(left, signature)
}

/** A name has one size. */
const requireSizes = (signature: string, cores: readonly (readonly string[])[], xs: readonly NDArray[]): void => {
  const sizes = new Map<string, number>()
  cores.forEach((names, k) => {
    const x = xs[k] as NDArray
    if (x.ndim < names.length)
      raise({ code: "shape/rank", op: "vectorize", need: `argument ${k} must have the axes (${names.join(",")})`, avals: [x.aval] })
    names.forEach((name, i) => {
      const size = x.shape[x.ndim - names.length + i] as number
      if ((sizes.get(name) ?? size) !== size)
        raise({
          code: "shape/vectorize",
          op: "vectorize",
          need: `the axis ${name} must have one size in ${signature}`,
          got: `${sizes.get(name)} and ${size}`,
        })
      sizes.set(name, size)
    })
  })
}

const overAxes = (f: Mapped, batches: readonly number[], rank: number): Mapped => {
  let mapped = f
  // the last axis innermost; an argument takes part if it has that axis
  for (let axis = rank - 1; axis >= 0; axis--)
    mapped = vmap(mapped, { inAxes: batches.map((r) => (r > 0 ? 0 : null)) as never }) as unknown as Mapped
  return mapped
}

/**
 * A function of scalars, or of the axes that a signature names, as a function of arrays: the axes in front broadcast and are mapped over. The function
 * is traced once. (`jax.numpy.vectorize`)
 * @example np.vectorize((m, v) => np.dot(m, v), { signature: "(n,k),(k)->(n)" })
 */
export const vectorize = <R extends Results>(f: (...xs: NDArray[]) => R, options?: VectorizeOptions): ((...xs: ArrayLike[]) => R) => {
  const { signature, excluded = [] } = optionsOf("vectorize", options, vectorizeOptions)
  return (...given) => {
    const arrays = given.map((x) => toArray(x, "vectorize"))
    const taken = arrays.map((_, k) => k).filter((k) => !excluded.includes(k))
    const xs = taken.map((k) => arrays[k] as NDArray)
    const cores = signature === undefined ? xs.map(() => []) : coreAxes(signature)
    if (cores.length !== xs.length) fail(`there must be one term for each of ${xs.length} arguments`, signature ?? "")
    requireSizes(signature ?? "", cores, xs)
    const fronts = xs.map((x, k): Shape => x.shape.slice(0, x.ndim - (cores[k] as readonly string[]).length))
    const front = broadcastShapes("vectorize", ...fronts)
    const spread = xs.map((x, k) => {
      const own = fronts[k] as Shape
      return own.length === 0 ? x : broadcastTo(x, [...front, ...x.shape.slice(own.length)], "vectorize")
    })
    const inner: Mapped = (...parts) => f(...arrays.map((x, k) => (excluded.includes(k) ? x : (parts[taken.indexOf(k)] as NDArray))))
    const batches = fronts.map((s) => s.length)
    return overAxes(inner, batches, front.length)(...spread) as R
  }
}

/** A function of vectors applied to the lines along an axis; what it returns takes the place of that axis. (`jax.numpy.apply_along_axis`) */
export const applyAlongAxis = (f: (line: NDArray) => NDArray, axis: number, x: ArrayLike): NDArray => {
  const a = toArray(x, "applyAlongAxis")
  const along = resolveAxis("applyAlongAxis", axis, a.ndim)
  const rank = a.ndim - 1
  const lines = moveaxis(a, along, -1)
  const mapped = overAxes((line) => f(line as NDArray), [rank], rank)(lines) as NDArray
  const made = mapped.ndim - rank
  return moveaxis(
    mapped,
    Array.from({ length: made }, (_, k) => rank + k),
    Array.from({ length: made }, (_, k) => along + k),
  )
}

/** A reduction `f(x, axis)` applied along several axes in turn; axes that it drops are put back with size 1. (`jax.numpy.apply_over_axes`) */
export const applyOverAxes = (f: (x: NDArray, axis: number) => NDArray, x: ArrayLike, axes: number | readonly number[]): NDArray => {
  requireCallable(f, "applyOverAxes")
  const a = toArray(x, "applyOverAxes")
  return resolveAxes("applyOverAxes", axes, a).reduce((y, axis) => {
    const reduced = f(y, axis)
    return reduced.ndim === y.ndim ? reduced : expandDims(reduced, axis)
  }, a)
}
