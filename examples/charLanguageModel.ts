// A language model of characters: a gated recurrent unit reads Shakespeare's sonnets, and then writes some lines of its own.
// Training is one compiled call: a scan over chunks of text, in each a scan over time, its gradient, a clip and a step of Adam. The state of
// the net goes on from chunk to chunk, its gradient does not (truncated backpropagation through time).
//   npx tsx examples/charLanguageModel.ts [epochs]
import { jit, lax, losses, type NDArray, nn, numpy as np, optim, random, tree, valueAndGrad } from "../src/index.js"
import { isProgram, showTimes, timed } from "./support/program.js"
import { loadSonnets } from "./support/sonnets.js"

// ── characters as numbers ──────────────────────────────────────────────────────────────────────────────────────────────

export interface Alphabet {
  readonly size: number
  encode(text: string): NDArray
  decode(codes: NDArray): string
}

/** The characters that occur in a text, numbered in their order. */
export const alphabetOf = (text: string): Alphabet => {
  const characters = [...new Set(text)].sort()
  const codes = new Map(characters.map((c, i) => [c, i]))
  return {
    size: characters.length,
    encode: (some) => np.array(Int32Array.from(some, (c) => codes.get(c) as number)),
    decode: (some) => Array.from(some.dataSync(), (i) => characters[Number(i)]).join(""),
  }
}

// ── the model ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Params {
  /** What each character adds to the three gates, `[characters, 3·units]`: a matrix applied to one-hot vectors is a row of it. */
  readonly input: NDArray
  readonly recurrent: NDArray
  readonly bias: NDArray
  readonly output: NDArray
  readonly outputBias: NDArray
}

export const initialize = (key: NDArray, characters: number, units: number): Params => {
  const [k1, k2, k3] = random.split(key, 3) as unknown as [NDArray, NDArray, NDArray]
  return {
    input: nn.initializers.glorotNormal()(k1, [characters, 3 * units]),
    recurrent: nn.initializers.orthogonal()(k2, [units, 3 * units]),
    bias: np.zeros([3 * units]),
    output: nn.initializers.glorotNormal()(k3, [units, characters]),
    outputBias: np.zeros([characters]),
  }
}

/**
 * One step of the gated recurrent unit (Cho et al. 2014, with the reset gate after the product, as cuDNN has it):
 * `r = σ(xᵣ + Uᵣh)`, `z = σ(x_z + U_z h)`, `n = tanh(xₙ + r ⊙ Uₙh)`, `h' = (1 − z) ⊙ n + z ⊙ h`.
 */
export const gru = (recurrent: NDArray, h: NDArray, x: NDArray): NDArray => {
  const [xr, xz, xn] = np.split(x, 3, -1) as [NDArray, NDArray, NDArray]
  const [hr, hz, hn] = np.split(h.matmul(recurrent), 3, -1) as [NDArray, NDArray, NDArray]
  const z = nn.sigmoid(xz.add(hz))
  const n = xn.add(nn.sigmoid(xr.add(hr)).mul(hn)).tanh()
  return n.add(z.mul(h.sub(n)))
}

const inputOf = (params: Params, characters: NDArray): NDArray => np.take(params.input, characters, 0, { mode: "clip" }).add(params.bias)
const scoresOf = (params: Params, h: NDArray): NDArray => h.matmul(params.output).add(params.outputBias)

/** Reads `[time, batch]` characters from state `h`: the state after them, and the scores of the character after each. */
const read = (params: Params, h: NDArray, characters: NDArray): readonly [NDArray, NDArray] => {
  const step = (before: NDArray, x: NDArray) => {
    const after = gru(params.recurrent, before, x)
    return [after, after] as const
  }
  const [last, all] = lax.scan(step, h, inputOf(params, characters))
  return [last, scoresOf(params, all)]
}

/** `[time + 1, batch]` characters: every one but the last predicts the next. In nats a character. */
const lossOf = (params: Params, h: NDArray, text: NDArray): readonly [NDArray, NDArray] => {
  const [last, scores] = read(params, h, text.slice([0, -1]))
  return [losses.softmaxCrossEntropyWithIntegerLabels(scores, text.slice([1, null])).mean(), last]
}

// ── training ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A text cut into `batch` streams that are read side by side, in chunks that overlap by one character: `[chunks, time + 1, batch]`. */
export const chunksOf = (codes: NDArray, batch: number, time: number): NDArray => {
  const chunks = Math.floor((codes.size - 1) / (batch * time))
  const from = np.arange(chunks).mul(time).reshape([chunks, 1, 1])
  const step = np.arange(time + 1).reshape([1, time + 1, 1])
  const stream = np
    .arange(batch)
    .mul(chunks * time)
    .reshape([1, 1, batch])
  return np.take(codes, from.add(step).add(stream).astype("int32"))
}

export interface Recipe {
  readonly units: number
  readonly rate: number
  readonly clip: number
}

const bits = (nats: NDArray): NDArray => nats.div(Math.LN2)

