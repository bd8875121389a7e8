// Runs one product in a memory full of noise and holds it against sums in float64. Every byte that is not C or scratch must stay as it was,
// and the last operand ends where the memory ends, so that a read beyond it traps.

import { call, localGet } from "../../../../src/backends/wasm/encode/instructions.js"
import { newModule } from "../../../../src/backends/wasm/encode/module.js"
import { emitGemm } from "../../../../src/backends/wasm/gemm/emit.js"
import type { GemmSpec, GemmType, Loop, MatrixStrides } from "../../../../src/backends/wasm/gemm/spec.js"

export type Numbers = Float32Array | Float64Array | Int32Array

const arrays = { f32: Float32Array, f64: Float64Array, i32: Int32Array } as const

/** The lowest and the highest element that index ranges reach. */
const reach = (ranges: readonly (readonly [size: number, stride: number])[]): readonly [low: number, high: number] => {
  const ends = ranges.map(([size, stride]) => (size - 1) * stride)
  return [ends.reduce((s, x) => s + Math.min(x, 0), 0), ends.reduce((s, x) => s + Math.max(x, 0), 0)]
}

interface Operand {
  readonly low: number
  readonly length: number
  readonly at: (i: number, j: number, turns: readonly number[]) => number
}

/** Where the line lies that loops number `i`. */
const lineAt = (loops: readonly Loop[], i: number): number => {
  let [at, left] = [0, i]
  for (let d = loops.length - 1; d >= 0; d--) {
    const { size, stride } = loops[d] as Loop
    at += (left % size) * stride
    left = Math.floor(left / size)
  }
  return at
}

const operandOf = (spec: GemmSpec, x: "a" | "b" | "c"): Operand => {
  const sizes = { a: [spec.m, spec.k], b: [spec.k, spec.n], c: [spec.m, spec.n] }[x] as [number, number]
  const strides = spec[x]
  const loops = spec.batch.map((loop) => [loop.size, loop[x]] as const)
  const isEmpty = sizes[0] === 0 || sizes[1] === 0 || spec.batch.some(({ size }) => size === 0)
  const rows = strides.rows ?? [{ size: sizes[0], stride: strides.row }]
  const columns = strides.columns ?? [{ size: sizes[1], stride: strides.column }]
  const [low, high] = isEmpty ? [0, -1] : reach([...[...rows, ...columns].map(({ size, stride }) => [size, stride] as const), ...loops])
  return {
    low,
    length: high - low + 1,
    at: (i, j, turns) => lineAt(rows, i) + lineAt(columns, j) + turns.reduce((s, t, d) => s + t * (spec.batch[d]?.[x] ?? 0), 0) - low,
  }
}

/** Every combination of turns of the outer loops. */
const turnsOf = (spec: GemmSpec): readonly (readonly number[])[] =>
  spec.batch.reduce<readonly (readonly number[])[]>(
    (all, { size }) => all.flatMap((turns) => Array.from({ length: size }, (_, t) => [...turns, t])),
    [[]],
  )

/** A generator of small numbers, the same every time. */
export const noise = (seed: number): (() => number) => {
  let state = seed * 2654435761 + 1
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  }
}

const stock = new Map<GemmType, Numbers>()

/** What memory holds before a product: the same noise for all, made once. */
export const noiseOf = (type: GemmType, length: number): Numbers => {
  const held = stock.get(type)
  if (held && held.length >= length) return held.subarray(0, length)
  const next = noise(1)
  const made = new arrays[type](length)
  for (let i = 0; i < length; i++) made[i] = type === "i32" ? Math.floor(next() * 2 ** 31) : next()
  stock.set(type, made)
  return made
}

export interface Check {
  readonly spec: GemmSpec
  /** What the epilogue means: the result from the sum. */
  readonly meaning?: (sum: number, row: number, column: number, turns: readonly number[]) => number
  /** Arguments for the epilogue's parameters. */
  readonly extra?: readonly number[]
  /** Which operand ends where the memory ends. */
  readonly last?: "a" | "b"
}

/** Where everything lies: bytes from the start of memory. */
interface Layout {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly scratch: number
  readonly scratchBytes: number
  readonly pages: number
}

/** The first bytes are the caller's, for what an epilogue reads. */
const head = 4096

type Operands = Readonly<Record<"a" | "b" | "c", Operand>>

const operandsOf = (spec: GemmSpec): Operands => ({ a: operandOf(spec, "a"), b: operandOf(spec, "b"), c: operandOf(spec, "c") })

const layoutOf = (operands: Operands, bytes: number, scratchBytes: number, last: "a" | "b"): Layout => {
  const [a, b, c] = [operands.a.length * bytes, operands.b.length * bytes, operands.c.length * bytes]
  const afterScratch = Math.ceil((head + scratchBytes) / 16) * 16 + 64
  const pages = Math.ceil((afterScratch + a + b + c + 64) / 65536)
  const end = pages * 65536
  const places = last === "a" ? { b: end - a - b, a: end - a } : { a: end - a - b, b: end - b }
  return { ...places, c: afterScratch, scratch: head, scratchBytes, pages }
}

