// From a jaxpr to kernels: every equation's `lower` rule is read once, in order, and says what to compute with the values before it.
import { type Shape, sizeOf } from "../core/aval.js"
import { type DType, isComplex, realOf } from "../core/dtype.js"
import { type Atom, type Eqn, inAvals, isLiteral, type Jaxpr, outAvals, type Var } from "../core/jaxpr.js"
import type { FoldOp, Lowered, Lowering } from "../core/lower.js"
import type { ScalarNode } from "../core/scalar.js"
import { roundTo } from "../core/tensor.js"
import { type Builder, newBuilder } from "./builder.js"
import { contract } from "./contract.js"
import * as control from "./control.js"
import { gather } from "./gather.js"
import type { Kernels, Place } from "./kernel.js"
import { fullKit, type Kit } from "./kit.js"
import { bufferFor, gathered, type Held, heldIn, isPair, pairOf, valuesOf, writeHeld } from "./pair.js"
import { reduce } from "./reduce.js"
import { reinterpret } from "./scalar/bits.js"
import * as b from "./scalar/build.js"
import { scalarFunction } from "./scalar/functions.js"
import { convertTo } from "./scalar/storage.js"
import { threefry2x32 } from "./scalar/threefry.js"
import { scatter } from "./scatter.js"
import { asBuffer, type Buffer, costOf, isDear, leaf, literalValue, throughViews, type Value, wholeBuffer } from "./value.js"
import { broadcast, contiguous, reshaped, reversed, sliced, transposed, type View, windowed } from "./view.js"

const valued = (x: Lowered): Value => x as Value

const commonShape = (xs: readonly Lowered[]): Shape => xs.find((x) => x.shape.length > 0)?.shape ?? []

const see = (x: Lowered, shape: Shape, f: (v: View) => View): Value => throughViews(valued(x), shape, f) as Value

const reshapeValue = (builder: Builder, x: Value, shape: Shape): Value =>
  throughViews(x, shape, (v) => reshaped(v, x.shape, shape)) ?? wholeBuffer(builder.bufferOf(x), shape)

/** `cases[which]` of int32, out of range the nearest case. */
const chooseByIndex = (which: ScalarNode, cases: readonly ScalarNode[]): ScalarNode =>
  cases.slice(1).reduce((chosen, value, i) => b.select(b.gt(which, b.constant("i32", i)), value, chosen), cases[0] as ScalarNode)

const padValue = (builder: Builder, x: Value, value: Value, config: readonly (readonly number[])[], shape: Shape): Value => {
  const buffer = builder.newBuffer(x.dtype, sizeOf(shape))
  const whole = contiguous(shape)
  const everywhere = see(value, shape, (v) => broadcast(v, [], shape, []))
  builder.write(buffer, whole, shape, everywhere.node)
  // along each axis, elements first … last land inside
  const ranges = x.shape.map((d, a) => {
    const [low = 0, , interior = 0] = config[a] ?? []
    const step = interior + 1
    const first = low >= 0 ? 0 : Math.ceil(-low / step)
    const last = Math.min(d - 1, Math.floor(((shape[a] as number) - 1 - low) / step))
    return { first, count: Math.max(0, last - first + 1), step, start: low + first * step }
  })
  const inside = ranges.map((r) => r.count)
  const kept = see(x, inside, (v) =>
    sliced(
      v,
      ranges.map((r) => r.first),
      ranges.map(() => 1),
    ),
  )
  builder.write(
    buffer,
    sliced(
      whole,
      ranges.map((r) => r.start),
      ranges.map((r) => r.step),
    ),
    inside,
    kept.node,
  )
  return wholeBuffer(buffer, shape)
}

const joined = (builder: Builder, xs: readonly Value[], axis: number, shape: Shape): Value => {
  const buffer = builder.newBuffer((xs[0] as Value).dtype, sizeOf(shape))
  const whole = contiguous(shape)
  let at = 0
  for (const x of xs) {
    const starts = shape.map((_, a) => (a === axis ? at : 0))
    builder.write(
      buffer,
      sliced(
        whole,
        starts,
        shape.map(() => 1),
      ),
      x.shape,
      x.node,
    )
    at += x.shape[axis] as number
  }
  return wholeBuffer(buffer, shape)
}

const interleaved = (
  builder: Builder,
  xs: readonly Value[],
  starts: readonly (readonly number[])[],
  steps: readonly number[],
  shape: Shape,
): Value => {
  const buffer = builder.newBuffer((xs[0] as Value).dtype, sizeOf(shape))
  const whole = contiguous(shape)
  xs.forEach((x, i) => {
    builder.write(buffer, sliced(whole, starts[i] as readonly number[], steps), x.shape, x.node)
  })
  return wholeBuffer(buffer, shape)
}

/** Views of windows repeat what they read: it has to be in memory, unless few are repeated and it costs little. */
const beforeWindows = (builder: Builder, x: Value, windows: number): Value =>
  x.memory || windows <= sizeOf(x.shape) ? builder.beforeRepeating(x) : builder.inBuffer(x)

