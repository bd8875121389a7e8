// One row times a matrix whose long rows lie along memory: C is swept again and again, and takes a few rows of B with it every time. So B is
// read once and in order, whatever the distance of its rows; tiles, which go down columns, lose half where rows crowd each other in the cache.
import type { Code, FunctionRef } from "../encode/code.js"
import { brIf, i32Add, i32Const, i32LtU, i32Sub, localGet, localSet, localTee, loop, memoryFill } from "../encode/instructions.js"
import type { ModuleBuilder } from "../encode/module.js"
import { elements } from "./element.js"
import { advance, defineWith } from "./scope.js"
import type { Oriented } from "./spec.js"

/** Rows of B per sweep: their elements of A stay in registers. */
const together = 6

/** Whether sweeps are the way: the rows of B are long, and are many. */
export const wantsSweep = (o: Oriented): boolean =>
  o.m === 1 && o.n >= 64 && o.k >= 4 && o.c.column === 1 && o.b.column === 1 && o.b.row >= 0 && o.a.column >= 0

/** `(a, b, c)`: the whole product, of one row. */
export const sweepFunction = (module: ModuleBuilder, o: Oriented): FunctionRef => {
  const { type, n, k, a, b, accumulate } = o
  return module.once(`gemm sweep ${JSON.stringify([type, n, k, a.column, b.row, accumulate])}`, () =>
    defineWith(module, "gemm_sweep", ["i32", "i32", "i32"], (scope) => {
      const { bytes, lanes, add, mul, splat, loadSome, storeSome } = elements[type]
      const [at, to, end, left] = [scope.local("i32"), scope.local("i32"), scope.local("i32"), scope.local("i32")]
      const xs = Array.from({ length: together }, () => scope.local("v128"))
      const sum = scope.local("v128")
      const rest = n % lanes
      const vector = (rows: number, count: number): Code => [
        localSet(sum, loadSome(localGet(to), count)),
        xs.slice(0, rows).map((x, p) => {
          const y = loadSome(localGet(at), count, p * b.row * bytes)
          return localSet(sum, add(localGet(sum), mul(localGet(x), y)))
        }),
        storeSome(localGet(to), localGet(sum), count),
      ]
      const sweep = (rows: number): Code => [
        xs.slice(0, rows).map((x, p) => localSet(x, splat(localGet(0), p * a.column * bytes))),
        localSet(at, localGet(1)),
        localSet(to, localGet(2)),
        localSet(end, i32Add(localGet(2), i32Const((n - rest) * bytes))),
        loop([vector(rows, lanes), advance(at, 16), brIf(0, i32LtU(localTee(to, i32Add(localGet(to), i32Const(16))), localGet(end)))]),
        rest === 0 ? [] : vector(rows, rest),
        advance(0, rows * a.column * bytes),
        advance(1, rows * b.row * bytes),
      ]
      const sweeps = Math.floor(k / together)
      return [
        accumulate ? [] : memoryFill(localGet(2), i32Const(0), i32Const(n * bytes)),
        localSet(left, i32Const(sweeps)),
        sweeps === 0 ? [] : loop([sweep(together), brIf(0, localTee(left, i32Sub(localGet(left), i32Const(1))))]),
        k % together === 0 ? [] : sweep(k % together),
      ]
    }),
  )
}
