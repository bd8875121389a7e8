// Loops that never give the event loop a turn, so that no finalizer runs: each steps on and on with its own results.
import { type Arrays, grad, jit, type NDArray, numpy as np, random } from "../../../src/index.js"

interface Params {
  readonly w: NDArray
  readonly v: NDArray
}

const loss = ({ w, v }: Params, x: NDArray, y: NDArray): NDArray => {
  const error = np.matmul(np.tanh(np.matmul(x, w)), v).sub(y)
  return error.mul(error).mean()
}

const step = (p: Params, x: NDArray, y: NDArray): Params => {
  const g = grad(loss)(p, x, y) as Params
  return { w: p.w.sub(g.w.mul(0.01)), v: p.v.sub(g.v.mul(0.01)) }
}

type Step = (p: Params, x: NDArray, y: NDArray) => Params

const training = (take: Step): (() => number) => {
  let p: Params = { w: random.normal(random.key(0), [16, 32]), v: random.normal(random.key(1), [32, 1]) }
  const [x, y] = [random.normal(random.key(2), [8, 16]), np.ones([8, 1])]
  return () => {
    p = take(p, x, y)
    return p.v.shape[0] as number
  }
}

/** From one array of 8 MB to the next, with or without a look at each. */
const large = (read: boolean) => (): (() => number) => {
  const next = jit((x: NDArray) => x.mul(0.5).add(1))
  let x = np.zeros([2 ** 21])
  return () => {
    x = next(x)
    return read ? (x.dataSync()[0] as number) : x.size
  }
}

/** One turn of each loop. */
export const loops: { readonly [name: string]: () => () => number } = {
  jitted: () => training(jit(step) as Step as (...args: Parameters<Step>) => Arrays<Params>),
  eager: () => training(step),
  large: large(false),
  read: large(true),
}

/** Megabytes of the process in `samples` equal parts of a loop, the first being the warm-up. */
export const measure = (name: string, turns: number, samples: number): readonly number[] => {
  const turn = (loops[name] as () => () => number)()
  return Array.from({ length: samples }, () => {
    for (let i = 0; i < turns / samples; i++) turn()
    return process.memoryUsage().rss / 2 ** 20
  })
}

if (process.argv[2]) process.stdout.write(JSON.stringify(measure(process.argv[2], Number(process.argv[3]), Number(process.argv[4]))))