const placeOf = (builder: Builder, x: Held): Place => {
  const aval = { shape: x.shape, dtype: x.dtype, weakType: false }
  if (isPair(x)) {
    const buffer = bufferFor(builder, x)
    writeHeld(builder, buffer, x)
    return { aval, at: { buffer } }
  }
  if (x.node.op === "const") return { aval, at: { literal: Number(x.node.data) } }
  return { aval, at: { buffer: builder.bufferOf(x) } }
}

type LowerCall = (jaxpr: Jaxpr, inputs: readonly Held[]) => readonly Held[]

/** The same with complex arrays taken apart, which is how control flow knows them. */
const onValues =
  (lowerCall: LowerCall): control.RunProgram =>
  (jaxpr, values) =>
    lowerCall(
      jaxpr,
      gathered(
        inAvals(jaxpr).map((a) => a.dtype),
        values,
      ),
    ).flatMap(valuesOf)

const dtypesOf = (jaxpr: Jaxpr): readonly DType[] => outAvals(jaxpr).map((a) => a.dtype)

/** What `lower` rules of one program call. `current` is the equation being read. */
const loweringOf = (builder: Builder, current: () => Eqn, lowerCall: LowerCall): Lowering => {
  const run = onValues(lowerCall)
  const values = (xs: readonly Lowered[]): readonly Value[] => xs.flatMap(valuesOf)
  const map: Lowering["map"] = (name, inputs, params, dtype, reference, expansion): Value => {
    const nodes = inputs.map((x) => valued(x).node)
    const { dtype: from } = inputs[0] as Lowered
    return { shape: commonShape(inputs), dtype, node: scalarFunction(name, nodes, from, dtype, params, reference, expansion) }
  }
  return {
    map,
    mapMany: (_, inputs) => {
      const words = threefry2x32(inputs.map((x) => valued(x).node) as never)
      return words.map((node): Value => ({ shape: commonShape(inputs), dtype: "uint32", node }))
    },
    part: (x) => x, // complex arrays are above this: see complex.ts
    complex: (re) => re,
    convert: (x, dtype): Value => ({ shape: x.shape, dtype, node: convertTo(valued(x).node, x.dtype, dtype) }),
    bits: (xs, part, dtype): Value => {
      const nodes = xs.map((x) => valued(x).node)
      return { shape: commonShape(xs), dtype, node: reinterpret(nodes, (xs[0] as Lowered).dtype, part, dtype) }
    },
    select: (which, cases): Value => {
      const chooser = valued(which).node
      const nodes = cases.map((c) => valued(c).node)
      const [first, second] = nodes as [ScalarNode, ScalarNode?]
      const node = which.dtype === "bool" ? (second ? b.select(chooser, second, first) : first) : chooseByIndex(chooser, nodes)
      return { shape: commonShape([which, ...cases]), dtype: (cases[0] as Lowered).dtype, node }
    },
    broadcast: (x, shape, dims) => {
      const source = sizeOf(shape) > sizeOf(x.shape) ? builder.beforeRepeating(valued(x)) : x
      return see(source, shape, (v) => broadcast(v, x.shape, shape, dims))
    },
    transpose: (x, permutation) =>
      see(
        x,
        permutation.map((a) => x.shape[a] as number),
        (v) => transposed(v, permutation),
      ),
    reshape: (x, shape) => reshapeValue(builder, valued(x), shape),
    slice: (x, starts, shape, strides) => see(x, shape, (v) => sliced(v, starts, strides)),
    reverse: (x, axes) => see(x, x.shape, (v) => reversed(v, x.shape, axes)),
    pad: (x, value, config, shape) => padValue(builder, valued(x), valued(value), config, shape),
    concatenate: (xs, axis, shape) => joined(builder, xs.map(valued), axis, shape),
    interleave: (xs, starts, steps, shape) => interleaved(builder, xs.map(valued), starts, steps, shape),
    iota: (shape, axis, dtype): Value => {
      const place = leaf("i32", { kind: "index", view: { offset: 0, strides: shape.map((_, a) => (a === axis ? 1 : 0)) } })
      return { shape, dtype, node: convertTo(place, "int32", dtype) }
    },
    reduce: (op: FoldOp, x, axes) => reduce(builder, op, valued(x), axes),
    contract: (x, y, axes, dtype) => contract(builder, valued(x), valued(y), axes, dtype),
    constant: (value, dtype) => literalValue(roundTo(dtype, value), dtype),
    gather: (x, starts, places, fill) => gather(builder, valued(x), starts.map(valued), places, fill),
    scatter: (op, x, starts, updates, places, outside) =>
      scatter(builder, op, valued(x), starts.map(valued), valued(updates), places, outside),
    windows: (x, counts, sizes, strides, dilation) =>
      see(beforeWindows(builder, valued(x), sizeOf(counts) * sizeOf(sizes)), [...counts, ...sizes], (v) => windowed(v, strides, dilation)),
    scan: (loop, still, carry, xs) =>
      gathered(dtypesOf(loop.body), control.scan(builder, run, loop, values(still), values(carry), values(xs))),
    repeat: (test, body, carry) =>
      gathered(
        dtypesOf(body.jaxpr),
        control.repeat(
          builder,
          run,
          { jaxpr: test.jaxpr, still: values(test.still) },
          { jaxpr: body.jaxpr, still: values(body.still) },
          values(carry),
        ),
      ),
    branch: (index, branches, inputs) =>
      gathered(dtypesOf(branches[0] as Jaxpr), control.branch(builder, run, valued(index), branches, values(inputs))),
    call: (jaxpr, inputs) => lowerCall(jaxpr, inputs as readonly Held[]),
    interpret: (inputs) => {
      const { primitive, params, outputs } = current()
      const buffers = outputs.map((v) => bufferFor(builder, v.aval))
      builder.push({
        kind: "interpreted",
        primitive,
        params,
        inputs: inputs.map((x) => placeOf(builder, x as Held)),
        outputs: outputs.map((v, i) => ({ aval: v.aval, at: { buffer: buffers[i] as Buffer } })),
      })
      return outputs.map((v, i) => heldIn(buffers[i] as Buffer, v.aval))
    },
  }
}

