// Type promotion: the least upper bound in JAX's lattice (JAX.md 1.7; jax/_src/dtypes.py, 32-bit mode).
// A weak type, what a bare JavaScript number has, stands below every strong type of its kind.
import { type DType, type Kind, kindOf } from "./dtype.js"

/** What promotion looks at. */
export interface TypeOf {
  readonly dtype: DType
  readonly weakType: boolean
}

/** The weak types, one for each kind of number. */
type Weak = "int*" | "float*" | "complex*"

/** A node of the lattice: a strong dtype, or a weak type. */
type Node = DType | Weak

/** The edges upward. uint32 joins signed types at int32, as JAX does without 64-bit integers. */
const above: { readonly [N in Node]: readonly Node[] } = {
  bool: ["int*"],
  "int*": ["int8", "uint8"],
  int8: ["int16"],
  uint8: ["int16", "uint16"],
  int16: ["int32"],
  uint16: ["int32", "uint32"],
  uint32: ["int32"],
  int32: ["float*"],
  "float*": ["complex*", "bfloat16", "float16"],
  bfloat16: ["float32"],
  float16: ["float32"],
  float32: ["float64", "complex64"],
  float64: ["complex128"],
  "complex*": ["complex64"],
  complex64: ["complex128"],
  complex128: [],
}

const upset = (n: Node): ReadonlySet<Node> => new Set([n, ...above[n].flatMap((m) => [...upset(m)])])

const nodes = Object.keys(above) as readonly Node[]
const upsets = new Map(nodes.map((n) => [n, upset(n)] as const))
const upsetOf = (n: Node): ReadonlySet<Node> => upsets.get(n) ?? new Set()

/** The least node above both: the common upper bound whose own upset holds all the others. */
const joinNodes = (a: Node, b: Node): Node => {
  const common = [...upsetOf(a)].filter((n) => upsetOf(b).has(n))
  return common.find((n) => common.every((m) => upsetOf(n).has(m))) ?? "complex128"
}

const table = new Map(nodes.flatMap((a) => nodes.map((b) => [`${a},${b}`, joinNodes(a, b)] as const)))

const weakOf: { readonly [K in Kind]?: Weak } = { int: "int*", uint: "int*", float: "float*", complex: "complex*" }

const nodeOf = ({ dtype, weakType }: TypeOf): Node => (weakType ? weakOf[kindOf(dtype)] : undefined) ?? dtype

const isWeak = (n: Node): n is Weak => n.endsWith("*")

const joinStrong = (a: DType, b: DType): DType => table.get(`${a},${b}`) as DType

/**
 * The type that both arguments are converted to before an operation meets them: `a ∨ b`.
 * Commutative, associative, idempotent. (`jax.numpy.promote_types`)
 */
export const join = (a: TypeOf, b: TypeOf): TypeOf => {
  const node = table.get(`${nodeOf(a)},${nodeOf(b)}`) ?? "complex128"
  if (!isWeak(node)) return { dtype: node, weakType: false }
  // a weak join keeps the join of its weak operands' own dtypes, so that a weak float64 stays float64
  const [x, y] = [a, b].filter((t) => nodeOf(t) === node).map((t) => t.dtype)
  return { dtype: x && y ? joinStrong(x, y) : (x ?? "complex128"), weakType: true }
}

/** The two instances that a fold over many operands needs; laws in `test/core/promote.test.ts`. */
export const JoinSemilattice = { join } as const
