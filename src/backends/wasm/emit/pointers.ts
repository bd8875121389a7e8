// Pointers that walk with the innermost loop: one for each way of stepping through a buffer, shared by accesses a constant distance apart.
import type { Buffer } from "../../../lowering/value.js"
import type { View } from "../../../lowering/view.js"
import type { Code } from "../encode/code.js"
import { i32Add, i32Const, i32Mul, localGet, localSet } from "../encode/instructions.js"
import { advance, type Scope } from "../gemm/scope.js"
import type { Base, Bases } from "./bases.js"
import { elementBytes } from "./memory.js"

/** A loop variable: which axis it counts, and the local that holds it. */
export interface Counter {
  readonly axis: number
  readonly local: number
}

interface Walker {
  readonly local: number
  readonly buffer: Buffer
  readonly strides: readonly number[]
  /** The offset of the access that came first; others are relative to it. */
  readonly offset: number
}

export interface Pointers {
  /**
   * The address of an access in this turn of the innermost loop, and its constant distance from there in bytes. Where an index will be added
   * (`indexed`), which may be negative, the address is that of the view: an instruction's own offset is added last, and does not wrap.
   */
  readonly at: (buffer: Buffer, view: View, indexed?: boolean) => Base
  /** Sets the pointers to where the innermost loop begins. */
  readonly start: () => Code
  /** Moves the pointers on by some turns. */
  readonly move: (turns: number) => Code
}

const sum = (terms: readonly Code[]): Code => terms.reduce((a, b) => i32Add(a, b))

/** The element offset of a view from its counters, in bytes. */
export const byteOffset = (strides: readonly number[], counters: readonly Counter[], bytes: number): readonly Code[] =>
  counters.flatMap(({ axis, local }) => {
    const step = (strides[axis] as number) * bytes
    return step === 0 ? [] : [step === 1 ? localGet(local) : i32Mul(localGet(local), i32Const(step))]
  })

/**
 * Pointers of one stage. Accesses must be announced (by `at`) before `start` is written; offsets of one walker may be negative relative to
 * its first access, and then the address is adjusted, since an instruction's own offset has no sign.
 */
export const newPointers = (scope: Scope, base: Bases["of"], outer: readonly Counter[], inner: number | undefined): Pointers => {
  const walkers: Walker[] = []
  const sameStrides = (w: Walker, buffer: Buffer, { strides }: View): boolean =>
    w.buffer === buffer && w.strides.every((s, i) => s === strides[i])
  const find = (buffer: Buffer, view: View): Walker => {
    const known = walkers.find((w) => sameStrides(w, buffer, view))
    if (known) return known
    const walker: Walker = { local: scope.local("i32"), buffer, strides: view.strides, offset: view.offset }
    walkers.push(walker)
    return walker
  }
  const axes = [...outer.map((c) => c.axis), ...(inner === undefined ? [] : [inner])]
  return {
    at: (buffer, view, indexed = false) => {
      if (!indexed && axes.every((axis) => view.strides[axis] === 0)) {
        const { address, offset } = base(buffer)
        return { address, offset: offset + view.offset * elementBytes(buffer.dtype) }
      }
      const walker = find(buffer, view)
      const distance = (view.offset - walker.offset) * elementBytes(buffer.dtype)
      return distance >= 0
        ? { address: localGet(walker.local), offset: distance }
        : { address: i32Add(localGet(walker.local), i32Const(distance)), offset: 0 }
    },
    start: () =>
      walkers.map(({ local, buffer, strides, offset }) => {
        const bytes = elementBytes(buffer.dtype)
        const begin = base(buffer)
        const constant = begin.offset + offset * bytes
        return localSet(local, sum([begin.address, ...byteOffset(strides, outer, bytes), ...(constant === 0 ? [] : [i32Const(constant)])]))
      }),
    move: (turns) =>
      inner === undefined
        ? []
        : walkers.map(({ local, buffer, strides }) => advance(local, turns * (strides[inner] as number) * elementBytes(buffer.dtype))),
  }
}