/** Expressions longer than this are put into memory rather than grown. */
const longest = 96
/** Operations that may be done twice rather than stored. */
const cheap = 2

/** How often each variable is used. */
const usesOf = (jaxpr: Jaxpr): ReadonlyMap<Atom, number> => {
  const uses = new Map<Atom, number>()
  for (const a of [...jaxpr.eqns.flatMap((e) => e.inputs), ...jaxpr.outvars]) uses.set(a, (uses.get(a) ?? 0) + 1)
  return uses
}

const settle = (builder: Builder, x: Held, uses: number): Held => {
  if (isPair(x)) {
    const [re, im] = x.parts
    return pairOf(settle(builder, re, uses) as Value, settle(builder, im, uses) as Value, x.dtype)
  }
  return (uses > 1 && isDear(x, cheap)) || costOf(x) > longest ? builder.inBuffer(x) : x
}

const hasComplex = ({ inputs, outputs }: Eqn): boolean => [...inputs, ...outputs].some(({ aval }) => isComplex(aval.dtype))

/** The number that a literal writes out, of any dtype. */
const literalHeld = (value: number, dtype: DType): Held =>
  isComplex(dtype)
    ? pairOf(literalValue(roundTo(realOf(dtype), value), realOf(dtype)), literalValue(0, realOf(dtype)), dtype)
    : literalValue(roundTo(dtype, value), dtype)

/** The kernels of a program without constants, by a compiler of these parts. */
export const lowerWith = (kit: Kit, jaxpr: Jaxpr): Kernels => {
  const builder = newBuilder()
  let current: Eqn | undefined
  const run = (body: Jaxpr, inputs: readonly Held[]): readonly Held[] => {
    const uses = usesOf(body)
    const env = new Map<Var, Held>(body.invars.map((v, i) => [v, settle(builder, inputs[i] as Held, uses.get(v) ?? 0)]))
    const read = (a: Atom): Held => (isLiteral(a) ? literalHeld(a.value, a.aval.dtype) : (env.get(a) as Held))
    for (const eqn of body.eqns) {
      const before = current
      current = eqn
      const operands = eqn.inputs.map(read)
      const lowered = kit.complex || !hasComplex(eqn) ? eqn.primitive.lower?.(operands, eqn.params, lowering) : undefined
      const results = (lowered ?? lowering.interpret(operands)) as readonly Held[]
      current = before
      eqn.outputs.forEach((v, i) => {
        env.set(v, settle(builder, results[i] as Held, uses.get(v) ?? 0))
      })
    }
    return body.outvars.map(read)
  }
  const real = { ...loweringOf(builder, () => current as Eqn, run), ...kit.lines?.(builder) }
  const lowering = kit.complex?.(real) ?? real
  const inputs = inAvals(jaxpr).map((a) => bufferFor(builder, a))
  const results = run(
    jaxpr,
    inAvals(jaxpr).map((a, i) => heldIn(inputs[i] as Buffer, a)),
  )
  return { inputs, outputs: outputBuffers(builder, jaxpr, results, inputs), steps: builder.steps }
}

/** The kernels of a program without constants. */
export const lowerJaxpr = (jaxpr: Jaxpr): Kernels => lowerWith(fullKit, jaxpr)

/** A buffer of its own for each result: the one it was computed into, unless that is an input or another result's. */
const outputBuffers = (builder: Builder, jaxpr: Jaxpr, results: readonly Held[], inputs: readonly Buffer[]): readonly Buffer[] => {
  const taken = new Set<Buffer>(inputs)
  return outAvals(jaxpr).map((aval, i) => {
    const result = results[i] as Held
    const found = isPair(result) ? undefined : asBuffer(result)
    if (found && !taken.has(found)) {
      taken.add(found)
      return found
    }
    const buffer = bufferFor(builder, aval)
    writeHeld(builder, buffer, result)
    taken.add(buffer)
    return buffer
  })
}
