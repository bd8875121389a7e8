// Convolution for compilers: a product of the kernel with all windows of the input, which are a view and are never written out. Where the input
// has holes, every residue of the output's places meets taps of its own, so that it is a convolution without holes over fewer taps.
import { type Shape, sizeOf } from "../../core/aval.js"
import { accumulatorOf } from "../../core/dtype.js"
import type { Lowered, Lowering } from "../../core/lower.js"
import { forEachIndex } from "../../core/tensor.js"
import { type ConvParams, convShape, spatial } from "./convshape.js"

/** Along one spatial axis, the output's places `residue + period·q` and the taps `firstTap + tapStep·t` that they meet elements at. */
interface Phase {
  readonly residue: number
  readonly count: number
  readonly firstTap: number
  readonly tapStep: number
  readonly taps: number
  /** The element of the input at `q = t = 0`; and how far the next is along q and along t. */
  readonly start: number
  readonly alongOut: number
  readonly alongTaps: number
}

interface Axis {
  readonly period: number
  readonly phases: readonly Phase[]
}

const gcd = (x: number, y: number): number => (y === 0 ? x : gcd(y, x % y))

/** One spatial axis of the input: `place = out·stride + tap·tapDilation − low` must be a multiple of `dilation`. */
interface Geometry {
  readonly out: number
  readonly window: number
  readonly stride: number
  readonly tapDilation: number
  readonly dilation: number
  readonly low: number
}

const phaseOf = (g: Geometry, period: number, residue: number): Phase => {
  const tapStep = g.dilation / gcd(g.tapDilation, g.dilation)
  const from = residue * g.stride - g.low
  const fits = Array.from({ length: tapStep }, (_, k) => k).find((k) => (from + k * g.tapDilation) % g.dilation === 0)
  const firstTap = fits ?? g.window
  return {
    residue,
    count: Math.max(0, Math.ceil((g.out - residue) / period)),
    firstTap,
    tapStep,
    taps: Math.max(0, Math.ceil((g.window - firstTap) / tapStep)),
    start: (from + firstTap * g.tapDilation) / g.dilation,
    alongOut: (period * g.stride) / g.dilation,
    alongTaps: (tapStep * g.tapDilation) / g.dilation,
  }
}

const axisOf = (g: Geometry): Axis => {
  const period = g.dilation / gcd(g.stride, g.dilation)
  return { period, phases: Array.from({ length: Math.min(period, g.out) }, (_, residue) => phaseOf(g, period, residue)) }
}

/** The least and the greatest place that phases with work to do reach. */
const reached = ({ phases }: Axis): readonly [number, number] => {
  const busy = phases.filter((p) => p.taps > 0)
  const ends = busy.map((p) => p.start + (p.count - 1) * p.alongOut + (p.taps - 1) * p.alongTaps)
  return [Math.min(0, ...busy.map((p) => p.start)), Math.max(0, ...ends)]
}

/** Operands with their axes in one order: input `[n, g, c, space…]`, kernel `[g, o, c, taps…]`. */
interface Canonical {
  readonly x: Lowered
  readonly y: Lowered
}

const canonical = (
  x: Lowered,
  y: Lowered,
  { dimensionNumbers, featureGroupCount, batchGroupCount }: ConvParams,
  to: Lowering,
): Canonical => {
  const input = to.transpose(x, dimensionNumbers.lhsSpec)
  const kernel = to.transpose(y, dimensionNumbers.rhsSpec)
  const groups = featureGroupCount * batchGroupCount
  const [n, c, ...space] = input.shape as readonly [number, number, ...number[]]
  const [o, ...window] = kernel.shape as readonly [number, ...number[]]
  const grouped = to.reshape(kernel, [groups, o / groups, ...window])
  if (batchGroupCount === 1) return { x: to.reshape(input, [n, groups, c / groups, ...space]), y: grouped }
  const blocks = to.reshape(input, [groups, n / groups, c, ...space])
  return { x: to.transpose(blocks, [1, 0, ...blocks.shape.map((_, a) => a).slice(2)]), y: grouped }
}

/** Holes in so many phases are filled with zeros instead. */
const mostPhases = 36

/** Columns from which on each turn of the axes before the features is a product of its own, which leaves the result in its layout. */
const enoughColumns = 16

/** Terms up to which a convolution without channels is one expression. */
const fewTerms = 32

/** Places of axes from `from` on. */
const places = (from: number, count: number): readonly number[] => Array.from({ length: count }, (_, i) => from + i)

