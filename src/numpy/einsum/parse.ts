// The language of einsum: "bij,bjk->bik" names every axis of every operand, and the axes of the result.
import type { Shape } from "../../core/aval.js"
import { raise } from "../../core/errors.js"

/** Names of axes. Letters are the user's; the axes under an ellipsis are numbered from the last one. */
export type Labels = readonly string[]

export interface Subscripts {
  readonly operands: readonly Labels[]
  readonly result: Labels
  /** The size of every name. */
  readonly sizes: ReadonlyMap<string, number>
}

const fail = (need: string, got: string, hint?: string): never =>
  raise({ code: "argument/einsum", op: "einsum", need, got: `"${got}"`, ...(hint === undefined ? {} : { hint }) })

/** The name of an axis under an ellipsis, counted from the last one. */
const hidden = (fromLast: number): string => `…${fromLast}`

/** Splits a term such as "a...b" into names, an ellipsis standing for as many axes as `count` says. */
const labelsOf = (term: string, count: number): Labels => {
  const parts = term.split("...")
  if (parts.length > 2 || parts.some((p) => !/^\p{L}*$/u.test(p))) fail("a term consists of letters and at most one ellipsis", term)
  const [before = [], after] = parts.map((p) => [...p])
  return after === undefined ? before : [...before, ...Array.from({ length: count }, (_, i) => hidden(count - 1 - i)), ...after]
}

const letters = (term: string): number => [...term.replace("...", "")].length

const operandLabels = (term: string, shape: Shape): Labels => {
  const named = letters(term)
  const open = term.includes("...")
  if (open ? named > shape.length : named !== shape.length)
    fail(
      `"${term}" must name the axes of [${shape.join(",")}]`,
      term,
      open ? "name fewer axes" : 'an ellipsis stands for axes without names: "...ij"',
    )
  return labelsOf(term, shape.length - named)
}

/** The result where none is written: the ellipsis, then every letter that occurs once, in alphabetical order. */
const impliedResult = (operands: readonly Labels[]): Labels => {
  const all = operands.flat()
  const under = [...new Set(all.filter((l) => l.startsWith("…")))].sort((a, b) => Number(b.slice(1)) - Number(a.slice(1)))
  const once = all.filter((l) => !l.startsWith("…") && all.indexOf(l) === all.lastIndexOf(l)).sort((a, b) => (a < b ? -1 : 1))
  return [...under, ...once]
}

const sizesOf = (text: string, operands: readonly Labels[], shapes: readonly Shape[]): ReadonlyMap<string, number> => {
  const sizes = new Map<string, number>()
  operands.forEach((labels, k) => {
    labels.forEach((label, axis) => {
      const size = (shapes[k] as Shape)[axis] as number
      const known = sizes.get(label) ?? size
      const stretches = label.startsWith("…") && (known === 1 || size === 1)
      if (known !== size && !stretches)
        raise({
          code: "shape/einsum",
          op: "einsum",
          need: `axis ${label} must have one size in "${text}"`,
          got: `${known} and ${size}, of operands ${shapes.map((s) => `[${s.join(",")}]`).join(" and ")}`,
          hint: "give axes of different sizes different letters, or exchange the letters of one operand",
        })
      sizes.set(label, known === 1 ? size : known)
    })
  })
  return sizes
}

const requireResult = (text: string, result: Labels, operands: readonly Labels[]): void => {
  const known = new Set(operands.flat())
  const alien = result.find((l) => !known.has(l))
  if (alien !== undefined) fail(`the result's axis ${alien} must occur in an operand`, text)
  if (new Set(result).size < result.length) fail("the result may name every axis once", text)
}

/** Reads subscripts against the shapes of the operands. */
export const parse = (text: string, shapes: readonly Shape[]): Subscripts => {
  const [left, right, ...more] = text.replace(/\s/g, "").split("->") as [string, string?, ...string[]]
  const terms = left.split(",")
  if (more.length > 0) fail("there may be one arrow", text)
  if (terms.length !== shapes.length) fail(`there must be one term for each of ${shapes.length} operands`, text)
  const operands = terms.map((term, k) => operandLabels(term, shapes[k] as Shape))
  const under = Math.max(0, ...operands.map((labels) => labels.filter((l) => l.startsWith("…")).length))
  const result = right === undefined ? impliedResult(operands) : labelsOf(right, under)
  requireResult(text, result, operands)
  return { operands, result, sizes: sizesOf(text, operands, shapes) }
}