/** Bits a character of a text, read as one stream. */
export const bitsPerCharacter = jit((params: Params, codes: NDArray): NDArray => {
  const units = params.recurrent.shape[0] as number
  return bits(lossOf(params, np.zeros([1, units]), codes.reshape([codes.size, 1]))[0])
})

interface Best {
  readonly params: Params
  readonly bits: NDArray
}

/**
 * Training as one function: `epochs` times over the chunks, and after each over a text that is not learned from. The results are the
 * parameters that did best on the latter, and the bits a character of both texts for each epoch.
 */
export const makeTraining = ({ units, rate, clip }: Recipe) => {
  const optimizer = optim.chain(optim.clipByGlobalNorm(clip), optim.adam(rate))
  return jit(
    function training(start: Params, chunks: NDArray, unseen: NDArray, epochs: number) {
      const rest = np.zeros([chunks.shape[2] as number, units])
      interface State {
        readonly params: Params
        readonly moments: ReturnType<typeof optimizer.init>
        readonly h: NDArray
      }
      const step = ({ params, moments, h }: State, text: NDArray) => {
        const [[value, last], grads] = valueAndGrad((p: Params) => lossOf(p, h, text), { hasAux: true })(params)
        const [updates, next] = optimizer.update(grads, moments, params)
        return [{ params: optim.applyUpdates(params, updates), moments: next, h: last }, value] as const
      }
      const epoch = ({ now, best }: { readonly now: State; readonly best: Best }) => {
        const [next, values] = lax.scan(step, { ...now, h: rest }, chunks)
        const score = bitsPerCharacter(next.params, unseen)
        const better = score.less(best.bits)
        const kept = tree.map((a: NDArray, b: NDArray) => np.where(better, a, b), { params: next.params, bits: score }, best)
        return [{ now: next, best: kept }, [bits(values.mean()), score]] as const
      }
      const now: State = { params: start, moments: optimizer.init(start), h: rest }
      const best: Best = { params: start, bits: bitsPerCharacter(start, unseen) }
      const [last, [seenBits, unseenBits]] = lax.scan(epoch, { now, best }, null, { length: epochs })
      return { params: last.best.params, seenBits, unseenBits }
    },
    { staticArgnums: 3 },
  )
}

// ── writing ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Reads a prompt and writes `length` characters after it, each drawn from `softmax(scores / temperature)`, in one compiled call. */
export const write = jit(
  function write(params: Params, key: NDArray, prompt: NDArray, temperature: number, length: number): NDArray {
    const [h, scores] = read(params, np.zeros([1, params.recurrent.shape[0] as number]), prompt.reshape([prompt.size, 1]))
    const step = ([before, logits]: readonly [NDArray, NDArray], own: NDArray) => {
      const drawn = random.categorical(own, logits.div(temperature))
      const after = gru(params.recurrent, before, inputOf(params, drawn))
      return [[after, scoresOf(params, after)], drawn.slice(0)] as const
    }
    return lax.scan(step, [h, scores.slice(-1)] as const, random.split(key, length))[1]
  },
  { staticArgnums: 4 },
)

const main = async (): Promise<void> => {
  const epochs = Number(process.argv[2] ?? 10)
  const text = await loadSonnets()
  const alphabet = alphabetOf(text)
  const cut = text.indexOf("My mistress' eyes") // the last three sonnets are kept to test on
  const [seen, unseen] = [alphabet.encode(text.slice(0, cut)), alphabet.encode(text.slice(cut))]
  const recipe: Recipe = { units: 128, rate: 4e-3, clip: 1 }
  const start = initialize(random.key(0), alphabet.size, recipe.units)
  const chunks = chunksOf(seen, 8, 32)
  const train = makeTraining(recipe)
  const trained = timed(() => train(start, chunks, unseen, epochs))
  const { params, seenBits, unseenBits } = trained.result
  console.log(`${seen.size} characters to learn from, ${unseen.size} to test on, ${alphabet.size} different ones\n`)
  console.log(
    `bits a character before: ${bitsPerCharacter(start, seen).item().toFixed(3)}, of unseen sonnets ${bitsPerCharacter(start, unseen).item().toFixed(3)}`,
  )
  const [onSeen, onUnseen] = [seenBits.js() as number[], unseenBits.js() as number[]]
  for (let i = 0; i < epochs; i++)
    console.log(`  epoch ${String(i + 1).padStart(3)}: ${onSeen[i]?.toFixed(3)}, of unseen sonnets ${onUnseen[i]?.toFixed(3)}`)
  console.log(
    `bits a character after:  ${bitsPerCharacter(params, seen).item().toFixed(3)}, of unseen sonnets ${bitsPerCharacter(params, unseen).item().toFixed(3)}`,
  )
  const steps = epochs * (chunks.shape[0] as number)
  console.log(`\ntraining, one call: ${showTimes(trained)}: ${Math.round(steps / trained.runSeconds)} steps a second`)
  const written = timed(() => write(params, random.key(1), alphabet.encode("Shall I compare thee to "), 0.6, 400))
  console.log(`400 characters, one call: ${showTimes(written)}\n`)
  console.log(`Shall I compare thee to ${alphabet.decode(written.result)}`)
}

if (isProgram(import.meta.url)) await main()
