// Algebra that is exact in IEEE arithmetic, on the top of an expression: factors of one, and operations on constants.
import { constant, type ScalarNode } from "../../core/scalar.js"

const isConstant = (x: ScalarNode): boolean => x.op === "const"
const isOne = (x: ScalarNode): boolean => isConstant(x) && x.data === 1

type Fold = (x: number, y: number) => number

/** In float64, and rounded to float32 afterwards: for these four that is the operation in float32 (Figueroa 1995). */
const arithmetic: { readonly [op: string]: Fold } = {
  add: (x, y) => x + y,
  sub: (x, y) => x - y,
  mul: (x, y) => x * y,
  div: (x, y) => x / y,
}

const isFloating = ({ type }: ScalarNode): boolean => type === "f32" || type === "f64"

/** The same value with less to compute, or the node itself. */
export const simplified = (n: ScalarNode): ScalarNode => {
  const [x, y] = n.args as readonly [ScalarNode, ScalarNode]
  if (!isFloating(n)) return n
  if (n.op === "neg" && isConstant(x)) return constant(n.type, -Number(x.data))
  const fold = arithmetic[n.op]
  if (!fold) return n
  if (isConstant(x) && isConstant(y)) {
    const value = fold(Number(x.data), Number(y.data))
    return constant(n.type, n.type === "f32" ? Math.fround(value) : value)
  }
  if (n.op === "mul" && isOne(x)) return y
  return (n.op === "mul" || n.op === "div") && isOne(y) ? x : n
}
