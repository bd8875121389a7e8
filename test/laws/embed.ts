// Samples as productions: any value in scope can be cut, repeated and scaled into a sample's domain, so that every primitive,
// however particular about its arguments, turns up inside random programs.
import type { NDArray } from "../../src/core/array.js"
import { sizeOf } from "../../src/core/aval.js"
import { isComplex, isFloat } from "../../src/core/dtype.js"
import * as e from "../../src/primitives/elementwise/index.js"
import { iota } from "../../src/primitives/shape/iota.js"
import { slice } from "../../src/primitives/shape/pad.js"
import { reshape } from "../../src/primitives/shape/reshape.js"
import { broadcastInDim } from "../../src/primitives/sum.js"
import { dtypeOf } from "./draw.js"
import type { Production } from "./productions.js"
import type { Domain, Sample } from "./sample.js"

/** As many elements as wanted, of the value's own, over and over. */
const resized = (x: NDArray, size: number): NDArray => {
  const flat = reshape(x, [x.size])
  const copies = Math.ceil(size / x.size)
  const enough = copies > 1 ? reshape(broadcastInDim(flat, [copies, x.size], [1]), [copies * x.size]) : flat
  return slice(enough, [0], [size])
}

/** The widest part of a range without the numbers to avoid, and a little inside of it where it ends at one. */
const widest = ({ low, high, avoid = [] }: Domain): readonly [low: number, high: number] => {
  const ends = [low, ...avoid.filter((a) => a >= low && a <= high).sort((a, b) => a - b), high]
  const parts = ends.slice(1).map((end, i) => [ends[i] as number, end] as const)
  const [from, to] = parts.reduce((best, part) => (part[1] - part[0] > best[1] - best[0] ? part : best))
  const margin = (to - from) / 16
  return [avoid.includes(from) ? from + margin : from, avoid.includes(to) ? to - margin : to]
}

/** A number between −1 and 1 that depends on the element; distinct ones keep to their own places in the range. */
const fractions = (x: NDArray, size: number, distinct: boolean): NDArray => {
  const wave = e.sin(e.convertElementType(resized(x, size), "float64"))
  if (!distinct) return wave
  const place = e.convertElementType(e.rem(e.mul(iota([size], 0, "int32"), 7), size % 7 === 0 ? size + 1 : size), "float64")
  return e.sub(e.mul(e.add(place, e.mul(e.add(wave, 2), 0.25)), 2 / (size + 1)), 1)
}

/** A value made into a sample's argument. */
const fitted = (x: NDArray, d: Domain): NDArray => {
  const [low, high] = widest(d)
  const dtype = dtypeOf(d)
  const unit = fractions(x, sizeOf(d.shape), d.distinct === true)
  const half = e.mul(e.add(unit, 1), 0.5)
  if (dtype === "bool") return reshape(e.gt(unit, 0), d.shape)
  if (isComplex(dtype)) {
    const re = e.add(e.mul(half, high - low), low)
    return reshape(e.convertElementType(e.complex(re, e.sub(high + low, re)), dtype), d.shape)
  }
  const scaled = isFloat(dtype) ? e.add(e.mul(half, high - low), low) : e.min(e.floor(e.add(e.mul(half, high - low + 1), low)), high)
  return reshape(e.convertElementType(scaled, dtype), d.shape)
}

/** Results brought back to where programs live. */
const tamed = (y: NDArray): NDArray =>
  isComplex(y.dtype) ? e.sin(e.add(e.real(y), e.imag(y))) : isFloat(y.dtype) ? e.sin(y) : y.dtype === "bool" ? y : e.and(y, 7)

/** A sample applied to values in scope. */
export const embed =
  ({ apply, inputs }: Sample): Production =>
  ({ values, choose }) => {
    const usable = values.filter((x) => x.size > 0)
    if (usable.length === 0) return undefined
    const results = apply(...inputs.map((d) => fitted(usable[usable.length - 1 - choose(usable.length)] as NDArray, d)))
    return (Array.isArray(results) ? (results as readonly NDArray[]) : [results as NDArray]).map(tamed)
  }
