// Building kernels: what `lower` rules call. Values stay expressions as long as possible; whatever needs memory appends a step.
import { type Shape, sameShape, sizeOf } from "../core/aval.js"
import type { DType } from "../core/dtype.js"
import type { ScalarNode } from "../core/scalar.js"
import type { Stage, Step } from "./kernel.js"
import { encode } from "./scalar/storage.js"
import { asBuffer, type Buffer, isDear, isLeaf, type Memory, type Value, wholeBuffer } from "./value.js"
import { contiguous, type View } from "./view.js"

export interface Builder {
  readonly steps: readonly Step[]
  readonly push: (step: Step) => void
  /** The steps that `f` appends, in a list of their own. */
  readonly apart: (f: () => void) => readonly Step[]
  readonly newBuffer: (dtype: DType, size: number) => Buffer
  /** Writes `node`, over a shape, to a view of a buffer. */
  readonly write: (buffer: Buffer, view: View, shape: Shape, node: ScalarNode) => void
  /** The same value in a buffer, whole and in row-major order; the one that holds it already if there is one. */
  readonly inBuffer: (x: Value) => Value
  /** The same value as a view of some buffer: itself if it is one already. */
  readonly inMemory: (x: Value) => Memory
  /** The buffer that holds the whole of a value. */
  readonly bufferOf: (x: Value) => Buffer
  /** The same value, put into a buffer if it is dear and is about to be repeated. */
  readonly beforeRepeating: (x: Value) => Value
}

/** Operations up to which computing again is cheaper than writing and reading. */
const cheap = 3

const isTrivial = (x: Value): boolean => isLeaf(x.node) || x.node.op === "const"

export const newBuilder = (): Builder => {
  const steps: Step[] = []
  let current = steps
  /** What the steps of the current list have put into buffers. */
  let stored = new Map<ScalarNode, Value>()
  const newBuffer = (dtype: DType, size: number): Buffer => ({ dtype, size })
  const write = (buffer: Buffer, view: View, shape: Shape, node: ScalarNode): void => {
    if (sizeOf(shape) === 0) return
    const stage: Stage = { inner: shape, folds: [], stores: [{ buffer, view, value: encode(node, buffer.dtype) }] }
    current.push({ kind: "nest", outer: [], stages: [stage] })
  }
  const inBuffer = (x: Value): Value => {
    if (asBuffer(x)) return x
    const known = stored.get(x.node)
    if (known && known.dtype === x.dtype && sameShape(known.shape, x.shape)) return known
    const buffer = newBuffer(x.dtype, sizeOf(x.shape))
    write(buffer, contiguous(x.shape), x.shape, x.node)
    const value = wholeBuffer(buffer, x.shape)
    stored.set(x.node, value)
    return value
  }
  return {
    steps,
    push: (step) => {
      current.push(step)
    },
    apart: (f) => {
      const around = { current, stored }
      const own: Step[] = []
      current = own
      stored = new Map()
      f()
      current = around.current
      stored = around.stored
      return own
    },
    newBuffer,
    write,
    inBuffer,
    inMemory: (x) => x.memory ?? (inBuffer(x).memory as Memory),
    bufferOf: (x) => asBuffer(inBuffer(x)) as Buffer,
    beforeRepeating: (x) => (isTrivial(x) || !isDear(x, cheap) ? x : inBuffer(x)),
  }
}
