// Every float32 there is, or every `SWEEP_STRIDE`-th of them, through every function of one number as compiled: how far the worst is from
// the float64 reference.  SWEEP_STRIDE=1 npm run sweep takes all 2³² of them.
import { afterAll, expect, test } from "vitest"
import "../../src/install.js"
import { randomPairs, type WorstPower, worstPower } from "../lowering/powers.js"
import { compiledFor, none, showWorst, unaries, type Worst, worstOf } from "../lowering/unary.js"

const stride = Number(process.env.SWEEP_STRIDE ?? 64)
const BLOCK = 2 ** 20
/** Ten minutes for each function at the default stride. */
const TIMEOUT = 600_000 * Math.max(1, 64 / stride)

/** One pattern of each stretch of `every`, not always the one at the same place, so that low bits vary too. */
const fillPatterns = (bits: Uint32Array, first: number, every: number): void => {
  for (let i = 0; i < bits.length; i++) bits[i] = (first + i) * every + ((Math.imul(first + i, 0x9e3779b1) >>> 0) % every)
}

const found: string[] = []
afterAll(() => {
  process.stdout.write(`worst of float32, every ${stride}th\n${found.join("\n")}\n`)
})

const rows = Object.entries(unaries).map(([name, u]) => ({ name, ...u }))

test.each(rows)(
  "$name of every float32 is within two units of the last place",
  ({ name, apply, reference, fewer = 1 }) => {
    const every = stride * fewer
    const bits = new Uint32Array(Math.min(BLOCK, Math.ceil(2 ** 32 / every)))
    const xs = new Float32Array(bits.buffer)
    const f = compiledFor(apply, "float32", bits.length)
    let worst: Worst = none
    for (let first = 0; first < 2 ** 32 / every; first += bits.length) {
      fillPatterns(bits, first, every)
      worst = worstOf("float32", xs, f(xs.slice()), reference, worst)
    }
    found.push(showWorst(name, worst))
    expect(worst.ulps, showWorst(name, worst)).toBeLessThanOrEqual(2)
  },
  TIMEOUT,
)

/** Pairs in a block, half of them curved, half of any bits. */
const PAIRS = 2 ** 20
test.each(["float32", "float64"] as const)(
  "powers of %s, as many as there are of every float32",
  (dtype) => {
    let worst: WorstPower = { ulps: 0, at: "" }
    for (let done = 0; done < 2 ** 32 / (stride * 8); done += PAIRS) {
      const next = worstPower(dtype, randomPairs(dtype, PAIRS / 2, 3 * done + 1))
      if (next.ulps > worst.ulps) worst = next
    }
    found.push(`pow ${dtype} ${worst.ulps.toFixed(3)} ulp at ${worst.at}`)
    // the host's powers of float64 are within one unit themselves
    expect(worst.ulps, worst.at).toBeLessThanOrEqual(dtype === "float32" ? 0.52 : 2 + 1)
  },
  TIMEOUT,
)
