// Lists in step with flags: how the rules of higher-order primitives keep track of which of many arrays take part.
import type { NDArray } from "../../core/array.js"
import { type Aval, sameShape } from "../../core/aval.js"
import { eliminateDeadCode } from "../../core/dce.js"
import { raise } from "../../core/errors.js"
import type { Jaxpr } from "../../core/jaxpr.js"
import type { Maybe } from "../../core/primitive.js"
import { inlineJaxpr, traceJaxpr } from "../../core/trace.js"
import { repeat, zerosOf } from "../vector.js"

export type Flags = readonly boolean[]

export const isArray = (x: Maybe): x is NDArray => x !== undefined

/** The entries whose flag is set. */
export const chosen = <T>(xs: readonly T[], flags: Flags): readonly T[] => xs.filter((_, i) => flags[i])

/** Spreads values over the places whose flag is set; the other places are absent. */
export const place = <T>(flags: Flags, values: readonly T[]): readonly (T | undefined)[] => {
  let next = 0
  return flags.map((flag) => (flag ? values[next++] : undefined))
}

/** Takes each entry from one list or the other, in order: the inverse of choosing both ways. */
export const merge = <T>(flags: Flags, where: readonly T[], otherwise: readonly T[]): readonly T[] => {
  let i = 0
  let j = 0
  return flags.map((flag) => (flag ? where[i++] : otherwise[j++]) as T)
}

type Pieces<T, S extends readonly number[]> = readonly [...{ readonly [I in keyof S]: readonly T[] }, readonly T[]]

/** Cuts a list into consecutive pieces of given sizes, and the rest. */
export const cut = <T, const S extends readonly number[]>(xs: readonly T[], ...sizes: S): Pieces<T, S> => {
  const pieces: (readonly T[])[] = []
  let start = 0
  for (const n of sizes) {
    pieces.push(xs.slice(start, start + n))
    start += n
  }
  return [...pieces, xs.slice(start)] as unknown as Pieces<T, S>
}

export const not = (flags: Flags): Flags => flags.map((f) => !f)
export const all = (xs: readonly unknown[], flag: boolean): Flags => xs.map(() => flag)
export const either = (a: Flags, b: Flags): Flags => a.map((f, i) => f || b[i] === true)
export const count = (flags: Flags): number => flags.filter(Boolean).length

/** The least flags above `from` that `grow` leaves alone: dependence that goes round a loop. At most one round for each flag. */
export const fixpoint = (from: Flags, grow: (flags: Flags) => Flags): Flags => {
  if (from.every(Boolean)) return from // there is nothing left to grow, and asking walks whole sub-programs
  const next = either(from, grow(from))
  return next.every((f, i) => f === from[i]) ? from : fixpoint(next, grow)
}

/** A sub-program written as a function of its inputs, from which alone it may be made. */
export const program = (avals: readonly Aval[], f: (inputs: readonly NDArray[]) => readonly NDArray[]): Jaxpr => {
  const { jaxpr, consts } = traceJaxpr(f, avals, { transform: "a rule", name: "a sub-program" })
  return consts.length === 0
    ? eliminateDeadCode(jaxpr)
    : raise({ code: "jaxpr/captured", need: "a sub-program must take all that it uses as inputs", got: `${consts.length} captured arrays` })
}

/** Absent arrays as arrays of zeros. */
export const filled = (xs: readonly Maybe[], avals: readonly Pick<Aval, "shape" | "dtype">[]): readonly NDArray[] =>
  xs.map((x, i) => x ?? zerosOf(avals[i] as Aval))

/** An array as a batch of copies of it, unless it is a batch. */
export const asBatch = (x: NDArray, batched: boolean, size: number): NDArray => (batched ? x : repeat(x, size))

export const withLeading = (size: number, aval: Aval): Aval => ({ ...aval, shape: [size, ...aval.shape] })

/** Equal shapes and dtypes; weak types may differ. */
export const alike = (a: Pick<Aval, "shape" | "dtype">, b: Pick<Aval, "shape" | "dtype">): boolean =>
  a.dtype === b.dtype && sameShape(a.shape, b.shape)

/** A batched program made to return whole batches where they are wanted: results that all lanes share are copied. */
export const returning = (body: { readonly jaxpr: Jaxpr; readonly batched: Flags }, wanted: Flags, size: number): Jaxpr =>
  program(
    body.jaxpr.invars.map((v) => v.aval),
    (ins) => inlineJaxpr(body.jaxpr, ins).map((y, i) => (wanted[i] ? asBatch(y, body.batched[i] === true, size) : y)),
  )
