// Random arguments: arrays in their domains, tangents, cotangents. Elements come from a fine grid, so that shrinking ends at plain numbers.
import fc from "fast-check"
import type { NDArray } from "../../src/core/array.js"
import { type ShapeDtype, sizeOf } from "../../src/core/aval.js"
import { type DType, isInexact, widthOf } from "../../src/core/dtype.js"
import { arrayFrom, type Point } from "./arrays.js"
import type { Domain } from "./sample.js"

export const dtypeOf = (d: Domain): DType => d.dtype ?? "float64"

/** How many numbers an argument takes. */
const numbersIn = (d: Domain): number => sizeOf(d.shape) * widthOf(dtypeOf(d))

const fine = 2 ** 20

/** Fractions in [0, 1], as many as asked for. */
const fractions = (length: number): fc.Arbitrary<readonly number[]> =>
  fc.noBias(fc.array(fc.integer({ min: 0, max: fine }), { minLength: length, maxLength: length })).map((ks) => ks.map((k) => k / fine))

const integers = (d: Domain): fc.Arbitrary<readonly number[]> =>
  fc.array(fc.integer({ min: d.low, max: d.high }), { minLength: sizeOf(d.shape), maxLength: sizeOf(d.shape) })

/** Half-width of the gap around an avoided number: half of it stays empty, elements of all of it move into the other half. */
const gap = 1 / 16

/** Moves a number out of the gaps; what was different stays different. */
const keepAway = (avoid: readonly number[], x: number): number =>
  avoid.reduce((y, a) => {
    const distance = Math.abs(y - a)
    return distance >= gap ? y : a + (y < a ? -1 : 1) * ((gap + distance) / 2)
  }, x)

const inRange = (d: Domain, u: number): number => keepAway(d.avoid ?? [], d.low + (d.high - d.low) * u)

const smooth = (d: Domain): fc.Arbitrary<NDArray> => {
  const elements: fc.Arbitrary<readonly number[]> = isInexact(dtypeOf(d))
    ? fractions(numbersIn(d)).map((us) => us.map((u) => inRange(d, u)))
    : integers(d)
  return elements.map((xs) => arrayFrom(d.shape, dtypeOf(d), (i) => xs[i] as number))
}

/** The positions of the numbers when they are put in order: a permutation that shrinks to the identity. */
const ranks = (keys: readonly number[]): readonly number[] =>
  keys
    .map((_, i) => i)
    .sort((i, j) => (keys[i] as number) - (keys[j] as number) || i - j)
    .reduce<number[]>((rank, i, place) => Object.assign(rank, { [i]: place }), [])

/**
 * Argument `index` of `count` that must differ from one another everywhere. Each has its own residue class of a lattice that all share,
 * and no element leaves the middle half of its cell.
 */
const apart = (d: Domain, index: number, count: number, step: number): fc.Arbitrary<NDArray> => {
  const size = numbersIn(d)
  const whole = !isInexact(dtypeOf(d))
  const first = Math.ceil(d.low / step)
  const cells = Array.from({ length: Math.floor(d.high / step) - first + (whole ? 1 : 0) }, (_, j) => first + j).filter(
    (j) => ((j % count) + count) % count === index,
  )
  if (cells.length < size) throw new Error(`${size} distinct elements do not fit between ${d.low} and ${d.high}`)
  return fc.tuple(fractions(cells.length), fractions(size)).map(([keys, jitter]) => {
    const order = ranks(keys)
    const at = (i: number): number => (cells[order[i] as number] as number) * step
    return arrayFrom(d.shape, dtypeOf(d), (i) =>
      whole ? at(i) : keepAway(d.avoid ?? [], at(i) + step * (0.25 + 0.5 * (jitter[i] as number))),
    )
  })
}

/** The lattice of distinct float arguments: as wide as the narrowest range allows. */
const latticeStep = (domains: readonly Domain[]): number =>
  Math.min(...domains.map((d) => (d.high - d.low) / (domains.length * (numbersIn(d) + 1))))

/** Arguments for every domain. */
export const pointIn = (domains: readonly Domain[]): fc.Arbitrary<Point> => {
  const sharers = domains.map((_, i) => i).filter((i) => domains[i]?.distinct && isInexact(dtypeOf(domains[i])))
  const step = latticeStep(sharers.map((i) => domains[i] as Domain))
  return fc.tuple(
    ...domains.map((d, i) => {
      if (!d.distinct) return smooth(d)
      return sharers.includes(i) ? apart(d, sharers.indexOf(i), sharers.length, step) : apart(d, 0, 1, 1)
    }),
  )
}

/** A direction at arguments of these types: between −1 and 1 for floats, float32 zeros for what does not move. */
export const directionFor = (types: readonly ShapeDtype[]): fc.Arbitrary<Point> =>
  fc.tuple(
    ...types.map(({ shape, dtype }) =>
      isInexact(dtype) ? smooth({ shape, dtype, low: -1, high: 1 }) : fc.constant(arrayFrom(shape, "float32", () => 0)),
    ),
  )
