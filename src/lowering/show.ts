// Kernels as text: what a compiled program does, loop by loop. Buffers are i0, i1 … (inputs), o0 … (outputs) and t0 … (temporaries, with their
// bytes); an index in brackets is `offset + stride·axis …`, the axes named a, b, c … from the outermost loop on.

import { dtypeInfo } from "../core/dtype.js"
import { inOrder, type ScalarNode } from "../core/scalar.js"
import { comparisonSigns } from "../core/signs.js"
import { allSteps, readsOf, writesOf } from "./access.js"
import { type Fold, type Kernels, type MatrixView, type Nest, type Running, rootsOf, type Stage, type Step, type Store } from "./kernel.js"
import { bytesOf } from "./plan.js"
import { type Buffer, isLeaf, leafOf } from "./value.js"
import type { View } from "./view.js"

type Names = (b: Buffer) => string

const axisName = (axis: number): string => String.fromCharCode(97 + axis)

const showView = ({ offset, strides }: View): string => {
  const terms = strides.flatMap((s, axis) => (s === 0 ? [] : [s === 1 ? axisName(axis) : `${s}${axisName(axis)}`]))
  return [...(offset !== 0 || terms.length === 0 ? [String(offset)] : []), ...terms].join("+")
}

const infix: Readonly<Record<string, string>> = {
  add: "+",
  sub: "−",
  mul: "·",
  div: "/",
  ...comparisonSigns,
}

const showConstant = (n: ScalarNode): string => String(typeof n.data === "number" ? Number(n.data.toPrecision(6)) : n.data)

/** One operation on operands that are written already. */
const showOperation = (n: ScalarNode, args: readonly string[], names: Names, folds: ReadonlyMap<object, string>): string => {
  if (n.op === "const") return showConstant(n)
  if (isLeaf(n)) {
    const leaf = leafOf(n)
    if (leaf.kind === "load") return `${names(leaf.buffer)}[${[showView(leaf.view), ...args].join(" + ")}]`
    if (leaf.kind === "fold") return folds.get(leaf.fold) ?? "carried"
    return `(${showView(leaf.view)})`
  }
  const sign = infix[n.op]
  if (sign && args.length === 2) return `(${args.join(` ${sign} `)})`
  const name = n.op === "math" || n.op === "host" || n.op === "rare" ? (n.data as { readonly name: string }).name : n.op
  return `${name}(${args.join(", ")})`
}

/** Lines that name what is used more than once, and the text of each root. */
const showExpressions = (roots: readonly ScalarNode[], names: Names, folds: ReadonlyMap<object, string>) => {
  const order = inOrder(roots)
  const uses = new Map<ScalarNode, number>()
  for (const n of [...order.flatMap((m) => m.args), ...roots]) uses.set(n, (uses.get(n) ?? 0) + 1)
  const lines: string[] = []
  const texts = new Map<ScalarNode, string>()
  for (const n of order) {
    const text = showOperation(
      n,
      n.args.map((a) => texts.get(a) as string),
      names,
      folds,
    )
    const named = (uses.get(n) ?? 0) > 1 && n.args.length > 0
    if (named) lines.push(`x${lines.length} = ${text}`)
    texts.set(n, named ? `x${lines.length - 1}` : text)
  }
  return { lines, text: (n: ScalarNode): string => texts.get(n) as string }
}

const showStore = ({ buffer, view, value, combine, index, guard }: Store, text: (n: ScalarNode) => string, names: Names): string => {
  const place = `${names(buffer)}[${[showView(view), ...(index ? [text(index)] : [])].join(" + ")}]`
  return `${guard ? `if ${text(guard)}: ` : ""}${place} ${combine ? `${infix[combine] ?? combine}=` : "="} ${text(value)}`
}

const loopsLine = (word: string, sizes: readonly number[], from: number): string =>
  `${word} ${sizes.map((n, i) => `${axisName(from + i)} < ${n}`).join(", ")}`

const showStage = (stage: Stage, depth: number, names: Names, folds: Map<object, string>): readonly string[] => {
  const { lines, text } = showExpressions(rootsOf(stage), names, folds)
  const showFold = (f: Fold): string => {
    folds.set(f.id, `r${folds.size}`)
    return `${folds.get(f.id)} = ${f.op} over ${text(f.value)}`
  }
  const body = [...lines, ...stage.folds.map(showFold), ...stage.stores.map((s) => showStore(s, text, names))]
  return stage.inner.length === 0 ? body : [loopsLine("for", stage.inner, depth), ...indented(body)]
}

