// Random programs on the built package: compiled, and operation by operation, which small operations are interpreted in. Says how far apart they
// are at most, and a digest of the compiled bits.
import { createHash } from "node:crypto"
import { grad, jit, lax, numpy as np, random, vmap } from "../../dist/index.js"

const PROGRAMS = 200

/** A reproducible stream of numbers in [0, 1). */
const uniforms = (seed) => {
  let state = BigInt(seed) * 2n + 1n
  return () => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n)
    return Number(state >> 40n) / 2 ** 24
  }
}

const unaries = [
  np.sin,
  np.cos,
  np.tanh,
  np.arctan,
  np.exp2,
  np.square,
  np.abs,
  np.negative,
  np.floor,
  (x) => np.log1p(np.abs(x)),
  (x) => np.sqrt(np.abs(x)),
  (x) => np.cumsum(x, 0).mul(0.2),
  (x) => np.flip(x, 1),
  (x) => np.sort(x, 0),
  (x) => x.sub(x.max(1, { keepdims: true })),
  (x) => x.sub(x.mean(0)),
  (x) => np.roll(x, 1, 0),
  (x) => lax.scan((c, row) => [c.mul(0.5).add(row), c], np.zeros([x.shape[1]]), x)[1],
  (x) => vmap((row) => row.mul(row.sum()))(x).mul(0.1),
  (x) => grad((z) => z.mul(z.sin()).sum())(x),
]
const binaries = [
  (x, y) => x.add(y).mul(0.5),
  (x, y) => x.mul(y),
  np.maximum,
  np.minimum,
  np.arctan2,
  (x, y) => np.where(x.less(y), x, y.neg()),
  (x, y) => np.matmul(x, y.T).matmul(y).mul(0.05),
]

const program = (seed) => (x) => {
  const next = uniforms(seed)
  const pick = (list) => list[Math.floor(next() * list.length)]
  const values = [x, x.mul(0.7).add(0.1)]
  const last = () => values[values.length - 1 - Math.floor(next() * Math.min(3, values.length))]
  for (let i = 0; i < 7; i++) {
    const made = next() < 0.6 ? pick(unaries)(last()) : pick(binaries)(last(), last())
    values.push(np.clip(made, -4, 4))
  }
  return values.at(-1)
}

const shapes = [
  [3, 5],
  [4, 4],
  [7, 9],
  [1, 6],
  [16, 2],
]
const digest = createHash("sha256")
let worst = 0
let modules = 0
const { Module } = WebAssembly
WebAssembly.Module = new Proxy(Module, {
  construct: (target, args) => {
    modules++
    return new target(...args)
  },
})

for (let seed = 0; seed < PROGRAMS; seed++) {
  const f = program(seed)
  const x = random.uniform(random.key(seed), shapes[seed % shapes.length], { minval: -1, maxval: 1 })
  const [compiled, eager] = [jit(f)(x).dataSync(), f(x).dataSync()]
  digest.update(new Uint8Array(compiled.buffer, compiled.byteOffset, compiled.byteLength))
  for (let i = 0; i < eager.length; i++) {
    const off = Object.is(compiled[i], eager[i]) ? 0 : Math.abs(compiled[i] - eager[i]) / Math.max(1, Math.abs(eager[i]))
    if (!(off <= 1e-4)) throw new Error(`program ${seed}, element ${i}: compiled ${compiled[i]}, eager ${eager[i]}`)
    worst = Math.max(worst, off)
  }
}
if (modules < PROGRAMS) throw new Error(`${modules} modules were compiled for ${PROGRAMS} programs`)
console.log(
  `Node ${process.version}: ${PROGRAMS} programs agree to ${worst.toExponential(1)}, ${modules} modules, digest ${digest.digest("hex").slice(0, 16)}`,
)
