// Numbers and arrays as NumPy prints them: columns aligned, eight digits after the point, long arrays elided. (numpy/_core/arrayprint.py)
import { sizeOf } from "./aval.js"
import { exactDecimal, exponentText, positionalParts, roundedDecimal, shortestDecimal, showDecimal } from "./digits.js"
import { type DType, isComplex, isFloat, kindOf, realOf } from "./dtype.js"
import { layout, shownElements } from "./layout.js"
import { roundTo, type Tensor } from "./tensor.js"

const lineWidth = 75
/** Digits after the point, at most. */
const precision = 8

const nonFinite = (x: number): string => (Number.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf")

/** One number in as few digits as its dtype needs: `1`, `0.1`, `1e-07`, `nan`, `True`. */
export const formatNumber = (value: number, dtype: DType): string => {
  if (kindOf(dtype) === "bool") return value === 0 ? "False" : "True"
  if (kindOf(dtype) === "int" || kindOf(dtype) === "uint") return String(value)
  return Number.isFinite(value) ? showDecimal(shortestDecimal(value, dtype)) : nonFinite(value)
}

/** From this size on a float array is printed with exponents: 10 to the number of digits that the dtype holds, at most 8. */
const exponentFrom: { readonly [D in DType]?: number } = { float16: 1e3, bfloat16: 1e3, float32: 1e6, float64: 1e8 }

/** Whether a column of numbers is too wide, or too uneven, to print without exponents. */
const needsExponent = (finite: readonly number[], dtype: DType): boolean => {
  const sizes = finite.filter((x) => x !== 0).map(Math.abs)
  if (sizes.length === 0) return false
  const max = sizes.reduce((a, b) => Math.max(a, b))
  const min = sizes.reduce((a, b) => Math.min(a, b))
  return max >= (exponentFrom[dtype] ?? 1e8) || min < roundTo(dtype, 1e-4) || roundTo(dtype, max / min) > 1000
}

type Parts = readonly [whole: string, fraction: string, tail: string]

const longest = (texts: readonly string[]): number => texts.reduce((n, t) => Math.max(n, t.length), 0)

/** Digits before the point, after it, and the exponent: all with as many digits after the point as the longest needs. */
const scientificParts = (finite: readonly number[], dtype: DType): readonly Parts[] => {
  const count = longest(finite.map((x) => roundedDecimal(x, dtype, precision + 1).digits))
  const decimals = finite.map((x) => exactDecimal(x, count))
  const exponentWidth = Math.max(2, longest(decimals.map((d) => String(Math.abs(d.exponent)))))
  return decimals.map(({ negative, digits, exponent }) => [
    `${negative ? "-" : ""}${digits[0] ?? "0"}`,
    digits.slice(1).padEnd(count - 1, "0"),
    exponentText(exponent, exponentWidth),
  ])
}

const positional = (finite: readonly number[], dtype: DType): readonly Parts[] =>
  finite.map((x) => [...positionalParts(roundedDecimal(x, dtype, precision + 1 + shortestDecimal(x, dtype).exponent)), ""])

/** Floats of one array, all in the same form: each padded so that the points stand below one another. */
const floatTexts = (values: readonly number[], dtype: DType, signed = false): readonly string[] => {
  const finite = values.filter(Number.isFinite)
  const given = (needsExponent(finite, dtype) ? scientificParts : positional)(finite, dtype)
  const withSign = (text: string): string => (signed && !text.startsWith("-") ? `+${text}` : text)
  const parts = given.map(([whole, ...rest]): Parts => [withSign(whole), ...rest])
  const special = (x: number): string => withSign(nonFinite(x))
  const before = longest(parts.map(([whole]) => whole))
  const after = longest(parts.map(([, fraction, tail]) => fraction + tail))
  const width = Math.max(before + 1 + after, longest(values.filter((x) => !Number.isFinite(x)).map(special)))
  let next = 0
  return values.map((x) => {
    if (!Number.isFinite(x)) return special(x).padStart(width)
    const [whole, fraction, tail] = parts[next++] as Parts
    return `${whole.padStart(width - 1 - after)}.${(fraction + tail).padEnd(after)}`
  })
}

/** Complex numbers, `1.+2.j`: a column of real parts, and one of imaginary parts with their signs. */
const complexTexts = (re: readonly number[], im: readonly number[], dtype: DType): readonly string[] => {
  const after = floatTexts(im, dtype, true)
  return floatTexts(re, dtype).map((text, i) => text + (after[i] as string).replace(/ *$/, "j$&"))
}

/** One complex number as Python writes it: `(1+2j)`, `2j`. */
const formatComplex = (re: number, im: number, dtype: DType): string => {
  const imaginary = `${formatNumber(im, dtype)}j`
  if (Object.is(re, 0)) return imaginary
  return `(${formatNumber(re, dtype)}${imaginary.startsWith("-") ? "" : "+"}${imaginary})`
}

/** The texts of an array's elements: all of one width. */
const elementTexts = (values: readonly number[], dtype: DType, rank: number): readonly string[] => {
  if (isFloat(dtype)) return floatTexts(values, dtype)
  const texts = values.map((x) => formatNumber(x, dtype))
  const width = kindOf(dtype) === "bool" ? (rank > 0 ? 5 : 0) : longest(texts)
  return texts.map((t) => t.padStart(width))
}

/** The elements between brackets. */
const bracketed = (t: Tensor, separator: string, indent: number, width: number): string => {
  if (t.data.length === 0) return "[]"
  const positions = shownElements(t.shape)
  const numbers = (width: number, from: number): readonly number[] => positions.map((i) => t.data[width * i + from] as number)
  const texts = isComplex(t.dtype)
    ? complexTexts(numbers(2, 0), numbers(2, 1), realOf(t.dtype))
    : elementTexts(numbers(1, 0), t.dtype, t.shape.length)
  return layout(t.shape, texts, { separator, indent, width })
}

/** The elements as NumPy's `str` writes them, `[[1. 2.]\n [3. 4.]]`; a scalar as Python writes it, `2.0`. */
export const formatArray = (t: Tensor): string => {
  if (t.shape.length > 0) return bracketed(t, " ", 0, lineWidth)
  if (isComplex(t.dtype)) return formatComplex(t.data[0] as number, t.data[1] as number, realOf(t.dtype))
  const text = formatNumber(t.data[0] as number, t.dtype)
  return isFloat(t.dtype) && /^-?\d+$/.test(text) ? `${text}.0` : text
}

/** Arrays whose sizes the eye does not count. */
const hidesShape = ({ shape }: Tensor): boolean => shape.length > 2 || sizeOf(shape) === 0 || sizeOf(shape) > 100

/** A shape as Python writes it: `(3,)`, `(2, 3)`. */
const tupleOf = (shape: readonly number[]): string => (shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`)

/** The array as JAX's `repr` writes it, with its dtype, and its shape where that is not plain to see: `Array([1., 2.], dtype=float32)`. */
export const describeArray = (t: Tensor, weakType = false): string => {
  const head = "Array("
  const body = `${head}${bracketed(t, ", ", head.length, lineWidth - 1)},`
  const extras = [hidesShape(t) && `shape=${tupleOf(t.shape)}`, `dtype=${t.dtype}`, weakType && "weak_type=True"]
  const tail = `${extras.filter(Boolean).join(", ")})`
  const lastLine = body.length - (body.lastIndexOf("\n") + 1)
  return body + (lastLine + tail.length + 1 > lineWidth ? `\n${" ".repeat(head.length)}` : " ") + tail
}
