// The language model learns a text by heart that repeats itself, goes on with it, and reads Shakespeare better than a coin does.
import { describe, expect, it } from "vitest"
import { alphabetOf, bitsPerCharacter, chunksOf, gru, initialize, makeTraining, write } from "../../examples/charLanguageModel.js"
import { loadSonnets } from "../../examples/support/sonnets.js"
import { numpy as np, random } from "../../src/index.js"
import { close } from "../support/close.js"

const verse = "the raven said nevermore. "
const recipe = { units: 24, rate: 2e-2, clip: 1 }

describe("the gated recurrent unit", () => {
  it("computes its gates", () => {
    const [x, u, h] = [[0.3, -0.5, 0.8], [0.2, 0.7, -0.4], 0.6]
    const sigmoid = (t: number): number => 1 / (1 + Math.exp(-t))
    const [r, z] = [sigmoid(0.3 + 0.2 * h), sigmoid(-0.5 + 0.7 * h)]
    const n = Math.tanh(0.8 + r * (-0.4 * h))
    close(gru(np.array([u]), np.array([[h]]), np.array([x])), [[(1 - z) * n + z * h]], 1e-6)
  })
})

describe("chunks of a text", () => {
  it("go on where the one before stopped, and overlap by the character to predict", () => {
    const alphabet = alphabetOf("abcdefghijklm")
    const chunks = chunksOf(alphabet.encode("abcdefghijklm"), 2, 3)
    expect(chunks.shape).toEqual([2, 4, 2])
    const texts = [0, 1].map((chunk) => [0, 1].map((stream) => alphabet.decode(chunks.slice(chunk, [], stream))))
    expect(texts).toEqual([
      ["abcd", "ghij"],
      ["defg", "jklm"],
    ])
  })
})

describe("training", () => {
  const text = verse.repeat(12)
  const alphabet = alphabetOf(text)
  const codes = alphabet.encode(text)
  const start = initialize(random.key(0), alphabet.size, recipe.units)
  const train = makeTraining(recipe)
  const { params, seenBits, unseenBits } = train(start, chunksOf(codes, 2, 13), codes, 20)

  it("begins near what guessing costs, and ends near nothing", () => {
    expect(Math.abs(bitsPerCharacter(start, codes).item() - Math.log2(alphabet.size))).toBeLessThan(0.7)
    expect(bitsPerCharacter(params, codes).item()).toBeLessThan(0.2)
  })

  it("returns the best of the parameters that it came through", () => {
    const best = Math.min(...(unseenBits.js() as number[]))
    close(bitsPerCharacter(params, codes), best, 1e-6)
    expect(seenBits.shape).toEqual([20])
  })

  it("goes on with the verse, and draws the same for the same key", () => {
    const draw = (seed: number): string => alphabet.decode(write(params, random.key(seed), alphabet.encode("the raven "), 0.2, 60))
    expect(verse.repeat(4)).toContain(draw(1))
    expect(draw(1)).toBe(draw(1))
  })

  it("draws otherwise from other keys where it is hot", () => {
    const draw = (seed: number): string => alphabet.decode(write(params, random.key(seed), alphabet.encode("the raven "), 5, 60))
    expect(draw(1)).not.toBe(draw(2))
  })
})

describe("Shakespeare", () => {
  it("costs less after three passes over some sonnets", async () => {
    const text = await loadSonnets()
    expect(text.match(/^[A-Z']/gm)).toHaveLength(26 * 14)
    const alphabet = alphabetOf(text)
    const [seen, unseen] = [alphabet.encode(text.slice(0, 4000)), alphabet.encode(text.slice(4000, 4500))]
    const start = initialize(random.key(0), alphabet.size, 32)
    const { params } = makeTraining({ units: 32, rate: 2e-2, clip: 1 })(start, chunksOf(seen, 8, 16), unseen, 3)
    expect(bitsPerCharacter(start, unseen).item()).toBeGreaterThan(5.5)
    expect(bitsPerCharacter(params, unseen).item()).toBeLessThan(3.8)
  })
})
