// The greatest and least of float32 lanes, found among their bits. IEEE's maximum, which keeps NaN and orders −0 below 0, is nine
// instructions on most machines, one waiting for the other; three independent extremes of integers say the same:
//
//   positive numbers are ordered as signed integers, and above all negative ones; negative numbers are ordered backwards as unsigned ones;
//   a NaN is greater than infinity of its sign in either order.
import type { Code } from "../encode/code.js"
import { i32Const, localGet, localSet } from "../encode/instructions.js"
import * as S from "../encode/simd.js"
import type { Scope } from "../gemm/scope.js"
import { constantLanes } from "./lanes.js"

export type ExtremeOp = "max" | "min"

const infinity = 0x7f800000
const negativeInfinity = 0xff800000 - 2 ** 32

/** Chains that wait for one cycle only; more would not fit the registers. */
const mostChains = 2

/** Running extremes of the bits: of signed integers, and of unsigned ones. */
const extremes = { signedMax: S.i32x4.maxS, unsignedMin: S.i32x4.minU, unsignedMax: S.i32x4.maxU } as const
type Extreme = keyof typeof extremes
const names = Object.keys(extremes) as readonly Extreme[]
type Each<T> = { readonly [E in Extreme]: T }

const starts: { readonly [O in ExtremeOp]: Each<number> } = {
  max: { signedMax: negativeInfinity, unsignedMin: negativeInfinity, unsignedMax: 0 },
  min: { signedMax: -(2 ** 31), unsignedMin: infinity, unsignedMax: 0 },
}

const lanesOf = (x: number): Code => constantLanes("i32", x)
const ifNegative = (x: Code, then: Code, otherwise: Code): Code => S.v128Bitselect(then, otherwise, S.i32x4.shrS(x, i32Const(31)))

/** The greatest is that of the numbers above −0, or else has the least magnitude; the least, the other way round. All bits are set for NaN. */
const finish: { readonly [O in ExtremeOp]: (held: Each<Code>) => Code } = {
  max: ({ signedMax, unsignedMin, unsignedMax }) =>
    S.v128Or(ifNegative(signedMax, unsignedMin, signedMax), S.i32x4.gtU(unsignedMax, lanesOf(negativeInfinity))),
  min: ({ signedMax, unsignedMin, unsignedMax }) =>
    S.v128Or(ifNegative(unsignedMax, unsignedMax, unsignedMin), S.i32x4.gtS(signedMax, lanesOf(infinity))),
}

export interface BitExtremes {
  readonly begin: Code
  readonly take: (value: Code, chain: number) => Code
  /** Brings the chains together: leaves the extreme of each lane in `found`. */
  readonly end: Code
  readonly found: number
}

export const bitExtremes = (op: ExtremeOp, scope: Scope, chains: number): BitExtremes => {
  const newChain = (): Each<number> => ({
    signedMax: scope.local("v128"),
    unsignedMin: scope.local("v128"),
    unsignedMax: scope.local("v128"),
  })
  const first = newChain()
  const held = [first, ...Array.from({ length: Math.min(chains, mostChains) - 1 }, newChain)]
  const [value, found] = [scope.local("v128"), scope.local("v128")]
  const into = (chain: Each<number>, from: (name: Extreme) => Code): Code =>
    names.map((name) => localSet(chain[name], extremes[name](localGet(chain[name]), from(name))))
  const { signedMax, unsignedMin, unsignedMax } = first
  return {
    begin: held.map((chain) => names.map((name) => localSet(chain[name], lanesOf(starts[op][name])))),
    take: (x, chain) => [localSet(value, x), into(held[chain % held.length] ?? first, () => localGet(value))],
    end: [
      held.slice(1).map((chain) => into(first, (name) => localGet(chain[name]))),
      localSet(
        found,
        finish[op]({ signedMax: localGet(signedMax), unsignedMin: localGet(unsignedMin), unsignedMax: localGet(unsignedMax) }),
      ),
    ],
    found,
  }
}
