// Scalar programs: what one element of a kernel computes, as an expression graph of plain data. Target-neutral: a backend reads a node as one
// number or as a vector of lanes. Nodes are shared by identity, so a graph is evaluated once however often it is used.

/** What a node computes with. Integers of 64 bits exist here only, for the bits of float64. */
export type ScalarType = "f32" | "f64" | "i32" | "u32" | "i64" | "bool"

export interface ScalarNode {
  readonly op: string
  readonly type: ScalarType
  readonly args: readonly ScalarNode[]
  /** What the operation carries beside its operands: a constant's value, a shift's count, a leaf's place in memory. */
  readonly data?: unknown
}

/** The basic operations, which every backend has for numbers and for lanes. All others are expanded into these, or call the host. */
export type BasicOp =
  | "const" // data: number, or bigint for i64
  | "leaf" // data: whatever the backend resolves
  | "add" // f32 f64 i32 u32 i64, integers wrap
  | "sub"
  | "mul"
  | "div" // floats only
  | "neg"
  | "abs"
  | "sqrt" // floats, rounded once
  | "floor"
  | "ceil"
  | "trunc"
  | "nearest" // to even
  | "min" // floats: NaN if either is, −0 < 0; integers
  | "max"
  | "and" // integers and bool
  | "or"
  | "xor"
  | "not"
  | "shl" // data: count, a constant below the width
  | "shrS" // the sign moves in
  | "shrU" // zeros move in
  | "eq" // any type but bool; result bool
  | "ne"
  | "lt"
  | "le"
  | "gt"
  | "ge"
  | "select" // (condition, then, otherwise)
  | "bitcast" // between f32, i32, u32, and between f64, i64
  | "convert" // between number types; f to i saturates, NaN becomes 0; from bool: 0 and 1. Of i64 only to u32, its low half
  | "math" // (x…) data: a function's name and reference; expanded on lanes
  | "rare" // (condition, common, x…) data: a function's name. `common`, but the host's f(x…), or a routine's, in lanes where the condition holds
  | "host" // (x…) data: host function's name, of float64 numbers; the result is rounded to the type

export const node = (op: string, type: ScalarType, args: readonly ScalarNode[], data?: unknown): ScalarNode =>
  data === undefined ? { op, type, args } : { op, type, args, data }

export const constant = (type: ScalarType, value: number | bigint): ScalarNode => ({ op: "const", type, args: [], data: value })

/**
 * The nodes of a graph in an order in which operands come first, each once; those that are not `wanted` are left out, with all that only they
 * need. Iterative: graphs may be thousands of nodes deep. The walk keeps the nodes that it is inside of, and how many operands of each are left.
 */
export const inOrder = (roots: readonly ScalarNode[], wanted: (n: ScalarNode) => boolean = () => true): readonly ScalarNode[] => {
  const done = new Set<ScalarNode>()
  const inside: ScalarNode[] = []
  const left: number[] = []
  const enter = (n: ScalarNode): void => {
    if (done.has(n) || !wanted(n)) return
    if (n.args.length === 0) done.add(n)
    else left[inside.push(n) - 1] = n.args.length
  }
  for (let r = roots.length - 1; r >= 0; r--) {
    enter(roots[r] as ScalarNode)
    while (inside.length > 0) {
      const at = inside.length - 1
      const operand = (left[at] as number) - 1
      left[at] = operand
      if (operand >= 0) enter((inside[at] as ScalarNode).args[operand] as ScalarNode)
      else done.add(inside.pop() as ScalarNode)
    }
  }
  return [...done]
}

/** A node on other operands; the node itself if they are those it has, so that what is shared stays shared. */
export const withArgs = (n: ScalarNode, args: readonly ScalarNode[]): ScalarNode =>
  n.args.every((a, i) => a === args[i]) ? n : { ...n, args }

/** The same graph with every node replaced by what `f` makes of it and of its new operands; sharing is kept. */
export const rewrite = (
  roots: readonly ScalarNode[],
  f: (n: ScalarNode, args: readonly ScalarNode[]) => ScalarNode,
): readonly ScalarNode[] => {
  const made = new Map<ScalarNode, ScalarNode>()
  for (const n of inOrder(roots)) {
    made.set(n, f(n, n.args.length === 0 ? n.args : n.args.map((a) => made.get(a) as ScalarNode)))
  }
  return roots.map((r) => made.get(r) as ScalarNode)
}
