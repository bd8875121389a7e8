// Floating-point numbers in decimal: as few digits as tell a number from its neighbours of the same dtype, rounded further where asked.
import type { DType } from "./dtype.js"
import { roundTo } from "./tensor.js"

/** `± d₀.d₁d₂… · 10^exponent`, without trailing zeros; zero is the digit 0. */
export interface Decimal {
  readonly negative: boolean
  readonly digits: string
  readonly exponent: number
}

const decimalOf = (x: number, scientific: string): Decimal => {
  const [mantissa = "0", exponent] = scientific.split("e")
  const digits = mantissa.replace(/[-.]/g, "").replace(/0+$/, "")
  return { negative: x < 0 || Object.is(x, -0), digits: digits || "0", exponent: Number(exponent) }
}

/** More than any number needs whose digits end where rounding is undecided. */
const further = 30

/** `x` rounded to `count` significant digits; halves go to the even digit, as in IEEE arithmetic. */
export const exactDecimal = (x: number, count: number): Decimal => {
  const up = x.toExponential(count - 1) // halves away from zero
  if (!/[13579]e/.test(up)) return decimalOf(x, up)
  const digits = x.toExponential(count - 1 + further).replace(/[-.]|e.*$/g, "")
  const isHalf = /^50*$/.test(digits.slice(count))
  return decimalOf(x, isHalf ? up.replace(/\d(?=e)/, (d) => String(Number(d) - 1)) : up)
}

/** Nine digits tell any two float32 apart. */
const enough = 9

/** The shortest decimal that the dtype rounds to `x`, which is finite and a number of that dtype. (Steele and White 1990) */
export const shortestDecimal = (x: number, dtype: DType): Decimal => {
  if (dtype !== "float64")
    for (let count = 1; count <= enough; count++) {
      const decimal = exactDecimal(x, count)
      if (roundTo(dtype, numberOf(decimal)) === x) return decimal
    }
  return decimalOf(x, x.toExponential())
}

/** The shortest decimal, cut to `count` significant digits where it is longer. */
export const roundedDecimal = (x: number, dtype: DType, count: number): Decimal => {
  const shortest = shortestDecimal(x, dtype)
  return shortest.digits.length <= count ? shortest : exactDecimal(x, count)
}

const numberOf = ({ negative, digits, exponent }: Decimal): number =>
  Number(`${negative ? "-" : ""}${digits}e${exponent - digits.length + 1}`)

/** The digits before and after the point: `["-12", "5"]`, `["0", ""]`. */
export const positionalParts = ({ negative, digits, exponent }: Decimal): readonly [whole: string, fraction: string] => {
  const padded = exponent < 0 ? "0".repeat(-exponent) + digits : digits.padEnd(exponent + 1, "0")
  const point = Math.max(exponent, 0) + 1
  return [(negative ? "-" : "") + padded.slice(0, point), padded.slice(point)]
}

/** `e+07`: a sign and at least two digits, as C and Python write it. */
export const exponentText = (exponent: number, width = 2): string =>
  `e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(width, "0")}`

/** As Python's `repr`: positional from 1e-4 to 1e16, `1.5e-07` beyond. A whole number has no point. */
export const showDecimal = (d: Decimal): string => {
  if (d.exponent >= -4 && d.exponent < 16) {
    const [whole, fraction] = positionalParts(d)
    return fraction === "" ? whole : `${whole}.${fraction}`
  }
  const [first = "0", ...rest] = d.digits
  return `${d.negative ? "-" : ""}${first}${rest.length > 0 ? `.${rest.join("")}` : ""}${exponentText(d.exponent)}`
}
