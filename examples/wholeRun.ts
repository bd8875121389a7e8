// A whole training run as one compiled program: shuffling, mini-batches, gradients, Adam and the evaluation after every epoch.
// Two loops, one in the other: a scan over epochs, each with a key of its own, and a scan over the mini-batches of the epoch.
//   npx tsx examples/wholeRun.ts [epochs]
import { data, jit, lax, losses, type NDArray, nn, numpy as np, optim, random, valueAndGrad } from "../src/index.js"
import { type Digits, loadDigits } from "./support/digits.js"
import { isProgram, showTimes, timed } from "./support/program.js"

interface Layer {
  readonly w: NDArray
  readonly b: NDArray
}
export interface Params {
  readonly hidden: Layer
  readonly output: Layer
}

export const initialize = (key: NDArray, hidden: number): Params => {
  const [k1, k2] = random.split(key) as unknown as [NDArray, NDArray]
  const he = nn.initializers.heNormal()
  return {
    hidden: { w: he(k1, [784, hidden]), b: np.zeros([hidden]) },
    output: { w: he(k2, [hidden, 10]), b: np.zeros([10]) },
  }
}

const affine = ({ w, b }: Layer, x: NDArray): NDArray => x.matmul(w).add(b)
const scores = (params: Params, images: NDArray): NDArray => affine(params.output, nn.relu(affine(params.hidden, images)))
const loss = (params: Params, { images, labels }: Digits): NDArray =>
  losses.softmaxCrossEntropyWithIntegerLabels(scores(params, images), labels).mean()

const accuracy = (params: Params, { images, labels }: Digits): NDArray =>
  scores(params, images).argmax(-1).equal(labels).astype("float32").mean()

export interface Recipe {
  readonly batch: number
  readonly rate: number
}

/** A step and an epoch as pure functions of the state of training: used below in one program, or one call each. */
const makeTraining = ({ batch, rate }: Recipe) => {
  const optimizer = optim.adam(rate)
  interface State {
    readonly params: Params
    readonly moments: ReturnType<typeof optimizer.init>
  }
  const begin = (params: Params): State => ({ params, moments: optimizer.init(params) })

  const step = ({ params, moments }: State, examples: Digits): [State, NDArray] => {
    const [value, grads] = valueAndGrad(loss)(params, examples)
    const [updates, next] = optimizer.update(grads, moments, params)
    return [{ params: optim.applyUpdates(params, updates), moments: next }, value]
  }

  /** The rows of every mini-batch of an epoch, in the order that the key draws: `[batches, batch]`. */
  const shuffle = (key: NDArray, examples: number): NDArray => {
    const batches = Math.floor(examples / batch)
    return random
      .permutation(key, examples)
      .slice([0, batches * batch])
      .reshape([batches, batch])
  }

  const pick = ({ images, labels }: Digits, rows: NDArray): Digits => ({
    images: np.take(images, rows, 0),
    labels: np.take(labels, rows, 0),
  })

  return { begin, step, shuffle, pick }
}

export interface Curves {
  readonly params: Params
  /** The mean loss over the mini-batches of each epoch. */
  readonly losses: NDArray
  /** The accuracy on the test set after each epoch. */
  readonly accuracies: NDArray
}

/** The run as one function: a key for each epoch in, the trained parameters and the curves out. Jit it, and it is one call. */
export const makeRun = (recipe: Recipe): ((params: Params, training: Digits, test: Digits, keys: NDArray) => Curves) => {
  const { begin, step, shuffle, pick } = makeTraining(recipe)
  return jit(function wholeRun(params: Params, training: Digits, test: Digits, keys: NDArray): Curves {
    const epoch = (state: ReturnType<typeof begin>, key: NDArray) => {
      const rows = shuffle(key, training.labels.size)
      const [next, values] = lax.scan((now: typeof state, some: NDArray) => step(now, pick(training, some)), state, rows)
      return [next, [values.mean(), accuracy(next.params, test)]] as const
    }
    const [last, [losses, accuracies]] = lax.scan(epoch, begin(params), keys)
    return { params: last.params, losses, accuracies }
  })
}

/** The same run with a JavaScript loop around a jitted step, for comparison. */
export const makeLoop = (recipe: Recipe): ((params: Params, training: Digits, test: Digits, keys: NDArray) => Curves) => {
  const { begin, step, shuffle, pick } = makeTraining(recipe)
  const jittedStep = jit((state: ReturnType<typeof begin>, training: Digits, rows: NDArray) => step(state, pick(training, rows)))
  const [jittedShuffle, jittedAccuracy] = [jit(shuffle, { staticArgnums: 1 }), jit(accuracy)]
  return (params, training, test, keys) => {
    let state = begin(params)
    const losses: NDArray[] = []
    const accuracies: NDArray[] = []
    for (const key of keys) {
      const values: NDArray[] = []
      for (const rows of jittedShuffle(key, training.labels.size)) {
        const [next, value] = jittedStep(state, training, rows)
        state = next
        values.push(value)
      }
      losses.push(np.stack(values).mean())
      accuracies.push(jittedAccuracy(state.params, test))
    }
    return { params: state.params, losses: np.stack(losses), accuracies: np.stack(accuracies) }
  }
}

export interface Experiment extends Recipe {
  readonly epochs: number
  readonly hidden: number
  /** How many digits there are to train on, and how many to test. */
  readonly sizes: readonly [training: number, test: number]
  readonly seed: number
}

/** Everything a run needs, from the digits of the package `mnist`. */
export const prepare = async ({ epochs, hidden, sizes, seed }: Experiment) => {
  const all = await loadDigits()
  const [splitKey, initKey, runKey] = random.split(random.key(seed), 3) as unknown as [NDArray, NDArray, NDArray]
  const [training, test] = data.split(splitKey, all, [sizes[0] / all.labels.size, sizes[1] / all.labels.size])
  return [initialize(initKey, hidden), training, test, random.split(runKey, epochs)] as const
}

const main = async (): Promise<void> => {
  const experiment: Experiment = { epochs: Number(process.argv[2] ?? 10), hidden: 128, batch: 50, rate: 1e-3, sizes: [8000, 2000], seed: 0 }
  const inputs = await prepare(experiment)
  const run = makeRun(experiment)
  const whole = timed(() => run(...inputs))
  const [values, accuracies] = [whole.result.losses.js() as number[], whole.result.accuracies.js() as number[]]
  console.log("epoch   training loss   test accuracy")
  for (const [i, value] of values.entries())
    console.log(
      `${String(i + 1).padStart(5)}${value.toFixed(4).padStart(16)}${`${(100 * (accuracies[i] as number)).toFixed(2)} %`.padStart(16)}`,
    )
  const steps = experiment.epochs * Math.floor(experiment.sizes[0] / experiment.batch)
  console.log(`\none call: ${showTimes(whole)}: ${Math.round(steps / whole.runSeconds)} steps a second`)
  const loop = makeLoop(experiment)
  const each = timed(() => loop(...inputs))
  console.log(`a call for each step: ${showTimes(each)}: ${Math.round(steps / each.runSeconds)} steps a second`)
}

if (isProgram(import.meta.url)) await main()
