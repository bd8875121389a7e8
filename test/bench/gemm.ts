// Matrix products against what the instruction set allows: GFLOP/s of each shape, the ceiling of multiply and add measured in the same moment,
// and their ratio.  npx tsx test/bench/gemm.ts [part of a name]
import type { Code } from "../../src/backends/wasm/encode/code.js"
import { brIf, call, f32Const, i32Const, i32Sub, localGet, localSet, localTee, loop } from "../../src/backends/wasm/encode/instructions.js"
import { newModule } from "../../src/backends/wasm/encode/module.js"
import { f32x4, f32x4ExtractLane, f32x4Splat } from "../../src/backends/wasm/encode/simd.js"
import { emitGemm } from "../../src/backends/wasm/gemm/emit.js"
import type { GemmBatch, GemmSpec, GemmType, MatrixStrides } from "../../src/backends/wasm/gemm/spec.js"

type Run = (...xs: readonly number[]) => void

const chains = 12
/** Twelve independent chains of multiply and add in registers: the most that vectors of 128 bits can do. */
const ceilingModule = (): Uint8Array<ArrayBuffer> => {
  const module = newModule()
  const sums = Array.from({ length: chains }, (_, i) => 3 + i)
  const start = [localSet(1, f32x4Splat(f32Const(0.999))), localSet(2, f32x4Splat(f32Const(0.001)))]
  const step = sums.map((sum) => localSet(sum, f32x4.add(f32x4.mul(localGet(sum), localGet(1)), localGet(2))))
  const all = sums.reduce((total: Code, sum) => f32x4.add(total, localGet(sum)), localGet(1))
  module.define("ceiling", {
    type: { params: ["i32"], results: ["f32"] },
    locals: Array.from({ length: chains + 2 }, () => "v128" as const),
    code: [
      start,
      sums.map((sum, i) => localSet(sum, f32x4Splat(f32Const(i)))),
      loop([step, brIf(0, localTee(0, i32Sub(localGet(0), i32Const(1))))]),
      f32x4ExtractLane(all, 0),
    ],
    exported: "run",
  })
  return module.encode()
}

const memory = new WebAssembly.Memory({ initial: 2048 })

/** Ordinary numbers everywhere: what another product or another type left behind may be subnormal, and slow. */
const refill = (type: GemmType): void => {
  const numbers = new { f32: Float32Array, f64: Float64Array, i32: Int32Array }[type](memory.buffer)
  for (let i = 0; i < numbers.length; i++) numbers[i] = type === "i32" ? i : ((i * 7919) % 1013) / 1013 - 0.5
}

const load = (bytes: Uint8Array<ArrayBuffer>): Run =>
  new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } }).exports.run as Run

