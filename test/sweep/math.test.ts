// Every float32 there is, or every `SWEEP_STRIDE`-th of them, through every function of one number as compiled: how far the worst is from
// float64, which is held against the host at fewer of them.  SWEEP_STRIDE=1 npm run sweep -- test/sweep/math.test.ts takes all 2³², with -t "'exp' of every" of one function.
import { afterAll, expect, test } from "vitest"
import "../../src/install.js"
import { randomPairs, type WorstPower, worstPower } from "../lowering/powers.js"
import { floatOfBits, worstAgainstHost, worstOfFloat32 } from "../lowering/sweeping.js"
import { showWorst, unaries } from "../lowering/unary.js"
import { worst } from "../lowering/worst.js"

const stride = Number(process.env.SWEEP_STRIDE ?? 64)
/** Ten minutes for each function at the default stride. */
const TIMEOUT = 600_000 * Math.max(1, 64 / stride)

const found: string[] = []
/** Said at once, so that what is known survives an end before the last function. */
const say = (line: string): void => {
  found.push(line)
  process.stdout.write(`${line}\n`)
}
afterAll(() => {
  process.stdout.write(`worst of float32, every ${stride}th\n${found.join("\n")}\n`)
})

const rows = Object.entries(unaries)
  .filter(([, { onHost }]) => !onHost)
  .map(([name, u]) => ({ name, u }))

test.each(rows)(
  "$name of every float32 is within two units of the last place",
  ({ name, u }) => {
    const { ulps, bits } = worstOfFloat32(u, stride)
    const line = `${name.padEnd(12)} ${ulps.toFixed(4).padStart(8)} ulp at ${floatOfBits(bits)} (0x${bits.toString(16)})`
    say(line)
    expect(ulps, line).toBeLessThanOrEqual(2)
    // the table knows of no less than it has looked at
    const known = worst[name]
    if (known?.every === 1) expect(ulps, line).toBeLessThanOrEqual(known.ulps + 1e-4)
  },
  TIMEOUT,
)

test.each(rows)(
  "$name of float64, which float32 is measured against, agrees with the host",
  ({ name, u }) => {
    const against = worstAgainstHost(u)
    say(`${showWorst(name, against)}, float64`)
    // the host's own is within one
    expect(against.ulps, showWorst(name, against)).toBeLessThanOrEqual(2 + 1)
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
