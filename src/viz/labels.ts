// What a picture writes on an operation: the sign that a textbook would use.

import { formatNumber } from "../core/format.js"
import { type Eqn, isLiteral } from "../core/jaxpr.js"
import { comparisonSigns } from "../core/signs.js"

const signs: Readonly<Record<string, string>> = {
  add: "+",
  add_any: "+",
  sub: "−",
  mul: "×",
  div: "÷",
  neg: "−x",
  max: "max",
  min: "min",
  exp: "exp",
  log: "log",
  logistic: "σ",
  tanh: "tanh",
  square: "x²",
  sqrt: "√",
  dot_general: "·",
  reduce_sum: "Σ",
  select_n: "choose",
  ...comparisonSigns,
}

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹"
const superscript = (n: number): string =>
  `${n < 0 ? "⁻" : ""}${[...String(Math.abs(n))].map((d) => superscripts[Number(d)] ?? d).join("")}`

/** `+1`, `×(−1)`, `1/x` for an operation with a literal operand; its sign otherwise. */
export const operationLabel = ({ primitive, inputs, params }: Eqn): string => {
  const { y: power, name } = params as { readonly y?: number; readonly name?: string }
  if (primitive.name === "integer_pow") return power === -1 ? "1/x" : `x${superscript(Number(power))}`
  if (primitive.name === "jit") return name ?? "jit"
  const sign = signs[primitive.name] ?? primitive.name
  const [x, y] = inputs
  if (inputs.length !== 2 || x === undefined || y === undefined) return sign
  if (isLiteral(y)) return `${sign}${bracketed(formatNumber(y.value, y.aval.dtype))}`
  if (isLiteral(x))
    return primitive.name === "div"
      ? `${formatNumber(x.value, x.aval.dtype)}/x`
      : `${bracketed(formatNumber(x.value, x.aval.dtype))}${sign}`
  return sign
}

const bracketed = (n: string): string => (n.startsWith("-") ? `(−${n.slice(1)})` : n)