/** Milliseconds of the processor's time, which other programs do not lengthen as they do the clock's. */
const timed = (f: () => void): number => {
  const start = process.cpuUsage()
  f()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

const ceiling = load(ceilingModule())
const ceilingTurns = 2e5
const ceilingNow = (): number => (ceilingTurns * chains * 8) / timed(() => ceiling(ceilingTurns)) / 1e6

const rowMajor = (columns: number): MatrixStrides => ({ row: columns, column: 1 })
const columnMajor = (rows: number): MatrixStrides => ({ row: 1, column: rows })

interface Options {
  readonly aT?: boolean
  readonly bT?: boolean
  readonly cT?: boolean
  readonly batch?: number
  readonly shared?: boolean
  readonly type?: GemmType
}

const specOf = (m: number, k: number, n: number, { aT, bT, cT, batch, shared, type = "f32" }: Options): GemmSpec => {
  const loops: readonly GemmBatch[] = batch ? [{ size: batch, a: m * k, b: shared ? 0 : k * n, c: m * n }] : []
  return {
    type,
    m,
    n,
    k,
    a: aT ? columnMajor(m) : rowMajor(k),
    b: bT ? columnMajor(k) : rowMajor(n),
    c: cT ? columnMajor(m) : rowMajor(n),
    batch: loops,
  }
}

const measure = async (name: string, spec: GemmSpec): Promise<void> => {
  const module = newModule()
  const { ref, scratchBytes } = emitGemm(module, spec)
  module.define("run", {
    type: { params: ["i32", "i32", "i32", "i32"], results: [] },
    locals: [],
    code: call(ref, localGet(0), localGet(1), localGet(2), localGet(3)),
    exported: "run",
  })
  const bytes = module.encode()
  const run = load(bytes)
  const turns = spec.batch.reduce((all, { size }) => all * size, 1)
  const work = 2 * spec.m * spec.n * spec.k * turns
  const width = spec.type === "f64" ? 8 : 4
  const [a, b] = [turns * spec.m * spec.k * width, turns * spec.k * spec.n * width].map((x) => Math.ceil(x / 64) * 64) as [number, number]
  const scratch = 64
  const at = scratch + Math.ceil(scratchBytes / 64) * 64
  const once = (): void => run(at, at + a, at + a + b, scratch)
  refill(spec.type)
  const first = timed(once)
  const repeats = Math.max(1, Math.round(2e7 / work))
  const many = (): void => {
    for (let i = 0; i < repeats; i++) once()
  }
  for (let i = 0; i < 6; i++) {
    many()
    await pause(8)
  }
  const samples = Array.from({ length: 24 }, () => ({ limit: ceilingNow(), speed: (work * repeats) / timed(many) / 1e6 }))
  const limit = Math.max(...samples.map((s) => s.limit)) * (spec.type === "f64" ? 0.5 : 1)
  const speeds = samples.map((s) => s.speed).sort((x, y) => x - y)
  const [best, median] = [speeds.at(-1) as number, speeds[12] as number]
  const percent = (x: number): string => `${((100 * x) / limit).toFixed(0)} %`.padStart(6)
  console.log(
    `${name.padEnd(34)}${best.toFixed(1).padStart(7)} GFLOP/s${percent(best)} best${percent(median)} median of ${limit.toFixed(1)}` +
      `${String(bytes.length).padStart(7)} B code ${String(scratchBytes).padStart(7)} B scratch, first ${first.toFixed(2)} ms`,
  )
}

const square = (n: number, options: Options = {}): readonly [string, GemmSpec] => [
  `${n}³${options.aT ? " Aᵀ" : ""}${options.bT ? " Bᵀ" : ""}${options.cT ? " Cᵀ" : ""}${options.type ? ` ${options.type}` : ""}`,
  specOf(n, n, n, options),
]
const shape = (m: number, k: number, n: number, options: Options = {}): readonly [string, GemmSpec] => [
  `${options.batch ? `${options.batch}×` : ""}[${m},${k}]${options.aT ? "ᵀ" : ""}·[${k},${n}]${options.bT ? "ᵀ" : ""}${options.shared ? " shared" : ""}`,
  specOf(m, k, n, options),
]

const shapes: readonly (readonly [string, GemmSpec])[] = [
  ...[16, 32, 48, 64, 96, 100, 128, 255, 256, 257, 510, 512, 1021, 1024].map((n) => square(n)),
  ...[64, 257, 512].flatMap((n) => [square(n, { aT: true }), square(n, { bT: true }), square(n, { aT: true, bT: true })]),
  square(512, { cT: true }),
  ...[64, 256, 512].map((n) => square(n, { type: "f64" })),
  square(256, { type: "i32" }),
  shape(128, 784, 256),
  shape(128, 256, 128),
  shape(784, 128, 256, { aT: true }),
  shape(128, 256, 784, { bT: true }),
  shape(256, 128, 128, { aT: true }),
  shape(128, 128, 256, { bT: true }),
  shape(128, 128, 10),
  shape(128, 128, 10, { aT: true }),
  shape(128, 10, 128, { bT: true }),
  shape(128, 128, 10, { bT: true }),
  shape(128, 128, 1),
  shape(1000, 1000, 1),
  shape(1000, 1000, 1, { aT: true }),
  shape(1, 1000, 1000),
  shape(1, 1000, 1000, { bT: true }),
  shape(1, 128, 128),
  shape(1, 784, 10),
  shape(512, 1, 512),
  shape(32, 1, 16),
  shape(4, 4, 4, { batch: 10000 }),
  shape(8, 8, 8, { batch: 10000 }),
  shape(3, 3, 3, { batch: 10000 }),
  shape(32, 2, 16),
  shape(32, 16, 16),
  shape(32, 16, 1),
  shape(2, 32, 16, { aT: true }),
  shape(16, 32, 16, { aT: true }),
  shape(32, 16, 16, { bT: true }),
  shape(16, 32, 1, { aT: true }),
  shape(32, 1, 16, { bT: true }),
  shape(128, 32, 128, { batch: 16 }),
  shape(128, 32, 128, { batch: 16, bT: true }),
  shape(128, 128, 32, { batch: 16 }),
  shape(32, 64, 32, { batch: 100, shared: true }),
]

const wanted = process.argv[2] ?? ""
ceilingNow()
await pause(100)
for (const [name, spec] of shapes) if (name.includes(wanted)) await measure(name, spec)
