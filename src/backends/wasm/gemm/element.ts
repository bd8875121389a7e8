// The instructions of one element type, under names that do not mention it.
import type { Code } from "../encode/code.js"
import { f32Const, f32Load, f32Store, f64Const, f64Load, f64Store, i32Add, i32Const, i32Load, i32Store } from "../encode/instructions.js"
import {
  f32x4,
  f64x2,
  i32x4,
  i32x4Shuffle,
  v128Load,
  v128Load32Lane,
  v128Load32Splat,
  v128Load32Zero,
  v128Load64Lane,
  v128Load64Splat,
  v128Load64Zero,
  v128Store,
  v128Store32Lane,
  v128Store64Lane,
} from "../encode/simd.js"
import type { ValueType } from "../encode/types.js"
import type { GemmType } from "./spec.js"

export interface Element {
  readonly bytes: 4 | 8
  readonly lanes: 2 | 4
  readonly scalar: ValueType
  readonly add: (x: Code, y: Code) => Code
  readonly mul: (x: Code, y: Code) => Code
  readonly zero: Code
  readonly load: (address: Code, offset?: number) => Code
  readonly store: (address: Code, value: Code, offset?: number) => Code
  /** One element in every lane. */
  readonly splat: (address: Code, offset?: number) => Code
  readonly loadLane: (address: Code, x: Code, lane: number, offset?: number) => Code
  readonly storeLane: (address: Code, x: Code, lane: number, offset?: number) => Code
  /** The first `count` lanes from memory, zeros after them. */
  readonly loadSome: (address: Code, count: number, offset?: number) => Code
  /** The first `count` lanes to memory. */
  readonly storeSome: (address: Code, local: Code, count: number, offset?: number) => Code
  /** Row `i` of the transpose of `lanes` vectors, and how to make it: two rounds of exchanges for four lanes, one for two. */
  readonly exchanges: readonly (readonly Exchange[])[]
}

/** A vector from lanes of two vectors of the round before. */
export interface Exchange {
  readonly x: number
  readonly y: number
  readonly lanes: readonly number[]
}

const low = [0, 4, 1, 5]
const high = [2, 6, 3, 7]
const firsts = [0, 1, 4, 5]
const seconds = [2, 3, 6, 7]

export const exchange = ({ lanes }: Exchange, x: Code, y: Code): Code => i32x4Shuffle(x, y, lanes)

const narrow = {
  bytes: 4,
  lanes: 4,
  splat: v128Load32Splat,
  loadLane: v128Load32Lane,
  storeLane: v128Store32Lane,
  loadSome: (address, count, offset = 0) => {
    if (count === 4) return v128Load(address, offset)
    if (count === 1) return v128Load32Zero(address, offset)
    const two = v128Load64Zero(address, offset)
    return count === 2 ? two : v128Load32Lane(address, two, 2, offset + 8)
  },
  storeSome: (address, x, count, offset = 0) => {
    if (count === 4) return v128Store(address, x, offset)
    if (count === 1) return v128Store32Lane(address, x, 0, offset)
    const two = v128Store64Lane(address, x, 0, offset)
    return count === 2 ? two : [two, v128Store32Lane(address, x, 2, offset + 8)]
  },
  exchanges: [
    [
      { x: 0, y: 1, lanes: low },
      { x: 0, y: 1, lanes: high },
      { x: 2, y: 3, lanes: low },
      { x: 2, y: 3, lanes: high },
    ],
    [
      { x: 0, y: 2, lanes: firsts },
      { x: 0, y: 2, lanes: seconds },
      { x: 1, y: 3, lanes: firsts },
      { x: 1, y: 3, lanes: seconds },
    ],
  ],
} as const satisfies Partial<Element>

const wide = {
  bytes: 8,
  lanes: 2,
  splat: v128Load64Splat,
  loadLane: v128Load64Lane,
  storeLane: v128Store64Lane,
  loadSome: (address, count, offset = 0) => (count === 2 ? v128Load(address, offset) : v128Load64Zero(address, offset)),
  storeSome: (address, x, count, offset = 0) => (count === 2 ? v128Store(address, x, offset) : v128Store64Lane(address, x, 0, offset)),
  exchanges: [
    [
      { x: 0, y: 1, lanes: firsts },
      { x: 0, y: 1, lanes: seconds },
    ],
  ],
} as const satisfies Partial<Element>

export const elements: { readonly [T in GemmType]: Element } = {
  f32: { ...narrow, scalar: "f32", add: f32x4.add, mul: f32x4.mul, zero: f32Const(0), load: f32Load, store: f32Store },
  f64: { ...wide, scalar: "f64", add: f64x2.add, mul: f64x2.mul, zero: f64Const(0), load: f64Load, store: f64Store },
  i32: { ...narrow, scalar: "i32", add: i32x4.add, mul: i32x4.mul, zero: i32Const(0), load: i32Load, store: i32Store },
}

/** An address at a constant distance, split as the instructions want it: their own offset cannot be negative. */
export const beside = (address: Code, distance: number): readonly [address: Code, offset: number] =>
  distance < 0 ? [i32Add(address, i32Const(distance)), 0] : [address, distance]

/** `address + distance`, without an addition of zero. */
export const moved = (address: Code, distance: number): Code => (distance === 0 ? address : i32Add(address, i32Const(distance)))
