// Arrays while a program is compiled: expressions over views of buffers. Nothing is computed until a value is put into a buffer of its own;
// until then elementwise functions grow the expression, and views move into its leaves.
import { type Shape, sizeOf } from "../core/aval.js"
import { type DType, kindOf } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import type { Lowered } from "../core/lower.js"
import { constant, inOrder, node, rewrite, type ScalarNode, type ScalarType, withArgs } from "../core/scalar.js"
import { decode } from "./scalar/storage.js"
import { contiguous, isContiguous, type View } from "./view.js"

/** A piece of memory that a program reads or writes, known by identity. */
export interface Buffer {
  readonly dtype: DType
  /** In elements. */
  readonly size: number
}

/** A leaf that reads memory: the element at the view's place, plus, where the leaf has an operand, that many elements. */
export interface LoadLeaf extends Memory {
  readonly kind: "load"
}

/** A leaf that is the place itself, as int32: what counting along an axis gives. */
export interface IndexLeaf {
  readonly kind: "index"
  readonly view: View
}

/** The result of a reduction that ran before in the same kernel. */
export interface FoldLeaf {
  readonly kind: "fold"
  /** The fold's `id`. */
  readonly fold: object
}

export type Leaf = LoadLeaf | IndexLeaf | FoldLeaf

export interface Value extends Lowered {
  readonly node: ScalarNode
  /** Where the elements lie, if they are in memory as they are. */
  readonly memory?: Memory
}

/** A view of a buffer. */
export interface Memory {
  readonly buffer: Buffer
  readonly view: View
}

/** What elements of a dtype are computed with. Small integers and 16-bit floats are widened, and brought back into range after each step. */
export const scalarTypeOf = (dtype: DType): ScalarType => {
  switch (kindOf(dtype)) {
    case "bool":
      return "bool"
    case "int":
      return "i32"
    case "uint":
      return "u32"
    case "float":
      return dtype === "float64" ? "f64" : "f32"
    case "complex":
      return raise({ code: "jaxpr/complex", need: "kernels compute with real numbers; complex arrays are pairs of them", got: dtype })
  }
}

export const leafOf = (n: ScalarNode): Leaf => n.data as Leaf

export const leaf = (type: ScalarType, data: Leaf, args: readonly ScalarNode[] = []): ScalarNode => node("leaf", type, args, data)

export const isLeaf = (n: ScalarNode): boolean => n.op === "leaf"

/** What a node reads from memory, if it does. */
export const loadOf = (n: ScalarNode): LoadLeaf | undefined => {
  const data = isLeaf(n) ? leafOf(n) : undefined
  return data?.kind === "load" ? data : undefined
}

/** The same, but for reads at computed places. */
export const staticLoadOf = (n: ScalarNode): LoadLeaf | undefined => (n.args.length === 0 ? loadOf(n) : undefined)

/** The view of a leaf that has one. */
export const viewOf = (n: ScalarNode): View | undefined => {
  const data = isLeaf(n) ? leafOf(n) : undefined
  return data && data.kind !== "fold" ? data.view : undefined
}

/** The type of what memory holds: patterns of 16-bit floats are uint32 until they are decoded. */
export const storedType = (dtype: DType): ScalarType => (dtype === "float16" || dtype === "bfloat16" ? "u32" : scalarTypeOf(dtype))

/** Reads a buffer at the view's place, or `index` elements further. */
export const load = (buffer: Buffer, view: View, index?: ScalarNode): ScalarNode =>
  decode(leaf(storedType(buffer.dtype), { kind: "load", buffer, view }, index ? [index] : []), buffer.dtype)

/** The whole of a buffer under a shape. */
export const wholeBuffer = (buffer: Buffer, shape: Shape): Value => {
  const view = contiguous(shape)
  return { shape, dtype: buffer.dtype, node: load(buffer, view), memory: { buffer, view } }
}

export const literalValue = (value: number, dtype: DType): Value => ({ shape: [], dtype, node: constant(scalarTypeOf(dtype), value) })

/** The same elements seen through other views; undefined if some leaf cannot be seen that way. */
export const throughViews = (x: Value, shape: Shape, f: (view: View) => View | undefined): Value | undefined => {
  let possible = true
  const [changed] = rewrite([x.node], (n, args) => {
    if (!isLeaf(n)) return withArgs(n, args)
    const data = leafOf(n)
    if (data.kind === "fold") return n
    const view = f(data.view)
    if (!view) possible = false
    return { ...n, args, data: { ...data, view } }
  })
  if (!possible) return undefined
  const value = { shape, dtype: x.dtype, node: changed as ScalarNode }
  const view = x.memory && f(x.memory.view)
  return view ? { ...value, memory: { buffer: (x.memory as Memory).buffer, view } } : value
}

/** The buffer that a value is the whole of, in row-major order. */
export const asBuffer = ({ shape, memory }: Value): Buffer | undefined =>
  memory && memory.view.offset === 0 && memory.buffer.size === sizeOf(shape) && isContiguous(memory.view, shape) ? memory.buffer : undefined

/** What is under the nodes that were asked about before: values, of which others are made. */
const costs = new WeakMap<ScalarNode, number>()

const isOperation = (n: ScalarNode): boolean => n.op !== "leaf" && n.op !== "const"

const isFunction = ({ op }: ScalarNode): boolean => op === "math" || op === "rare" || op === "host"

/** Whether computing a value again costs more than storing it: it takes more than `cheap` operations, or a transcendental function. */
export const isDear = (x: Value, cheap: number): boolean => costOf(x) > cheap || isFunction(x.node) || x.node.args.some(isFunction)

/** How many operations a value stands for; what is under two of the values it is made of counts twice. */
export const costOf = ({ node: root }: Value): number => {
  const known = costs.get(root)
  if (known !== undefined) return known
  const own = inOrder([root], (n) => !costs.has(n))
  const made = new Set(own.flatMap((n) => n.args).filter((n) => costs.has(n)))
  let cost = own.filter(isOperation).length
  for (const n of made) cost += costs.get(n) as number
  costs.set(root, cost)
  return cost
}
