// Control flow as steps that hold steps. A loop's carry has buffers of its own, written before the loop and again at the end of each turn;
// slices of arrays are windows, which move on with the turns. What is computed outside and read inside is put into memory before.
import { type Shape, sizeOf } from "../core/aval.js"
import { type Jaxpr, outAvals } from "../core/jaxpr.js"
import { writesOf } from "./access.js"
import type { Builder } from "./builder.js"
import { hoist } from "./hoist.js"
import type { Repeat, Window } from "./kernel.js"
import { flatAvals } from "./pair.js"
import { asBuffer, type Buffer, isLeaf, throughViews, type Value, wholeBuffer } from "./value.js"
import { contiguous } from "./view.js"

/** Reads the equations of a sub-program. */
export type RunProgram = (jaxpr: Jaxpr, inputs: readonly Value[]) => readonly Value[]

const copyInto = (builder: Builder, buffer: Buffer, x: Value): void => builder.write(buffer, contiguous(x.shape), x.shape, x.node)

/** A value that is read in every turn: computed once, unless reading it computes nothing. */
const still = (builder: Builder, x: Value): Value => (x.memory || isLeaf(x.node) || x.node.op === "const" ? x : builder.inBuffer(x))

/** A buffer that starts as a value and will be written again. */
const started = (builder: Builder, x: Value): Value => {
  const buffer = builder.newBuffer(x.dtype, sizeOf(x.shape))
  copyInto(builder, buffer, x)
  return wholeBuffer(buffer, x.shape)
}

/** The carry becomes the next one, all of it at once: nothing that still reads the old one is left when the first buffer is written. */
const replace = (builder: Builder, carry: readonly Value[], next: readonly Value[]): void => {
  const old = carry.map((x) => asBuffer(x) as Buffer)
  const apart = next.map((x, i): Value | undefined => {
    const found = asBuffer(x)
    if (found && found === old[i]) return undefined
    return found && !old.includes(found) ? x : started(builder, x)
  })
  apart.forEach((x, i) => {
    if (x) copyInto(builder, old[i] as Buffer, x)
  })
}

/** Row `t` along the first axis, of a value whose leaves can be seen that way: one in memory can. */
const rowOf = (x: Value, t: number): Value | undefined =>
  throughViews(x, x.shape.slice(1), ({ offset, strides: [step = 0, ...strides] }) => ({ offset: offset + t * step, strides }))

/** `steps` rows of an array, row by row in memory: what a turn of that many steps sees of it. */
const windowOf = (builder: Builder, of: Buffer, shape: Shape, steps: number): Window => ({
  buffer: builder.newBuffer(of.dtype, steps * sizeOf(shape)),
  of,
})

/** An array that a loop runs over: one row at a time, or in a turn's window. */
interface Rows {
  readonly row: (t: number) => Value
  readonly rowOfTurn: (step: number) => Value
  readonly windows: readonly Window[]
}

/** What the steps see of an array: rows of memory, or if all rows are the same, as those of an array of zeros are, that row. */
const rowsOf = (builder: Builder, x: Value, steps: number): Rows => {
  const shape = x.shape.slice(1)
  const same = throughViews(x, shape, ({ offset, strides: [step, ...strides] }) => (step === 0 ? { offset, strides } : undefined))
  if (same) {
    const row = still(builder, same)
    return { row: () => row, rowOfTurn: () => row, windows: [] }
  }
  const buffer = builder.bufferOf(x)
  const window = windowOf(builder, buffer, shape, steps)
  const [whole, turn] = [wholeBuffer(buffer, x.shape), wholeBuffer(window.buffer, [steps, ...shape])]
  return { row: (t) => rowOf(whole, t) as Value, rowOfTurn: (step) => rowOf(turn, step) as Value, windows: [window] }
}

const writeRow = (builder: Builder, buffer: Buffer, t: number, x: Value): void =>
  builder.write(buffer, { ...contiguous(x.shape), offset: t * sizeOf(x.shape) }, x.shape, x.node)

/** A loop whose turns do what `turn` writes down, and before it what that has no need to repeat. */
const pushLoop = (
  builder: Builder,
  carry: readonly Value[],
  loop: Pick<Repeat, "turns" | "windows" | "reverse">,
  turn: () => void,
): void => {
  const steps = builder.apart(turn)
  const written = new Set(steps.flatMap((s) => [...writesOf(s)]))
  const changing = [...carry.map((x) => asBuffer(x) as Buffer).filter((b) => written.has(b)), ...loop.windows.map((w) => w.buffer)]
  const { before, body } = hoist(steps, changing)
  before.forEach(builder.push)
  builder.push({ kind: "repeat", ...loop, body })
}

