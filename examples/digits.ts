// The main job: a 784-128-10 ReLU net learns to read real handwritten digits.
//   npm start                      a run of a few minutes at most
//   npm start -- --epochs 30       a longer one; --help lists the options
import { parseArgs } from "node:util"
import cliProgress from "cli-progress"
import {
  data,
  grad,
  jit,
  losses,
  makeJaxpr,
  type NDArray,
  nn,
  numpy as np,
  optim,
  random,
  regularizers,
  train,
  valueAndGrad,
} from "../src/index.js"
import { type Digits, loadDigits } from "./support/digits.js"
import { drawCurves, drawSheet, savePicture } from "./support/pictures.js"

const { values: options } = parseArgs({
  options: {
    epochs: { type: "string", default: "20" },
    batch: { type: "string", default: "50" },
    hidden: { type: "string", default: "128" },
    rate: { type: "string", default: "0.001" },
    l2: { type: "string", default: "0.0001" },
    dropout: { type: "string", default: "0.2" },
    patience: { type: "string", default: "3" },
    examples: { type: "string", default: "10000" },
    seed: { type: "string", default: "0" },
    out: { type: "string", default: "pictures" },
    help: { type: "boolean", default: false },
  },
})
if (options.help) {
  console.log(
    "npm start -- [--epochs 20] [--batch 50] [--hidden 128] [--rate 0.001] [--l2 0.0001] [--dropout 0.2] [--patience 3] [--examples 10000] [--seed 0] [--out pictures]",
  )
  process.exit(0)
}
const [epochs, batchSize, hidden, patience, examples] = [
  options.epochs,
  options.batch,
  options.hidden,
  options.patience,
  options.examples,
].map(Number) as [number, number, number, number, number]
const [rate, strength, dropRate] = [Number(options.rate), Number(options.l2), Number(options.dropout)]

// ── the model ──────────────────────────────────────────────────────────────────────────────────────────────────────────

interface Layer {
  readonly w: NDArray
  readonly b: NDArray
}
interface Params {
  readonly hidden: Layer
  readonly output: Layer
}

const initialize = (key: NDArray): Params => {
  const [k1, k2] = random.split(key)
  const he = nn.initializers.heNormal()
  return {
    hidden: { w: he(k1 as NDArray, [784, hidden]), b: np.zeros([hidden]) },
    output: { w: he(k2 as NDArray, [hidden, 10]), b: np.zeros([10]) },
  }
}

const affine = ({ w, b }: Layer, x: NDArray): NDArray => x.matmul(w).add(b)

/** Scores of the ten digits; with a key, some hidden units are dropped. */
const scores = (params: Params, images: NDArray, key?: NDArray): NDArray => {
  const h = nn.relu(affine(params.hidden, images))
  return affine(params.output, key === undefined ? h : regularizers.dropout(key, h, dropRate))
}

const dataLoss = (logits: NDArray, labels: NDArray): NDArray => losses.softmaxCrossEntropyWithIntegerLabels(logits, labels).mean()

/** What training minimizes: `L(y, ŷ) + λ·R(θ)`, R the sum of the squared weights. */
const loss = (params: Params, batch: Digits, key: NDArray): NDArray =>
  dataLoss(scores(params, batch.images, key), batch.labels).add(regularizers.l2([params.hidden.w, params.output.w]).mul(strength))

// ── one step, and an evaluation: pure functions, each traced once ──────────────────────────────────────────────────────

const optimizer = optim.adam(rate)
type State = ReturnType<typeof optimizer.init>

const step = jit((params: Params, state: State, batch: Digits, key: NDArray) => {
  const [value, grads] = valueAndGrad(loss)(params, batch, key)
  const [updates, next] = optimizer.update(grads, state, params)
  return { params: optim.applyUpdates(params, updates), state: next, value }
})

const evaluate = jit((params: Params, { images, labels }: Digits) => {
  const logits = scores(params, images)
  return { loss: dataLoss(logits, labels), accuracy: logits.argmax(-1).equal(labels).mean(), guesses: logits.argmax(-1) }
})

