// Sums of products over named axes: every contraction, transposition, trace and outer product in one notation.
import type { ArrayLike, NDArray } from "../../core/array.js"
import { raise } from "../../core/errors.js"
import { multiply } from "../arithmetic.js"
import { contract } from "../contract.js"
import { diagonal } from "../diagonals.js"
import { promote } from "../promote.js"
import { any, sum } from "../reductions.js"
import { reshape } from "../reshape.js"
import { transpose } from "../transposing.js"
import { type Labels, parse, type Subscripts } from "./parse.js"
import { greedyPath, keptLabels, type Step } from "./path.js"

interface Named {
  readonly x: NDArray
  readonly labels: Labels
}

/** A name that occurs twice in one operand takes the diagonal over its axes. */
const distinct = ({ x, labels }: Named): Named => {
  const second = labels.findIndex((l, i) => labels.indexOf(l) < i)
  if (second < 0) return { x, labels }
  const label = labels[second] as string
  const first = labels.indexOf(label)
  const rest = labels.filter((_, i) => i !== first && i !== second)
  return distinct({ x: diagonal(x, 0, first, second), labels: [...rest, label] })
}

/** An axis of size 1 under an ellipsis stretches: it is dropped where another operand is wider. */
const unstretched = ({ x, labels }: Named, sizes: ReadonlyMap<string, number>): Named => {
  const stays = labels.map((l, axis) => x.shape[axis] === sizes.get(l))
  return stays.every(Boolean)
    ? { x, labels }
    : {
        x: reshape(
          x,
          x.shape.filter((_, axis) => stays[axis]),
        ),
        labels: labels.filter((_, axis) => stays[axis]),
      }
}

/** Sums over the axes that nobody else asks for. */
const summed = ({ x, labels }: Named, wanted: ReadonlySet<string>): Named => {
  const axes = labels.flatMap((l, axis) => (wanted.has(l) ? [] : [axis]))
  return axes.length === 0
    ? { x, labels }
    : { x: x.dtype === "bool" ? any(x, axes) : sum(x, axes, { dtype: x.dtype }), labels: labels.filter((l) => wanted.has(l)) }
}

/** `x` with its axes in the order of `labels`, size 1 where it has none. */
const alignedTo = ({ x, labels }: Named, to: Labels): NDArray => {
  const order = to.filter((l) => labels.includes(l))
  const ordered = transpose(
    x,
    order.map((l) => labels.indexOf(l)),
  )
  const sizes = ordered.shape[Symbol.iterator]()
  return reshape(
    ordered,
    to.map((l) => (labels.includes(l) ? (sizes.next().value as number) : 1)),
  )
}

const product = (a: Named, b: Named, kept: Labels): Named => {
  const shared = a.labels.filter((l) => b.labels.includes(l))
  const gone = shared.filter((l) => !kept.includes(l))
  if (gone.length === 0) return { x: multiply(alignedTo(a, kept), alignedTo(b, kept)), labels: kept }
  const batch = shared.filter((l) => kept.includes(l))
  const axes = (labels: Labels, names: Labels): readonly number[] => names.map((l) => labels.indexOf(l))
  const free = (labels: Labels): Labels => labels.filter((l) => !shared.includes(l))
  return {
    x: contract(a.x, b.x, [axes(a.labels, gone), axes(b.labels, gone)], [axes(a.labels, batch), axes(b.labels, batch)]),
    labels: [...batch, ...free(a.labels), ...free(b.labels)],
  }
}

const evaluate = (xs: readonly NDArray[], subscripts: Subscripts): NDArray => {
  const { operands, result, sizes } = subscripts
  const named = xs.map((x, k) => unstretched(distinct({ x, labels: operands[k] as Labels }), sizes))
  let rest = named.map((operand, k) => {
    const others = named.filter((_, j) => j !== k).flatMap((o) => o.labels)
    return summed(operand, new Set([...result, ...others]))
  })
  for (const [i, j] of greedyPath({ ...subscripts, operands: rest.map((o) => o.labels) })) {
    const others = rest.filter((_, k) => k !== i && k !== j)
    const [a, b] = [rest[i] as Named, rest[j] as Named]
    const kept = keptLabels(
      a.labels,
      b.labels,
      others.map((o) => o.labels),
      result,
    )
    rest = [...others, product(a, b, kept)]
  }
  const { x, labels } = rest[0] as Named
  return transpose(
    x,
    result.map((l) => labels.indexOf(l)),
  )
}

/** Axes by number, `[0, 1]`, as letters. */
const letterOf = (i: number): string =>
  Number.isInteger(i) && i >= 0 && i < 52
    ? String.fromCharCode(i < 26 ? 97 + i : 65 + i - 26)
    : raise({ code: "argument/einsum", op: "einsum", need: "axes are numbered from 0 to 51", got: String(i) })

const isAxes = (x: unknown): x is readonly number[] => Array.isArray(x)

/** Operands and their axes in turn, and perhaps the result's, as subscripts. */
const fromPairs = (given: readonly (ArrayLike | readonly number[])[]): readonly [string, readonly ArrayLike[]] => {
  const operands = given.filter((x): x is ArrayLike => !isAxes(x))
  const terms = given.filter(isAxes).map((axes) => axes.map(letterOf).join(""))
  const left = terms.slice(0, operands.length).join(",")
  return [terms.length > operands.length ? `${left}->${terms.at(-1)}` : left, operands]
}

type EinsumArguments = readonly [string, ...ArrayLike[]] | readonly [ArrayLike, ...(ArrayLike | readonly number[])[]]

const read = (given: EinsumArguments): { readonly xs: readonly NDArray[]; readonly subscripts: Subscripts } => {
  const [text, operands] =
    typeof given[0] === "string" ? [given[0], given.slice(1) as readonly ArrayLike[]] : fromPairs(given as readonly ArrayLike[])
  const xs = promote("einsum", operands)
  if (xs.length === 0) raise({ code: "argument/einsum", op: "einsum", need: "there must be operands", got: `"${text}" alone` })
  return {
    xs,
    subscripts: parse(
      text,
      xs.map((x) => x.shape),
    ),
  }
}

/**
 * The sum over all axes that the result does not name, of the product of the operands. An axis named twice in one operand takes its diagonal; `...`
 * stands for axes that broadcast; without `->` the result has the axes that occur once, in alphabetical order. Several operands are multiplied
 * pair by pair in a greedy order. (`jax.numpy.einsum`)
 * @example np.einsum("ij,jk->ik", a, b) // the matrix product
 * @example np.einsum("bij,bij->b", a, b) // inner products, one for each b
 */
export const einsum = (...given: EinsumArguments): NDArray => {
  const { xs, subscripts } = read(given)
  return evaluate(xs, subscripts)
}

/** The pairs that `einsum` multiplies, in order: positions among the operands that remain. (`jax.numpy.einsum_path`) */
export const einsumPath = (...given: EinsumArguments): readonly Step[] => greedyPath(read(given).subscripts)
