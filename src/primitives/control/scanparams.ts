// What a scan is told, and how its rules call another: the rules live in files of their own and are handed the primitive.
import type { NDArray } from "../../core/array.js"
import type { Jaxpr } from "../../core/jaxpr.js"
import { cut } from "./lists.js"

export interface ScanParams {
  /** `(consts…, carry…, slices…) ↦ (carry…, slices…)` */
  readonly jaxpr: Jaxpr
  readonly length: number
  readonly reverse: boolean
  readonly numConsts: number
  readonly numCarry: number
  /** How many steps a compiler writes out in one turn of its loop; no part of the meaning. */
  readonly unroll: number
}

export type BindScan = (inputs: readonly NDArray[], params: ScanParams) => readonly NDArray[]

/** What belongs to the constants, the carry and the scanned arrays. */
export const threeParts = <T>(xs: readonly T[], { numConsts, numCarry }: ScanParams): readonly [readonly T[], readonly T[], readonly T[]] =>
  cut(xs, numConsts, numCarry)

/** What belongs to the carry and to the stacked results. */
export const twoParts = <T>(xs: readonly T[], { numCarry }: ScanParams): readonly [readonly T[], readonly T[]] => cut(xs, numCarry)
