// The six convolutions of a small image classifier's training step, and the whole step, against what the instruction set allows: GFLOP/s, the
// ceiling of multiply and add measured in the same moments, and their ratio.  npx tsx test/bench/conv.ts [part of a name]
import "../../src/install.js"
import { brIf, f32Const, i32Const, i32Sub, localGet, localSet, localTee, loop } from "../../src/backends/wasm/encode/instructions.js"
import { newModule } from "../../src/backends/wasm/encode/module.js"
import { f32x4, f32x4ExtractLane, f32x4Splat } from "../../src/backends/wasm/encode/simd.js"
import type { NDArray } from "../../src/core/array.js"
import { convGeneralDilated } from "../../src/lax/index.js"
import * as nn from "../../src/nn/index.js"
import * as np from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { jit } from "../../src/transforms/jit.js"
import { vjp } from "../../src/transforms/vjp.js"

const chains = 12
/** Twelve independent chains of multiply and add in registers: the most that vectors of 128 bits can do. */
const ceilingModule = (): Uint8Array<ArrayBuffer> => {
  const module = newModule()
  const sums = Array.from({ length: chains }, (_, i) => 3 + i)
  const step = sums.map((sum) => localSet(sum, f32x4.add(f32x4.mul(localGet(sum), localGet(1)), localGet(2))))
  module.define("ceiling", {
    type: { params: ["i32"], results: ["f32"] },
    locals: Array.from({ length: chains + 2 }, () => "v128" as const),
    code: [
      localSet(1, f32x4Splat(f32Const(0.999))),
      localSet(2, f32x4Splat(f32Const(0.001))),
      sums.map((sum, i) => localSet(sum, f32x4Splat(f32Const(i)))),
      loop([step, brIf(0, localTee(0, i32Sub(localGet(0), i32Const(1))))]),
      f32x4ExtractLane(
        sums.slice(1).reduce((total, sum) => f32x4.add(total, localGet(sum)), localGet(sums[0] as number) as ReturnType<typeof f32x4.add>),
        0,
      ),
    ],
    exported: "run",
  })
  return module.encode()
}

/** Milliseconds of the processor's time, which other programs do not lengthen as they do the clock's. */
const timed = (f: () => void): number => {
  const start = process.cpuUsage()
  f()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

const memory = new WebAssembly.Memory({ initial: 1 })
const ceiling = new WebAssembly.Instance(new WebAssembly.Module(ceilingModule()), { env: { memory } }).exports.run as (n: number) => void
const ceilingTurns = 2e5
const ceilingNow = (): number => (ceilingTurns * chains * 8) / timed(() => ceiling(ceilingTurns)) / 1e6

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

let seed = 1
const random = (...shape: number[]): NDArray => {
  const size = shape.reduce((a, b) => a * b, 1)
  const data = Float32Array.from({ length: size }, () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) | 0
    return seed / 2 ** 31
  })
  return np.array(data).reshape(shape)
}

const measure = async (name: string, flops: number, run: () => void): Promise<void> => {
  const first = timed(run)
  const repeats = Math.max(1, Math.round(1e8 / flops))
  const many = (): void => {
    for (let i = 0; i < repeats; i++) run()
  }
  // results stay in memory until there is no room: memory must have been touched once before time is taken
  for (let i = 0; i < 40; i++) {
    many()
    await pause(4)
  }
  const samples = Array.from({ length: 24 }, () => ({ limit: ceilingNow(), ms: timed(many) / repeats }))
  const limit = Math.max(...samples.map((s) => s.limit))
  const times = samples.map((s) => s.ms).sort((x, y) => x - y)
  const speed = (ms: number): string => `${(flops / ms / 1e6).toFixed(1)} GFLOP/s ${((100 * flops) / ms / 1e6 / limit).toFixed(0)} %`
  const [best, median] = [times[0] as number, times[12] as number]
  console.log(
    `${name.padEnd(26)}${median.toFixed(2).padStart(8)} ms  ${speed(best).padStart(20)} best ${speed(median).padStart(20)} median` +
      ` of ${limit.toFixed(1)}, ${(1000 / median).toFixed(1)}/s, first ${first.toFixed(0)} ms`,
  )
}

type Operation = (x: NDArray, w: NDArray) => NDArray

interface Layer {
  readonly name: string
  readonly x: NDArray
  readonly w: NDArray
  readonly f: Operation
  readonly out: readonly number[]
}

const layer = (name: string, x: NDArray, w: NDArray, stride: number): Layer => {
  const f: Operation = (a, b) => convGeneralDilated(a, b, [stride, stride], "VALID")
  return { name, x, w, f, out: f(x, w).shape }
}

const layers: readonly Layer[] = [
  layer("1→32", random(32, 1, 28, 28), random(32, 1, 3, 3), 1),
  layer("32→64 by 2", random(32, 32, 26, 26), random(64, 32, 3, 3), 2),
]

const flopsOf = ({ out, w }: Layer): number => 2 * out.reduce((a, b) => a * b, 1) * (w.size / (w.shape[0] as number))

const params = [random(32, 1, 3, 3), np.zeros([32]), random(64, 32, 3, 3).mul(0.1), np.zeros([64]), random(64, 10).mul(0.1), np.zeros([10])]
const images = random(32, 1, 28, 28)
const targets = nn.oneHot(np.arange(32).mod(10), 10)

const loss = (p: readonly NDArray[]): NDArray => {
  const [w1, b1, w2, b2, w3, b3] = p as [NDArray, NDArray, NDArray, NDArray, NDArray, NDArray]
  const h1 = nn.relu(convGeneralDilated(images, w1, [1, 1], "VALID").add(b1.reshape([32, 1, 1])))
  const h2 = nn.relu(convGeneralDilated(h1, w2, [2, 2], "VALID").add(b2.reshape([64, 1, 1])))
  const logits = np.matmul(np.mean(h2, [2, 3]), w3).add(b3)
  return np.mean(np.sum(nn.logSoftmax(logits).mul(targets), 1)).neg()
}

const wanted = process.argv[2] ?? ""
ceilingNow()
await pause(100)
for (const l of layers) {
  const ct = random(...l.out)
  const runs: readonly (readonly [string, () => void])[] = [
    [
      "forward",
      () => {
        forward(l.x, l.w)
      },
    ],
    [
      "input gradient",
      () => {
        input(l.x, l.w, ct)
      },
    ],
    [
      "kernel gradient",
      () => {
        kernel(l.x, l.w, ct)
      },
    ],
  ]
  const forward = jit(l.f)
  const input = jit((x: NDArray, w: NDArray, t: NDArray) => (vjp((a: NDArray) => l.f(a, w), x)[1] as (t: NDArray) => NDArray[])(t))
  const kernel = jit((x: NDArray, w: NDArray, t: NDArray) => (vjp((b: NDArray) => l.f(x, b), w)[1] as (t: NDArray) => NDArray[])(t))
  for (const [name, run] of runs) {
    const full = `${l.name} ${name}`
    if (full.includes(wanted)) await measure(full, flopsOf(l), run)
  }
}

if ("step".includes(wanted)) {
  const step = jit((p: NDArray[]) => {
    const g = grad(loss)(p) as NDArray[]
    return p.map((x, i) => x.sub((g[i] as NDArray).mul(0.1)))
  })
  let state: NDArray[] = params
  const [first, second] = layers as [Layer, Layer]
  await measure("step", 2 * flopsOf(first) + 3 * flopsOf(second), () => {
    state = step(state) as NDArray[]
  })
}
