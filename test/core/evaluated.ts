// How often each primitive is evaluated while a function runs.
import { primitives } from "../../src/primitives/index.js"

export const evaluatedEquations = (f: () => void): { readonly [name: string]: number } => {
  const counts: { [name: string]: number } = {}
  const originals = Object.values(primitives).map((p) => [p, p.evaluate] as const)
  for (const [p, evaluate] of originals)
    (p as { evaluate: typeof evaluate }).evaluate = (...args) => {
      counts[p.name] = (counts[p.name] ?? 0) + 1
      return evaluate(...args)
    }
  try {
    f()
  } finally {
    for (const [p, evaluate] of originals) (p as { evaluate: typeof evaluate }).evaluate = evaluate
  }
  return counts
}
