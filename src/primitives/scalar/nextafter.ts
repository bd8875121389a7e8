// The neighbour of a float: magnitudes of one sign are ordered as their bit patterns are, so a step is ±1 on the pattern.
import { bfloat16ToNumber, float16ToNumber, numberToBfloat16, numberToFloat16 } from "../../core/half.js"

/** Patterns of non-negative numbers. BigInt, because those of float64 exceed what a number counts exactly. */
interface Format {
  readonly toBits: (x: number) => bigint
  readonly fromBits: (bits: bigint) => number
}

const view = new DataView(new ArrayBuffer(8))

const formats: { readonly [F in "float16" | "bfloat16" | "float32" | "float64"]: Format } = {
  float16: { toBits: (x) => BigInt(numberToFloat16(x)), fromBits: (bits) => float16ToNumber(Number(bits)) },
  bfloat16: { toBits: (x) => BigInt(numberToBfloat16(x)), fromBits: (bits) => bfloat16ToNumber(Number(bits)) },
  float32: {
    toBits: (x) => {
      view.setFloat32(0, x)
      return BigInt(view.getUint32(0))
    },
    fromBits: (bits) => {
      view.setUint32(0, Number(bits))
      return view.getFloat32(0)
    },
  },
  float64: {
    toBits: (x) => {
      view.setFloat64(0, x)
      return view.getBigUint64(0)
    },
    fromBits: (bits) => {
      view.setBigUint64(0, bits)
      return view.getFloat64(0)
    },
  },
}

const nextafterIn =
  ({ toBits, fromBits }: Format) =>
  (x: number, y: number): number => {
    if (Number.isNaN(x) || Number.isNaN(y)) return NaN
    if (x === y) return y
    if (x === 0) return y > 0 ? fromBits(1n) : -fromBits(1n)
    const awayFromZero = x > 0 === y > x
    const neighbour = fromBits(toBits(Math.abs(x)) + (awayFromZero ? 1n : -1n))
    return x > 0 ? neighbour : -neighbour
  }

/** The float64 next to x on the way to y; y itself if they are equal, so that ±0 may change sign. (`jax.lax.nextafter`) */
export const nextafter64: (x: number, y: number) => number = nextafterIn(formats.float64)
/** `nextafter64` among the float32 numbers, of which x is one. */
export const nextafter32: (x: number, y: number) => number = nextafterIn(formats.float32)
/** `nextafter64` among the float16 numbers, of which x is one. */
export const nextafter16: (x: number, y: number) => number = nextafterIn(formats.float16)
/** `nextafter64` among the bfloat16 numbers, of which x is one. */
export const nextafterBfloat16: (x: number, y: number) => number = nextafterIn(formats.bfloat16)
