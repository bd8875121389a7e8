// Which lengths a transform is taken apart into, and which of them are written out, are a matrix product, or a convolution.

/** The smallest prime that divides n. */
export const smallestFactor = (n: number): number => {
  for (let p = 2; p * p <= n; p++) if (n % p === 0) return p
  return n
}

/** Prime lengths up to this are written out as expressions. */
const largestWritten = 13
/** Prime lengths from there up to this are products with a matrix; longer ones are convolutions. */
export const largestMatrix = 64

export const isWrittenOut = (r: number): boolean => r === 8 || r === 4 || r <= largestWritten

/** From this length on, fewer passes over memory are worth the longer programs. */
const long = 8192

const primesOf = (n: number): readonly number[] => {
  if (n === 1) return []
  const p = smallestFactor(n)
  return [p, ...primesOf(n / p)]
}

/** The twos of a length as eights and fours, with at most one two. */
const powersOfTwo = (k: number, n: number): readonly number[] => {
  const eights = n >= long ? Math.floor(k / 3) - (k % 3 === 1 && k > 3 ? 1 : 0) : k % 2 === 1 && k > 1 ? 1 : 0
  const left = k - 3 * eights
  return [...new Array<number>(eights).fill(8), ...new Array<number>(Math.floor(left / 2)).fill(4), ...new Array<number>(left % 2).fill(2)]
}

/** Lengths whose product is n, in the order of their stages: large primes last, where neighbours in memory are transformed alike. */
export const radicesOf = (n: number): readonly number[] => {
  const primes = primesOf(n)
  const odd = primes.filter((p) => p !== 2)
  return [...powersOfTwo(primes.length - odd.length, n), ...odd]
}

const startsOfLengths = [1, 3, 5, 9, 15]

/** The least length from n on with few small factors. */
export const convenientFrom = (n: number): number =>
  Math.min(...startsOfLengths.map((c) => c * 2 ** Math.max(0, Math.ceil(Math.log2(n / c)))))