/** One phase's windows `[n, g, c, out…, taps…]`. */
const windowsOf = (x: Lowered, phases: readonly Phase[], lows: readonly number[], to: Lowering): Lowered => {
  const [n, g, c] = x.shape as readonly [number, number, number]
  const starts = [0, 0, 0, ...phases.map((p, a) => p.start + (lows[a] as number))]
  const rest = x.shape.map((d, a) => d - (starts[a] as number))
  const from = to.slice(
    x,
    starts,
    rest,
    x.shape.map(() => 1),
  )
  const counts = [n, g, c, ...phases.map((p) => p.count)]
  const sizes = phases.map((p) => p.taps)
  const all = to.windows(
    from,
    counts,
    [1, 1, 1, ...sizes],
    [1, 1, 1, ...phases.map((p) => p.alongOut)],
    [1, 1, 1, ...phases.map((p) => p.alongTaps)],
  )
  return to.reshape(all, [...counts, ...sizes])
}

const kernelOf = (y: Lowered, phases: readonly Phase[], to: Lowering): Lowered =>
  to.slice(
    y,
    [0, 0, 0, ...phases.map((p) => p.firstTap)],
    [...y.shape.slice(0, 3), ...phases.map((p) => p.taps)],
    [1, 1, 1, ...phases.map((p) => p.tapStep)],
  )

/** Axes of the output around its features, as axes of the windows: batch is 0, space begins at 3. */
interface Layout {
  readonly before: readonly number[]
  readonly after: readonly number[]
}

const layoutOf = (outSpec: readonly number[]): Layout => {
  const order = outSpec.map((_, a) => outSpec.indexOf(a))
  const axes = order.map((role) => (role < 2 ? role : role + 1))
  const features = order.indexOf(1)
  return { before: axes.slice(0, features), after: axes.slice(features + 1) }
}

/** Windows times kernel, in the output's layout with the features still in groups: `[before…, g, o, after…]`. */
const product = (windows: Lowered, kernel: Lowered, { before, after }: Layout, to: Lowering): Lowered => {
  const rank = kernel.shape.length - 3
  const sizes = (axes: readonly number[]): Shape => axes.map((a) => windows.shape[a] as number)
  const taps = places(3 + rank, rank)
  if (after.length === 0) {
    const rows = to.transpose(windows, [1, ...before, 2, ...taps])
    const inner = places(1 + before.length, 1 + rank)
    const out = to.contract(
      rows,
      kernel,
      [
        [inner, places(2, 1 + rank)],
        [[0], [0]],
      ],
      rows.dtype,
    )
    return to.transpose(out, [...places(1, before.length), 0, 1 + before.length])
  }
  const apart = sizeOf(sizes(after)) >= enoughColumns
  const outer = apart ? before : []
  const columns = to.transpose(windows, [...outer, 1, 2, ...taps, ...(apart ? after : [...before, ...after])])
  const depth = outer.length
  const repeated = to.broadcast(kernel, [...sizes(outer), ...kernel.shape], places(depth, kernel.shape.length))
  const batch = places(0, depth + 1)
  const out = to.contract(
    repeated,
    columns,
    [
      [places(depth + 2, 1 + rank), places(depth + 1, 1 + rank)],
      [batch, batch],
    ],
    columns.dtype,
  )
  if (apart) return out
  const [b, a] = [before.length, after.length]
  return to.transpose(out, [...places(2, b), 0, 1, ...places(2 + b, a)])
}

/** Convolution without channels: a sum of slices times numbers, one for each tap. The layout is that of `product`. */
const slices = (windows: Lowered, kernel: Lowered, { before, after }: Layout, to: Lowering): Lowered => {
  const space = places(3, kernel.shape.length - 3)
  const shape = windows.shape.slice(0, 3 + space.length)
  const mul = (a: Lowered, b: Lowered): Lowered => to.map("mul", [a, b], {}, a.dtype, (p, q) => (p as number) * (q as number))
  const add = (a: Lowered, b: Lowered): Lowered => to.map("add", [a, b], {}, a.dtype, (p, q) => (p as number) + (q as number))
  const ones = shape.map(() => 1)
  const groups = shape[1] as number
  const terms: Lowered[] = []
  forEachIndex(kernel.shape.slice(3), (tap) => {
    const part = to.slice(windows, [...ones.map(() => 0), ...tap], [...shape, ...tap.map(() => 1)], [...ones, ...tap.map(() => 1)])
    const weight = to.reshape(
      to.slice(
        kernel,
        [0, 0, 0, ...tap],
        [groups, 1, 1, ...tap.map(() => 1)],
        kernel.shape.map(() => 1),
      ),
      [groups],
    )
    terms.push(mul(to.reshape(part, shape), to.broadcast(weight, shape, [1])))
  })
  return to.transpose(terms.reduce(add), [...before, 1, 2, ...after])
}