const indented = (lines: readonly string[]): readonly string[] => lines.map((l) => `  ${l}`)

const showNest = ({ outer, stages }: Nest, names: Names): readonly string[] => {
  const folds = new Map<object, string>()
  const body = stages.flatMap((s) => showStage(s, outer.length, names, folds))
  return outer.length === 0 ? body : [loopsLine("for", outer, 0), ...indented(body)]
}

const showRunning = ({ outer, length, next, stores, start }: Running, names: Names): readonly string[] => {
  const { lines, text } = showExpressions([next, ...stores.map((s) => s.value)], names, new Map())
  const body = [...lines, `carried = ${text(next)}`, ...stores.map((s) => showStore(s, text, names))]
  return [`${loopsLine("along", [...outer, length], 0)}, carried from ${start}`, ...indented(body)]
}

const showMatrix = (m: MatrixView, names: Names, [row, column]: readonly [string, string]): string => {
  const part = (stride: number, loops: MatrixView["rows"], axis: string): string => (loops ? `${axis} in loops` : `${stride}${axis}`)
  return `${names(m.buffer)}[${m.offset === 0 ? "" : `${m.offset}+`}${part(m.row, m.rows, row)}+${part(m.column, m.columns, column)}]`
}

const showStep = (step: Step, names: Names): readonly string[] => {
  switch (step.kind) {
    case "nest":
      return showNest(step, names)
    case "running":
      return showRunning(step, names)
    case "product": {
      const { batch, m, n, k, a, b, c, accumulate } = step
      const sizes = `${batch.length > 0 ? `${batch.join("×")} × ` : ""}[${m},${k}]·[${k},${n}]`
      return [
        `product ${sizes}: ${showMatrix(c, names, ["i", "j"])} ${accumulate ? "+=" : "="} Σp ${showMatrix(a, names, ["i", "p"])} · ${showMatrix(b, names, ["p", "j"])}`,
      ]
    }
    case "sort":
      return [`sort ${step.lines} lines of ${step.length}: ${names(step.order)} = positions of ${names(step.keys)} in order`]
    case "interpreted":
      return [`interpreted ${step.primitive.name}`]
    case "repeat": {
      const turns =
        "count" in step.turns ? `${step.turns.count} times${step.reverse ? ", backwards" : ""}` : `while ${names(step.turns.holds)}`
      return [`repeat ${turns}`, ...indented(step.body.flatMap((s) => showStep(s, names)))]
    }
    case "branch":
      return step.branches.flatMap((steps, i) => [
        `case ${i} of ${names(step.which)}`,
        ...indented(steps.flatMap((s) => showStep(s, names))),
      ])
    default:
      return [(step as Step).kind]
  }
}

const showBytes = (n: number): string =>
  n < 10_000 ? `${n} B` : n < 10_000_000 ? `${(n / 1000).toFixed(1)} kB` : `${(n / 1e6).toFixed(1)} MB`

const namesOf = (program: Kernels): ReadonlyMap<Buffer, string> => {
  const names = new Map<Buffer, string>()
  program.outputs.forEach((b, i) => {
    names.set(b, `o${i}`)
  })
  program.inputs.forEach((b, i) => {
    names.set(b, `i${i}`)
  })
  let next = 0
  for (const step of allSteps(program.steps))
    for (const b of [...writesOf(step), ...readsOf(step)]) if (!names.has(b)) names.set(b, `t${next++}`)
  return names
}

/** The kernels of a program: its buffers with their sizes, then its steps in order. */
export const showKernels = (program: Kernels): string => {
  const names = namesOf(program)
  const name: Names = (b) => names.get(b) ?? "?"
  const buffers = [...names].map(([b, n]) => `  ${n}: ${dtypeInfo[b.dtype].short}[${b.size}] ${showBytes(bytesOf(b))}`)
  const steps = program.steps.flatMap((s, i) => [`step ${i}`, ...indented(showStep(s, name))])
  return ["buffers", ...buffers, ...steps].join("\n")
}
