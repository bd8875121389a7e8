import { butterfly } from "./butterflies.js"
import { joined, onBoth, type Parts, rangeOf, reshaped, shapeOf, spread, times } from "./parts.js"
import { rootTable } from "./twiddles.js"

/** One stage over `[batch, r·m, s]`: a transform across the r pieces of the axis, factors, and the results side by side: `[batch, m, r·s]`. */
const stage = (x: Parts, r: number, table: Parts, total: number): Parts => {
  const [batch, n, s] = shapeOf(x) as readonly [number, number, number]
  const m = n / r
  const pieces = Array.from({ length: r }, (_, q) => reshaped(onBoth(x, (p) => rangeOf(p, 1, q * m, (q + 1) * m)), [batch, m, 1, s]))
  const shape = [batch, m, 1, s]
  const results = butterfly(pieces).map((y, k) => {
    if (k === 0 || m === 1) return y
    const step = (k * total) / n
    const factors = onBoth(table, (p) => rangeOf(p, 0, 0, (m - 1) * step + 1, step))
    return times(y, spread(factors, shape, [1]))
  })
  return reshaped(joined(results, 2), [batch, m, r * s])
}

export const radices = (n: number, prefer: readonly number[]): number[] => {
  const out: number[] = []
  for (const r of prefer) while (n % r === 0) { out.push(r); n /= r }
  return out
}

export const transformStages = (x: Parts, rs: readonly number[]): Parts => {
  const n = shapeOf(x)[1] as number
  const table = rootTable(n, x.re.dtype)
  return rs.reduce((y, r) => stage(y, r, table, n), x)
}