/** The input with zeros around it, as many as windows reach beyond it, and how many are before it. */
const widened = (x: Lowered, axes: readonly Axis[], to: Lowering): { readonly x: Lowered; readonly lows: readonly number[] } => {
  const reaches = axes.map(reached)
  const lows = reaches.map(([low]) => -low)
  const highs = reaches.map(([, high], a) => Math.max(0, high - ((x.shape[3 + a] as number) - 1)))
  if ([...lows, ...highs].every((n) => n === 0)) return { x, lows }
  const config = [[0, 0, 0], [0, 0, 0], [0, 0, 0], ...axes.map((_, a) => [lows[a] as number, highs[a] as number, 0])]
  const shape = x.shape.map((d, a) => d + (config[a]?.[0] as number) + (config[a]?.[1] as number))
  return { x: to.pad(x, to.constant(0, x.dtype), config, shape), lows }
}

/** The input with its holes filled with zeros. */
const filled = (x: Lowered, dilation: readonly number[], to: Lowering): Lowered => {
  const config = x.shape.map((_, a) => [0, 0, a < 3 ? 0 : (dilation[a - 3] as number) - 1])
  const shape = x.shape.map((d, a) => (d === 0 ? 0 : d + (d - 1) * (config[a]?.[2] as number)))
  return to.pad(x, to.constant(0, x.dtype), config, shape)
}

/** All choices of one phase for each axis. */
const everyChoice = (axes: readonly Axis[]): readonly (readonly Phase[])[] =>
  axes.reduce<readonly (readonly Phase[])[]>((choices, { phases }) => choices.flatMap((c) => phases.map((p) => [...c, p])), [[]])

export const lowerConv = (lhs: Lowered, rhs: Lowered, params: ConvParams, to: Lowering): Lowered => {
  const [dtype, wide] = [lhs.dtype, accumulatorOf(lhs.dtype)]
  if (wide === dtype) return convolution(lhs, rhs, params, to)
  return to.convert(convolution(to.convert(lhs, wide), to.convert(rhs, wide), params, to), dtype)
}

const convolution = (lhs: Lowered, rhs: Lowered, params: ConvParams, to: Lowering): Lowered => {
  const { lhsSpec, rhsSpec, outSpec } = params.dimensionNumbers
  const shape = convShape(lhs.shape, rhs.shape, params)
  const zero = to.constant(0, lhs.dtype)
  if (sizeOf(shape) === 0 || sizeOf(lhs.shape) === 0 || sizeOf(rhs.shape) === 0) return to.broadcast(zero, shape, [])
  const { x: input, y: kernel } = canonical(lhs, rhs, params, to)
  const [outs, windows] = [spatial(shape, outSpec), spatial(rhs.shape, rhsSpec)]
  const axesFor = (dilation: readonly number[]): readonly Axis[] =>
    outs.map((out, a) =>
      axisOf({
        out,
        window: windows[a] as number,
        stride: params.windowStrides[a] as number,
        tapDilation: params.rhsDilation[a] as number,
        dilation: dilation[a] as number,
        low: params.padding[a]?.[0] as number,
      }),
    )
  const withHoles = axesFor(params.lhsDilation)
  const tooMany = withHoles.reduce((n, a) => n * a.phases.length, 1) > mostPhases
  const axes = tooMany ? axesFor(lhsSpec.slice(2).map(() => 1)) : withHoles
  const { x, lows } = widened(tooMany ? filled(input, params.lhsDilation, to) : input, axes, to)
  const layout = layoutOf(outSpec)
  const few = kernel.shape[1] === 1 && kernel.shape[2] === 1 && sizeOf(kernel.shape.slice(3)) <= fewTerms
  const part = (phases: readonly Phase[]): Lowered => {
    const sizes = phases.map((p) => p.count)
    const own = outSpec.map((_, a) => (outSpec.indexOf(a) < 2 ? (shape[a] as number) : (sizes[outSpec.indexOf(a) - 2] as number)))
    if (phases.some((p) => p.taps === 0)) return to.broadcast(zero, own, [])
    const multiply = few ? slices : product
    return to.reshape(multiply(windowsOf(x, phases, lows, to), kernelOf(kernel, phases, to), layout, to), own)
  }
  const choices = everyChoice(axes)
  if (choices.length === 1) return part(choices[0] as readonly Phase[])
  const alongOut = <T>(batchAndFeatures: T, space: (a: number) => T): readonly T[] =>
    outSpec.map((_, a) => (outSpec.indexOf(a) < 2 ? batchAndFeatures : space(outSpec.indexOf(a) - 2)))
  return to.interleave(
    choices.map(part),
    choices.map((phases) => alongOut(0, (a) => phases[a]?.residue as number)),
    alongOut(1, (a) => axes[a]?.period as number),
    shape,
  )
}