// ── the run ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const key = random.key(Number(options.seed))
const [dataKey, initKey, trainKey] = random.split(key, 3) as unknown as [NDArray, NDArray, NDArray]
const all = await loadDigits()
const [chosen] = data.split(random.foldIn(dataKey, 1), all, [Math.min(1, examples / (all.labels.shape[0] as number))])
const [training, validation, test] = data.split(dataKey, chosen, [0.6, 0.2, 0.2])
console.log(
  `${chosen.labels.size} digits: ${training.labels.size} to train, ${validation.labels.size} to validate, ${test.labels.size} to test\n`,
)

const small = { images: np.zeros([2, 784]), labels: np.zeros([2], { dtype: "int32" }) }
console.log("The gradient of the loss, as the program that grad makes of it (for two images):\n")
console.log(`${String(makeJaxpr(grad(loss))(initialize(initKey), small, trainKey))}\n`)

const started = performance.now()
const stopper = train.earlyStopping({ patience })
let params = initialize(initKey)
let state = optimizer.init(params)
let stopping = stopper.init(params)
const curves = { train: [] as number[], validation: [] as number[] }
const batches = data.countBatches(training, batchSize)
const bar = new cliProgress.SingleBar(
  { format: "epoch {epoch}  {bar}  {value}/{total} steps  loss {loss}  {duration_formatted}", hideCursor: true, noTTYOutput: false },
  cliProgress.Presets.shades_classic,
)

console.log("epoch   train loss   validation loss   train accuracy   validation accuracy")
for (let epoch = 1; epoch <= epochs && !stopping.shouldStop; epoch++) {
  bar.start(batches, 0, { epoch, loss: "…" })
  let i = 0
  for (const batch of data.batches(random.foldIn(trainKey, epoch), training, batchSize)) {
    const result = step(params, state, batch, random.foldIn(trainKey, epoch * 100_000 + i))
    params = result.params
    state = result.state
    bar.update(++i, { loss: result.value.item().toFixed(3) })
  }
  bar.stop()
  if (process.stdout.isTTY) process.stdout.write("\u001b[1A\u001b[2K")
  const onTraining = evaluate(params, training)
  const onValidation = evaluate(params, validation)
  curves.train.push(onTraining.loss.item())
  curves.validation.push(onValidation.loss.item())
  stopping = stopper.update(stopping, onValidation.loss.item(), params)
  const percent = (x: NDArray): string => `${(100 * x.item()).toFixed(1)} %`
  const cells = [
    String(epoch),
    onTraining.loss.item().toFixed(4),
    onValidation.loss.item().toFixed(4),
    percent(onTraining.accuracy),
    percent(onValidation.accuracy),
  ]
  console.log(cells.map((cell, c) => cell.padStart([5, 13, 18, 17, 22][c] as number)).join(""))
}

const result = evaluate(stopping.bestParams, test)
console.log(
  `\nbest parameters: epoch ${stopping.bestStep}${stopping.shouldStop ? ` (stopped after ${patience} epochs without improvement)` : ""}`,
)
console.log(
  `test accuracy ${(100 * result.accuracy.item()).toFixed(2)} %, test loss ${result.loss.item().toFixed(4)}, ${((performance.now() - started) / 1000).toFixed(1)} s`,
)

// ── pictures ───────────────────────────────────────────────────────────────────────────────────────────────────────────

const guesses = Array.from(result.guesses.dataSync())
const truth = Array.from(test.labels.dataSync())
const wrong = truth.flatMap((label, i) => (guesses[i] === label ? [] : [i])).slice(0, 40)
const tiles = wrong.map((i) => ({ pixels: test.images.slice(i).dataSync(), caption: `${truth[i]}, read as ${guesses[i]}` }))
const files = [
  ...(await savePicture(
    `${options.out}/learning-curves`,
    drawCurves("Learning curves", "loss", [
      { name: "train", points: curves.train },
      { name: "validation", points: curves.validation, dash: "5 3" },
    ]),
  )),
  ...(await savePicture(
    `${options.out}/misclassified`,
    drawSheet(`${wrong.length} of ${truth.filter((label, i) => guesses[i] !== label).length} misread digits`, tiles),
  )),
]
console.log(`\nwrote ${files.join(", ")}`)
