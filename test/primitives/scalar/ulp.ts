// How far apart two float64 are, counted in float64s, and a table of the worst seen.
const view = new DataView(new ArrayBuffer(8))

/** The place of x among all float64, in order; both zeros are 0. */
const place = (x: number): bigint => {
  view.setFloat64(0, Math.abs(x))
  const magnitude = view.getBigUint64(0)
  return x < 0 ? -magnitude : magnitude
}

/** The float64 that is `n` places above x. */
export const stepsFrom = (x: number, n: number): number => {
  const to = place(x) + BigInt(n)
  view.setBigUint64(0, to < 0n ? -to : to)
  return to < 0n ? -view.getFloat64(0) : view.getFloat64(0)
}

/** The distance in float64s; 0 for two NaN, ∞ for one, and ∞ between the two zeros. */
export const ulps = (a: number, b: number): number => {
  if (Object.is(a, b)) return 0
  if (Number.isNaN(a) || Number.isNaN(b) || a === b) return Infinity
  const distance = place(a) - place(b)
  return Number(distance < 0n ? -distance : distance)
}

export interface Worst {
  readonly name: string
  readonly ulps: number
  readonly at: readonly number[]
}

/** The largest distance between `f` and the expected values over rows `[...arguments, expected]`. */
export const worstOf = (name: string, f: (...args: number[]) => number, rows: readonly (readonly number[])[]): Worst =>
  rows.reduce<Worst>(
    (worst, row) => {
      const args = row.slice(0, -1)
      const distance = ulps(f(...args), row.at(-1) as number)
      return distance > worst.ulps ? { name, ulps: distance, at: args } : worst
    },
    { name, ulps: 0, at: [] },
  )

/** Writes a table of worst cases below the test's name. */
export const report = (title: string, worst: readonly Worst[]): void => {
  const line = ({ name, ulps: n, at }: Worst): string =>
    `  ${name.padEnd(12)} ${String(n).padStart(2)} ulp  ${n > 0 ? `at ${at.join(", ")}` : ""}`
  process.stdout.write(`${title}\n${worst.map(line).join("\n")}\n`)
}

/** A reproducible stream of numbers in [0, 1): a linear congruence, of whose state the upper bits are used. */
export const uniforms = (seed: number): (() => number) => {
  let state = BigInt(seed)
  return () => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n)
    return Number(state >> 11n) / 2 ** 53
  }
}

/** `count` numbers evenly from `lo` to `hi`. */
export const even = (lo: number, hi: number, count: number, seed = 1): number[] => {
  const next = uniforms(seed)
  return Array.from({ length: count }, () => lo + (hi - lo) * next())
}

/** `count` positive numbers whose binary exponent is evenly one of `lo` to `hi`. */
export const logEven = (lo: number, hi: number, count: number, seed = 2): number[] => {
  const next = uniforms(seed)
  return Array.from({ length: count }, () => {
    const exponent = Math.floor(lo + (hi + 1 - lo) * next())
    const half = Math.trunc(exponent / 2)
    return (1 + next()) * 2 ** half * 2 ** (exponent - half)
  })
}

export const both = (xs: readonly number[]): number[] => xs.flatMap((x) => [x, -x])
