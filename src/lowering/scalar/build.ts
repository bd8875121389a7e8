// Short names for the basic operations, so that expansions read as formulas.
import { constant, node, type ScalarNode, type ScalarType } from "../../core/scalar.js"

export const binary =
  (op: string) =>
  (x: ScalarNode, y: ScalarNode): ScalarNode =>
    node(op, x.type, [x, y])
const unary =
  (op: string) =>
  (x: ScalarNode): ScalarNode =>
    node(op, x.type, [x])
const comparison =
  (op: string) =>
  (x: ScalarNode, y: ScalarNode): ScalarNode =>
    node(op, "bool", [x, y])

export const add = binary("add")
export const sub = binary("sub")
export const mul = binary("mul")
export const div = binary("div")
export const min = binary("min")
export const max = binary("max")
export const and = binary("and")
export const or = binary("or")
export const xor = binary("xor")
export const not = unary("not")
export const neg = unary("neg")
export const abs = unary("abs")
export const floor = unary("floor")
export const ceil = unary("ceil")
export const nearest = unary("nearest")
export const eq = comparison("eq")
export const ne = comparison("ne")
export const lt = comparison("lt")
export const le = comparison("le")
export const gt = comparison("gt")
export const ge = comparison("ge")

export const shl = (x: ScalarNode, n: number): ScalarNode => node("shl", x.type, [x], n)
export const shrS = (x: ScalarNode, n: number): ScalarNode => node("shrS", x.type, [x], n)
export const shrU = (x: ScalarNode, n: number): ScalarNode => node("shrU", x.type, [x], n)
export const select = (condition: ScalarNode, then: ScalarNode, otherwise: ScalarNode): ScalarNode =>
  node("select", then.type, [condition, then, otherwise])
export const bitcast = (x: ScalarNode, type: ScalarType): ScalarNode => (x.type === type ? x : node("bitcast", type, [x]))
export const convert = (x: ScalarNode, type: ScalarType): ScalarNode => (x.type === type ? x : node("convert", type, [x]))

/** A constant of the type of another node. */
export const like = (x: ScalarNode, value: number): ScalarNode => constant(x.type, value)
export { constant }
