// In which order to multiply: greedily, the pair first whose product saves most memory against its factors.
import type { Labels, Subscripts } from "./parse.js"

/** One step: two operands of those that remain are replaced by their product, which goes to the end. */
export type Step = readonly [number, number]

const union = (a: Labels, b: Labels): Labels => [...new Set([...a, ...b])]

const sizeOf = (labels: Labels, sizes: ReadonlyMap<string, number>): number => labels.reduce((n, l) => n * (sizes.get(l) ?? 1), 1)

/** The axes that a product of two operands keeps: those that the result or another operand asks for. */
export const keptLabels = (x: Labels, y: Labels, others: readonly Labels[], result: Labels): Labels => {
  const wanted = new Set([...result, ...others.flat()])
  return union(x, y).filter((l) => wanted.has(l))
}

interface Candidate {
  readonly step: Step
  readonly kept: Labels
  /** Less is better: growth in memory, then work. */
  readonly growth: number
  readonly work: number
}

const candidates = (operands: readonly Labels[], { result, sizes }: Subscripts): readonly Candidate[] =>
  operands.flatMap((x, i) =>
    operands.slice(i + 1).map((y, k) => {
      const j = i + 1 + k
      const others = operands.filter((_, n) => n !== i && n !== j)
      const kept = keptLabels(x, y, others, result)
      const growth = sizeOf(kept, sizes) - sizeOf(x, sizes) - sizeOf(y, sizes)
      return { step: [i, j] as const, kept, growth, work: sizeOf(union(x, y), sizes) }
    }),
  )

/** The order of products for a program of subscripts. */
export const greedyPath = (subscripts: Subscripts): readonly Step[] => {
  const path: Step[] = []
  let operands = subscripts.operands.map((labels) => [...new Set(labels)] as Labels)
  while (operands.length > 1) {
    const best = candidates(operands, subscripts).reduce((a, b) =>
      b.growth < a.growth || (b.growth === a.growth && b.work < a.work) ? b : a,
    )
    path.push(best.step)
    operands = [...operands.filter((_, n) => !best.step.includes(n)), best.kept]
  }
  return path
}
