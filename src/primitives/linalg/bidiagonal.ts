// Singular values of one bidiagonal matrix of float64 numbers: rotations from both sides shrink what stands beside the diagonal
// (Golub & Reinsch 1970, "Singular value decomposition and least squares solutions", with the shift of LINPACK).
// `turnLeft(i, j, c, s)` is told that columns i and j of U were turned: `uᵢ ← c·uᵢ + s·uⱼ, uⱼ ← c·uⱼ − s·uᵢ`; `turnRight` the same of V.

export interface Bidiagonal {
  readonly diagonal: Float64Array
  /** Element i stands right of diagonal element i; the last is 0. */
  readonly beside: Float64Array
}

export type Turn = (i: number, j: number, c: number, s: number) => void

interface Turns {
  readonly left: Turn
  readonly right: Turn
}

/** Sweeps that one singular value may take: two or three are usual. */
const cap = 60

/** Beside its neighbours, or beside the greatest element of all, which is one. */
const isNothing = (x: number, beside: number): boolean => Math.abs(x) <= Number.EPSILON * beside + Number.EPSILON ** 2

/** `(c, s, r)` with `c·f + s·g = r` and `c·g = s·f`. */
const rotation = (f: number, g: number): readonly [c: number, s: number, r: number] => {
  const r = Math.hypot(f, g)
  return r === 0 ? [1, 0, 0] : [f / r, g / r, r]
}

/** The last diagonal element of the block is nothing: the element above it is chased up and out. */
const clearColumn = ({ diagonal: d, beside: e }: Bidiagonal, from: number, to: number, { right }: Turns): void => {
  let f = e[to - 1]!
  e[to - 1] = 0
  for (let j = to - 1; j >= from; j--) {
    const [c, s, r] = rotation(d[j]!, f)
    d[j] = r
    if (j > from) {
      f = -s * e[j - 1]!
      e[j - 1]! *= c
    }
    right(j, to, c, s)
  }
}

/** Diagonal element k of the block is nothing: the element beside it is chased along its row and out. */
const clearRow = ({ diagonal: d, beside: e }: Bidiagonal, k: number, to: number, { left }: Turns): void => {
  let f = e[k]!
  e[k] = 0
  for (let j = k + 1; j <= to; j++) {
    const [c, s, r] = rotation(d[j]!, f)
    d[j] = r
    f = -s * e[j]!
    e[j]! *= c
    left(j, k, c, s)
  }
}

/** The first column of `BᵀB − shift`, up to a factor. */
const startOf = ({ diagonal: d, beside: e }: Bidiagonal, from: number, to: number): readonly [number, number] => {
  const scale = Math.max(...[d[to]!, d[to - 1]!, e[to - 1]!, d[from]!, e[from]!].map(Math.abs))
  const [last, before, between, first, next] = [d[to]!, d[to - 1]!, e[to - 1]!, d[from]!, e[from]!].map((x) => x / scale) as [
    number,
    number,
    number,
    number,
    number,
  ]
  const b = ((before + last) * (before - last) + between * between) / 2
  const c = (last * between) ** 2
  const root = Math.sqrt(b * b + c)
  const shift = c === 0 ? 0 : c / (b + (b < 0 ? -root : root))
  return [(first + last) * (first - last) + shift, first * next]
}

/** One sweep over the block `from … to`: a bulge is chased downwards. */
const sweep = (b: Bidiagonal, from: number, to: number, { left, right }: Turns): void => {
  const { diagonal: d, beside: e } = b
  let [f, g] = startOf(b, from, to)
  for (let j = from; j < to; j++) {
    const [c, s, r] = rotation(f, g)
    if (j > from) e[j - 1] = r
    f = c * d[j]! + s * e[j]!
    e[j] = c * e[j]! - s * d[j]!
    g = s * d[j + 1]!
    d[j + 1]! *= c
    right(j, j + 1, c, s)
    const [c2, s2, r2] = rotation(f, g)
    d[j] = r2
    f = c2 * e[j]! + s2 * d[j + 1]!
    d[j + 1] = c2 * d[j + 1]! - s2 * e[j]!
    g = s2 * e[j + 1]!
    e[j + 1]! *= c2
    left(j, j + 1, c2, s2)
  }
  e[to - 1] = f
}

/** Where the block that ends at `to` begins: above it something beside the diagonal is nothing, and is made so. */
const blockStart = ({ diagonal: d, beside: e }: Bidiagonal, to: number): number => {
  for (let from = to; from > 0; from--)
    if (isNothing(e[from - 1]!, Math.abs(d[from - 1]!) + Math.abs(d[from]!))) {
      e[from - 1] = 0
      return from
    }
  return 0
}

/** The last diagonal element of a block that is nothing, and is made so; −1 if there is none. */
const lastNothing = ({ diagonal: d, beside: e }: Bidiagonal, from: number, to: number): number => {
  for (let k = to; k >= from; k--)
    if (isNothing(d[k]!, Math.abs(e[k]!) + (k > from ? Math.abs(e[k - 1]!) : 0))) {
      d[k] = 0
      return k
    }
  return -1
}

/** Makes the matrix diagonal, from its last column up, and says whether that succeeded. Diagonal elements may end up negative. */
export const diagonalise = (b: Bidiagonal, turns: Turns): boolean => {
  let tries = 0
  for (let to = b.diagonal.length - 1; to > 0; ) {
    const from = blockStart(b, to)
    if (from === to) {
      to--
      tries = 0
      continue
    }
    if (tries++ === cap) return false
    const k = lastNothing(b, from, to)
    if (k === to) clearColumn(b, from, to, turns)
    else if (k >= 0) clearRow(b, k, to, turns)
    else sweep(b, from, to, turns)
  }
  return true
}