export interface Loop {
  readonly body: Jaxpr
  readonly length: number
  readonly reverse: boolean
  /** How many steps make one turn. The last rows that make none are done outside: after the loop, or before it if that runs backwards. */
  readonly unroll: number
}

/** A loop of known length. Steps that are written out hand the carry on as an expression; memory sees it once a turn. */
export const scan = (
  builder: Builder,
  run: RunProgram,
  { body, length, reverse, unroll }: Loop,
  consts: readonly Value[],
  init: readonly Value[],
  xs: readonly Value[],
): readonly Value[] => {
  const made = flatAvals(outAvals(body)).slice(init.length)
  const stacked = made.map(({ shape, dtype }): Value => {
    const whole = [length, ...shape]
    return wholeBuffer(builder.newBuffer(dtype, sizeOf(whole)), whole)
  })
  if (length === 0) return [...init, ...stacked]
  const turns = unroll < length ? Math.floor(length / unroll) : 0
  const looped = turns * unroll
  const fixed = consts.map((x) => still(builder, x))
  const taken = xs.map((x) => rowsOf(builder, x, unroll))
  const given = made.map(({ shape }, k) => windowOf(builder, asBuffer(stacked[k] as Value) as Buffer, shape, unroll))

  /** The steps for some rows, in order: the carry after them. What they make goes to these rows of these buffers. */
  const steps = (init: readonly Value[], rows: readonly number[], slice: (r: Rows, t: number) => Value, into: readonly Buffer[]) => {
    let carry = init
    for (const t of reverse ? rows.toReversed() : rows) {
      const results = run(body, [...fixed, ...carry, ...taken.map((r) => slice(r, t))])
      carry = results.slice(0, init.length)
      results.slice(init.length).forEach((y, k) => {
        writeRow(builder, into[k] as Buffer, t, y)
      })
    }
    return carry
  }

  const loop = (first: readonly Value[]): readonly Value[] => {
    if (turns === 0) return first
    const carry = first.map((x) => started(builder, x))
    const windows = [...taken.flatMap((r) => r.windows), ...given]
    const inTurn = Array.from({ length: unroll }, (_, step) => step)
    const into = given.map((w) => w.buffer)
    pushLoop(builder, carry, { turns: { count: turns }, windows, reverse }, () => {
      replace(
        builder,
        carry,
        steps(carry, inTurn, (r, step) => r.rowOfTurn(step), into),
      )
    })
    return carry
  }
  const left = Array.from({ length: length - looped }, (_, i) => looped + i)
  const rest = (carry: readonly Value[]): readonly Value[] =>
    steps(
      carry,
      left,
      (r, t) => r.row(t),
      given.map((w) => w.of),
    )
  return [...(reverse ? loop(rest(init)) : rest(loop(init))), ...stacked]
}

/** A program with what it takes before the carry. */
export interface Part {
  readonly jaxpr: Jaxpr
  readonly still: readonly Value[]
}

/** A loop while a condition holds: it is asked before the loop, and again at the end of each turn. */
export const repeat = (builder: Builder, run: RunProgram, test: Part, body: Part, init: readonly Value[]): readonly Value[] => {
  const fixed = (p: Part): readonly Value[] => p.still.map((x) => still(builder, x))
  const [testing, working] = [fixed(test), fixed(body)]
  const carry = init.map((x) => started(builder, x))
  const holds = builder.newBuffer("bool", 1)
  const ask = (): void => copyInto(builder, holds, run(test.jaxpr, [...testing, ...carry])[0] as Value)
  ask()
  pushLoop(builder, [...carry, wholeBuffer(holds, [])], { turns: { holds }, windows: [], reverse: false }, () => {
    replace(builder, carry, run(body.jaxpr, [...working, ...carry]))
    ask()
  })
  return carry
}

/** One of several programs, which write into the same buffers. */
export const branch = (
  builder: Builder,
  run: RunProgram,
  index: Value,
  branches: readonly Jaxpr[],
  inputs: readonly Value[],
): readonly Value[] => {
  const [first] = branches as readonly [Jaxpr, ...Jaxpr[]]
  if (branches.length === 1) return run(first, inputs)
  const which = builder.bufferOf(index)
  const shared = inputs.map((x) => still(builder, x))
  const results = flatAvals(outAvals(first)).map(({ shape, dtype }) => wholeBuffer(builder.newBuffer(dtype, sizeOf(shape)), shape))
  const parts = branches.map((b) =>
    builder.apart(() => {
      run(b, shared).forEach((y, i) => {
        copyInto(builder, asBuffer(results[i] as Value) as Buffer, y)
      })
    }),
  )
  builder.push({ kind: "branch", which, branches: parts })
  return results
}
