// Sorting lines of uint32 keys: (key, position) pairs in one 64-bit number each. Short lines by insertion, long ones by their bytes, from
// the lowest on, which keeps equal keys in order and takes four passes whatever the length.
import type { Code, FunctionRef } from "../encode/code.js"
import * as I from "../encode/instructions.js"
import {
  i32Add,
  i32Const,
  i32Load,
  i32Mul,
  i32Shl,
  i32Store,
  i64Load,
  i64Store,
  localGet,
  localSet,
  localTee,
} from "../encode/instructions.js"
import { countUp } from "../encode/loops.js"
import type { ModuleBuilder } from "../encode/module.js"
import { advance, defineWith, type Scope } from "../gemm/scope.js"

/** Lines up to this length are sorted by insertion. */
const shortLine = 48
const buckets = 256
const passes = 4
const countersBytes = 4 * buckets * passes

/** Scratch bytes for lines of a length: counters, and the pairs twice. */
export const sortScratch = (length: number): number => countersBytes + 16 * length

const at = (base: Code, index: Code, bytes: number): Code => i32Add(base, i32Mul(index, i32Const(bytes)))

/** A pair: the key in the upper half, the position in the lower. */
const packed = (key: Code, position: Code): Code => I.i64Or(I.i64Shl(I.i64ExtendI32U(key), I.i64Const(32n)), I.i64ExtendI32U(position))

/** Writes the positions of sorted pairs. */
const unpack = (pairs: Code, order: Code, i: number, length: Code): Code => [
  localSet(i, i32Const(0)),
  countUp(i, length, 1, i32Store(at(order, localGet(i), 4), i32Load(at(pairs, localGet(i), 8)))),
]

/** `(keys, order, scratch, length)`: each pair moves down until the one before it is not greater. */
const insertionSort = (scope: Scope): Code => {
  const [keys, order, pairs, length] = [0, 1, 2, 3].map(localGet) as [Code, Code, Code, Code]
  const [i, place] = [scope.local("i32"), scope.local("i32")]
  const [pair, before] = [scope.local("i64"), scope.local("i64")]
  const shift = I.block(
    I.loop([
      I.brIf(1, I.i32Eq(localGet(place), pairs)),
      I.brIf(1, I.i64LeU(localTee(before, i64Load(I.i32Sub(localGet(place), i32Const(8)))), localGet(pair))),
      i64Store(localGet(place), localGet(before)),
      advance(place, -8),
      I.br(0),
    ]),
  )
  return [
    countUp(i, length, 1, [
      localSet(pair, packed(i32Load(at(keys, localGet(i), 4)), localGet(i))),
      localSet(place, at(pairs, localGet(i), 8)),
      shift,
      i64Store(localGet(place), localGet(pair)),
    ]),
    unpack(pairs, order, i, length),
  ]
}

/** The address of the counter of a byte of a key, in one pass. */
const counterOf = (counters: Code, key: Code, pass: number): Code => {
  const byte = I.i32And(I.i32ShrU(key, i32Const(8 * pass)), i32Const(buckets - 1))
  return i32Add(i32Add(counters, i32Const(4 * buckets * pass)), i32Shl(byte, i32Const(2)))
}

/** `(keys, order, scratch, length)`: counts all bytes at once, then deals the pairs out by one byte after the other. */
const radixSort = (scope: Scope): Code => {
  const [keys, order, counters, length] = [0, 1, 2, 3].map(localGet) as [Code, Code, Code, Code]
  const [i, key, place, sum, count] = Array.from({ length: 5 }, () => scope.local("i32")) as [number, number, number, number, number]
  const [from, to] = [scope.local("i32"), scope.local("i32")]
  const pair = scope.local("i64")
  const increment = (counter: Code, by: Code): Code => [
    localSet(place, counter),
    i32Store(localGet(place), i32Add(i32Load(localGet(place)), by)),
  ]
  const start: Code = [
    I.memoryFill(counters, i32Const(0), i32Const(countersBytes)),
    localSet(from, i32Add(counters, i32Const(countersBytes))),
    localSet(to, at(localGet(from), length, 8)),
    localSet(i, i32Const(0)),
    countUp(i, length, 1, [
      localSet(key, i32Load(at(keys, localGet(i), 4))),
      i64Store(at(localGet(from), localGet(i), 8), packed(localGet(key), localGet(i))),
      Array.from({ length: passes }, (_, pass) => increment(counterOf(counters, localGet(key), pass), i32Const(1))),
    ]),
  ]
  const turn = (pass: number): Code => {
    // counts become the places where each bucket begins
    const sums: Code = [
      localSet(sum, localGet(to)),
      localSet(i, i32Const(0)),
      countUp(i, i32Const(4 * buckets), 4, [
        localSet(place, i32Add(i32Add(counters, i32Const(4 * buckets * pass)), localGet(i))),
        localSet(count, i32Load(localGet(place))),
        i32Store(localGet(place), localGet(sum)),
        localSet(sum, at(localGet(sum), localGet(count), 8)),
      ]),
    ]
    const deal: Code = [
      localSet(i, i32Const(0)),
      countUp(i, length, 1, [
        localSet(pair, i64Load(at(localGet(from), localGet(i), 8))),
        localSet(place, counterOf(counters, I.i32WrapI64(I.i64ShrU(localGet(pair), I.i64Const(32n))), pass)),
        localSet(count, i32Load(localGet(place))),
        i64Store(localGet(count), localGet(pair)),
        i32Store(localGet(place), i32Add(localGet(count), i32Const(8))),
      ]),
    ]
    const swap: Code = [localSet(place, localGet(from)), localSet(from, localGet(to)), localSet(to, localGet(place))]
    // a byte that all keys have in common moves nothing
    const common = I.i32Eq(i32Load(counterOf(counters, i32Load(keys), pass)), length)
    return I.ifElse(I.i32Eqz(common), [sums, deal, swap])
  }
  return [start, Array.from({ length: passes }, (_, pass) => turn(pass)), unpack(localGet(from), order, i, length)]
}

/** Adds `(keys, order, scratch, lines) → ()` for lines of a length. */
export const emitSort = (module: ModuleBuilder, length: number): FunctionRef =>
  module.once(`sort ${length}`, () => {
    const short = length <= shortLine
    const line = module.once(short ? "sort short line" : "sort long line", () =>
      defineWith(module, short ? "insertion_sort" : "radix_sort", ["i32", "i32", "i32", "i32"], short ? insertionSort : radixSort),
    )
    return defineWith(module, `sort_lines_${length}`, ["i32", "i32", "i32", "i32"], (scope) => {
      const i = scope.local("i32")
      const turn: Code = [
        I.call(line, localGet(0), localGet(1), localGet(2), i32Const(length)),
        advance(0, 4 * length),
        advance(1, 4 * length),
      ]
      return countUp(i, localGet(3), 1, turn)
    })
  })
