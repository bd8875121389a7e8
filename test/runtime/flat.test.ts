// Nobody frees arrays, and in a synchronous loop no finalizer runs: memory stays flat all the same.
import { expect, test } from "vitest"
import { grown } from "./flat/grown.js"

const SLOW = 240_000

test(
  "20,000 jitted training steps in one go leave the process as large as 4,000 did",
  async () => {
    // a leak of two small weights for each step would be 35 MB
    expect(await grown("jitted", 20_000)).toBeLessThan(25)
  },
  SLOW,
)

test(
  "300 steps from one array of 8 MB to the next do, too",
  async () => {
    // a leak would be 1900 MB
    expect(await grown("large", 300)).toBeLessThan(150)
  },
  SLOW,
)

test(
  "300 such steps do where each array is read",
  async () => {
    expect(await grown("read", 300)).toBeLessThan(150)
  },
  SLOW,
)

test(
  "eager training steps do, too",
  async () => {
    // each makes about 40 arrays, 30 kB together: a leak would be 50 MB
    expect(await grown("eager", 2_000)).toBeLessThan(35)
  },
  SLOW,
)
