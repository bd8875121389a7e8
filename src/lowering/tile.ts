// Loops that read across memory while they write along it, as transposing does, come to every line of memory once for each number in it, and a
// cache forgets them in between. The innermost loop is cut into pieces as long as a line, and the loop along which the reads are near each
// other is taken inside of all others, but for those of one piece.
import { type Shape, sizeOf } from "../core/aval.js"
import { dtypeInfo } from "../core/dtype.js"
import { inOrder, rewrite } from "../core/scalar.js"
import { partsOf, withParts } from "./access.js"
import { isScattering, type Kernels, type Nest, rootsOf, type Stage, type Step, type Store, withRoots } from "./kernel.js"
import { isLeaf, leafOf, type Memory, staticLoadOf } from "./value.js"
import { sameView, type View } from "./view.js"

/** Elements of a piece: one line of memory, or a few. */
const piece = 32
/** Bytes of a line. */
const line = 64
/** The second cache of most machines: each line has its set, by its address. */
const cache = { sets: 1024, linesOfSet: 16 } as const

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b))

/** How many lines, `bytes` apart, are remembered: strides that are multiples of great powers of two meet the same few sets. */
const linesRemembered = (bytes: number): number => {
  const apart = bytes % line === 0 ? bytes / line : 1
  return (cache.sets / gcd(apart, cache.sets)) * cache.linesOfSet
}

export const tile = (program: Kernels): Kernels => ({ ...program, steps: program.steps.flatMap(tileStep) })

const tileStep = (step: Step): readonly Step[] => {
  if (step.kind === "nest") return tileNest(step)
  return [
    withParts(
      step,
      partsOf(step).map((list) => list.flatMap(tileStep)),
    ),
  ]
}

const isNear = (bytes: number): boolean => bytes !== 0 && bytes < line

const bytesAlong = ({ buffer, view }: Memory, axis: number): number =>
  Math.abs(view.strides[axis] as number) * dtypeInfo[buffer.dtype].bytes

/**
 * Of what is read across memory, line after line, the outermost other loop along which it is read, if a turn of that comes to so many lines that
 * the first is forgotten.
 */
const nearAxis = (read: Memory, shape: Shape): number | undefined => {
  const last = shape.length - 1
  const bytes = bytesAlong(read, last)
  if (bytes < line) return undefined
  const axis = shape.findIndex((d, a) => a < last && d > 1 && isNear(bytesAlong(read, a)))
  return axis >= 0 && sizeOf(shape.slice(axis + 1)) > linesRemembered(bytes) ? axis : undefined
}

const readsOf = (stage: Stage): readonly Memory[] => inOrder(rootsOf(stage)).flatMap((n) => staticLoadOf(n) ?? [])

const tileNest = (nest: Nest): readonly Nest[] => {
  const [stage, ...others] = nest.stages
  if (!stage || others.length > 0 || stage.folds.length > 0 || isScattering(nest)) return [nest]
  const shape = [...nest.outer, ...stage.inner]
  const last = shape.length - 1
  const size = shape[last] ?? 0
  if (!stage.stores.every((s) => !s.combine && isNear(bytesAlong(s, last)))) return [nest]
  // what is read where it is written must be read in the same turn, whatever the order
  const reads = readsOf(stage)
  if (stage.stores.some(({ buffer, view }) => reads.some((r) => r.buffer === buffer && !sameView(r.view, view)))) return [nest]
  const axes = reads.flatMap((read) => nearAxis(read, shape) ?? [])
  if (axes.length === 0) return [nest]
  const axis = Math.min(...axes)
  const whole = Math.floor(size / piece)
  /** Of something for each loop: the others, the loop over pieces, and the one whose turns are near each other. */
  const ordered = (each: readonly number[], pieces: number): readonly number[] => [
    ...each.slice(0, axis),
    ...each.slice(axis + 1, last),
    pieces,
    each[axis] as number,
  ]
  const inPieces = withViews(stage, ({ offset, strides }) => {
    const step = strides[last] as number
    return { offset, strides: [...ordered(strides, step * piece), step] }
  })
  const pieces: Nest = { kind: "nest", outer: ordered(shape, whole), stages: [{ ...inPieces, inner: [piece] }] }
  const rest = size - whole * piece
  if (rest === 0) return [pieces]
  const behind = withViews(stage, ({ offset, strides }) => ({ offset: offset + whole * piece * (strides[last] as number), strides }))
  return [pieces, { kind: "nest", outer: shape.slice(0, last), stages: [{ ...behind, inner: [rest] }] }]
}

/** The same stage, all of whose views are others. */
const withViews = (stage: Stage, change: (view: View) => View): Stage => {
  const roots = rewrite(rootsOf(stage), (n, args) => {
    const data = isLeaf(n) ? leafOf(n) : undefined
    if (data && data.kind !== "fold") return { ...n, args, data: { ...data, view: change(data.view) } }
    return n.args.length === 0 ? n : { ...n, args }
  })
  const changed = withRoots(stage, roots)
  return { ...changed, stores: changed.stores.map((s): Store => ({ ...s, view: change(s.view) })) }
}
