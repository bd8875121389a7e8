// What a page computes: the library by its public names, results as text.
import { grad, jit, lax, type NDArray, numpy as np, optim, random, vmap } from "../../src/index.js"
import { mayCompile } from "../../src/runtime/permitted.js"
import { countModules } from "../support/modules.js"

export interface Answers {
  /** Whether the page may compile. */
  readonly compiles: boolean
  /** How many modules were compiled. */
  readonly modules: number
  /** Integers and booleans, to agree exactly. */
  readonly whole: readonly number[]
  /** Float32 numbers, to agree up to rounding. */
  readonly real: readonly number[]
}

const numbers = (...xs: readonly NDArray[]): readonly number[] => xs.flatMap((x) => Array.from(x.dataSync()))

/** Runs jitted programs and says what came of them. */
export const answers = (): Answers => {
  const modules = countModules()
  const x = random.normal(random.key(1), [37, 5])
  const loss = (w: NDArray): NDArray => np.tanh(np.matmul(x, w)).square().mean()
  const tx = optim.sgd(0.1)
  const w = random.uniform(random.key(2), [5])
  const train = jit((start: NDArray) => {
    const step = (p: NDArray): readonly [NDArray, NDArray] => {
      const [updates] = tx.update(grad(loss)(p) as NDArray, tx.init(p), p)
      return [optim.applyUpdates(p, updates) as NDArray, loss(p)]
    }
    return lax.scan(step, start, np.arange(4))
  })
  const [trained, losses] = train(w)
  const rows = jit(vmap((r: NDArray) => r.exp().sum().log()))(x)
  const order = jit((a: NDArray) => np.argsort(a.ravel()))(x)
  const bits = jit((k: NDArray) => random.bits(k, [50]))(random.key(3))
  const positive = jit((a: NDArray) => a.greater(0))(x)
  const real = numbers(trained, losses, rows)
  return { compiles: mayCompile(), modules: modules.count(), whole: numbers(order, bits, positive), real }
}

Object.assign(globalThis, { answers })