/** The product as a function of the host, and the scratch it wants. */
const compile = (spec: GemmSpec) => {
  const module = newModule()
  const { ref, scratchBytes } = emitGemm(module, spec)
  const params = ["i32", "i32", "i32", "i32", ...(spec.epilogue?.parameters ?? [])] as const
  const code = call(ref, ...params.map((_, i) => localGet(i)))
  module.define("run", { type: { params, results: [] }, locals: [], code, exported: "run" })
  const compiled = new WebAssembly.Module(module.encode())
  return {
    scratchBytes,
    run: (memory: WebAssembly.Memory, args: readonly number[]): void =>
      (new WebAssembly.Instance(compiled, { env: { memory } }).exports.run as (...xs: readonly number[]) => void)(...args),
  }
}

/** The first byte outside of C and scratch that is not what it was. */
const strayWrite = (spec: GemmSpec, { c }: Operands, at: Layout, before: Uint8Array, after: Uint8Array): string | undefined => {
  const bytes = spec.type === "f64" ? 8 : 4
  const mayChange = new Uint8Array(after.length).fill(1, at.scratch, at.scratch + at.scratchBytes)
  places(spec).forEach(([i, j, turns]) => {
    const start = at.c + c.at(i, j, turns) * bytes
    mayChange.fill(1, start, start + bytes)
  })
  for (let i = 0; i < after.length; i++)
    if (after[i] !== before[i] && mayChange[i] === 0) return `byte ${i} changed (${JSON.stringify(at)})`
  return undefined
}

const places = (spec: GemmSpec): readonly (readonly [i: number, j: number, turns: readonly number[]])[] =>
  turnsOf(spec).flatMap((turns) =>
    Array.from({ length: spec.m * spec.n }, (_, at) => [Math.floor(at / spec.n), at % spec.n, turns] as const),
  )

/** The first thing that is wrong, or nothing. */
export const wrong = ({ spec, meaning = (x) => x, extra = [], last = "a" }: Check): string | undefined => {
  const bytes = spec.type === "f64" ? 8 : 4
  const { scratchBytes, run } = compile(spec)
  const operands = operandsOf(spec)
  const at = layoutOf(operands, bytes, scratchBytes, last)
  const memory = new WebAssembly.Memory({ initial: at.pages })
  const numbers = new arrays[spec.type](memory.buffer)
  numbers.set(noiseOf(spec.type, numbers.length))
  const before = new Uint8Array(memory.buffer).slice()
  const start = (x: "a" | "b" | "c"): number => at[x] - operands[x].low * bytes
  run(memory, [start("a"), start("b"), start("c"), at.scratch, ...extra])
  const old = new arrays[spec.type](before.buffer)
  const part = (x: "a" | "b" | "c"): Numbers => old.slice(at[x] / bytes, at[x] / bytes + operands[x].length)
  const [a, b, c] = [part("a"), part("b"), part("c")]
  const precision = { f32: 2 ** -23, f64: 2 ** -52, i32: 0 }[spec.type] * (2 + Math.sqrt(spec.k))
  for (const [i, j, turns] of places(spec)) {
    const place = operands.c.at(i, j, turns)
    const { sum, size } = total(spec, a, b, operands, i, j, turns, spec.accumulate ? (c[place] as number) : 0)
    const need = meaning(sum, i, j, turns)
    const got = numbers[at.c / bytes + place] as number
    if (!(Math.abs(got - need) <= precision * (size + Math.abs(need)))) return `C[${[...turns, i, j]}] = ${got}, need ${need}`
  }
  return strayWrite(spec, operands, at, before, new Uint8Array(memory.buffer))
}

const stepAt = (loops: readonly Loop[] | undefined, stride: number, p: number): number => (loops ? lineAt(loops, p) : p * stride)

/** The sum in float64 (or in wrapping integers), and the sum of absolute values, which scales its error. */
const total = (
  spec: GemmSpec,
  aNumbers: Numbers,
  bNumbers: Numbers,
  { a, b }: Operands,
  i: number,
  j: number,
  turns: readonly number[],
  start: number,
): { readonly sum: number; readonly size: number } => {
  let sum = start
  let size = Math.abs(start)
  const [x0, y0] = [a.at(i, 0, turns), b.at(0, j, turns)]
  for (let p = 0; p < spec.k; p++) {
    const [x, y] = [
      aNumbers[x0 + stepAt(spec.a.columns, spec.a.column, p)] as number,
      bNumbers[y0 + stepAt(spec.b.rows, spec.b.row, p)] as number,
    ]
    sum = spec.type === "i32" ? (sum + Math.imul(x, y)) | 0 : sum + x * y
    size += Math.abs(x * y)
  }
  return { sum, size }
}

/** A matrix of `columns` columns, rows after one another, or its transpose. */
export const rowMajor = (columns: number): MatrixStrides => ({ row: columns, column: 1 })
export const columnMajor = (rows: number): MatrixStrides => ({ row: 1, column: rows })

/** A product of dense row-major matrices. */
export const dense = (m: number, n: number, k: number, type: GemmType = "f32"): GemmSpec => ({
  type,
  m,
  n,
  k,
  a: rowMajor(k),
  b: rowMajor(n),
  c: rowMajor(n),
  batch: [],
})
