// The choices: which register tile, which operands are copied into panels first, and how the loops are cut so that a panel of B stays in the
// first cache and a block of A in the second. (K. Goto and R. van de Geijn, Anatomy of high-performance matrix multiplication, 2008)
import { dotPacksA, wantsDot } from "./dot.js"
import { elements } from "./element.js"
import { isScattered, type Oriented } from "./spec.js"
import { wantsSweep } from "./sweep.js"
import { tableBytes } from "./tables.js"

/** One direction cut into tiles of `size`; what is left over is a tile of its own. */
export interface Cut {
  readonly size: number
  readonly rest: number
  /** How many the innermost block holds. */
  readonly block: number
}

export interface GemmPlan {
  /** A few tiles written out, inner products of operands as they lie, one row swept over, or register tiles in blocks. */
  readonly method: "small" | "dot" | "sweep" | "tiles"
  readonly rows: Cut
  readonly columns: Cut
  /** Steps of k in one block. */
  readonly depth: number
  readonly packA: boolean
  readonly packB: boolean
  /** Bytes of the panels of A, then of those of B, then of tables. */
  readonly scratch: { readonly a: number; readonly b: number; readonly tables: number }
}

const roundUp = (n: number, to: number): number => Math.ceil(n / to) * to

/** Lines of a packed panel of `size` rows or columns: whole vectors of four. */
export const panelLines = (size: number): number => roundUp(size, 4)

/** Blocks of nearly equal length, none longer than `most`, each a multiple of `unit`. */
const evenly = (total: number, most: number, unit: number): number => {
  if (total <= most) return Math.max(roundUp(total, unit), unit)
  return roundUp(Math.ceil(total / Math.ceil(total / most)), unit)
}

/**
 * Rows and vectors of the tile. Engines give 15 vector registers, and sums, the row of B, A's element and the products must fit: 2×4, 4×2 and
 * 2×3 do and come within a few percent of the limit; 3×3, 5×2 and 6×2 do not, and lose a quarter to a half. 2×4 writes whole cache lines; 4×2
 * leaves fewer columns over, and suits panels of A, which are copied four rows at a time.
 */
const tileShape = ({ m, n }: Oriented, lanes: number, packA: boolean): readonly [rows: number, vectors: number] => {
  const vectors = Math.ceil(n / lanes)
  if (m <= 2) return [m, Math.min(vectors, 4)]
  // panels of A hold four lines
  if (vectors === 1) return [Math.min(m, packA ? 4 : 6), 1]
  if (vectors === 3 && !packA) return [2, 3]
  const rest = n % (4 * lanes)
  const narrowRest = rest > 0 && rest <= 2 * lanes && n < 128 * lanes
  const fewRowsOver = m > 4 && m < 32 && (m % 4 === 1 || m % 4 === 2)
  if (vectors >= 4 && !packA && m > 3 && (!narrowRest || fewRowsOver)) return [2, 4]
  return [Math.min(m, 4), Math.min(vectors, 2)]
}

const gcd = (x: number, y: number): number => (y === 0 ? x : gcd(y, x % y))

/** Whether `count` lines at this distance fall into so few sets of a cache (64 sets of 8 lines of 64 bytes) that they push each other out. */
const crowded = (distance: number, count: number): boolean => count > (8 * 4096) / Math.max(64, gcd(distance, 4096))

/** Bytes of B that are read where they lie: more are worth a copy into panels, if there are rows enough to use it. */
const directBytes = 128 * 1024
const fewRows = 12

const wantsPackedB = (o: Oriented): boolean => {
  if (o.b.column !== 1 || o.b.row < 0) return true
  const distance = o.b.row * elements[o.type].bytes
  return o.m > fewRows && (o.k * distance > directBytes || crowded(distance, o.k))
}

/** Rows of A that run along k are read as fast where they lie; columns, if the steps from one to the next suit the cache. */
const wantsPackedA = (o: Oriented): boolean => {
  const { row, column } = o.a
  if (row < 0 || column < 0 || (column === 0 && o.b.row === 0)) return true
  const { bytes } = elements[o.type]
  return o.m > 1 && column * bytes > 16 && o.n > 16 && crowded(column * bytes, o.k)
}

/** Few rows at a time where the rows of C crowd each other: with so little to sum, writing C is most of the work. */
const rowsInBlock = (o: Oriented, most: number): number => {
  const distance = Math.abs(o.c.row) * elements[o.type].bytes
  return o.k <= 32 && crowded(distance, most) ? 8 : most
}

/** Whether the product is so small that it is written out whole. Beyond four steps of k, compilers spill what they load early. */
const wantsSmall = (o: Oriented): boolean => {
  const vectors = Math.ceil(o.n / elements[o.type].lanes)
  const inPlace = o.b.column === 1 && o.b.row >= 0 && o.a.row >= 0 && o.a.column >= 0
  return inPlace && o.k > 0 && o.k <= (o.m * vectors <= 4 ? 4 : 2) && o.m * vectors * o.k <= 32
}

const methodOf = (o: Oriented): GemmPlan["method"] => {
  if (isScattered(o.a) || isScattered(o.b)) return "tiles"
  if (wantsSmall(o)) return "small"
  if (wantsDot(o)) return "dot"
  return wantsSweep(o) ? "sweep" : "tiles"
}

export const planOf = (o: Oriented): GemmPlan => {
  const { lanes, bytes } = elements[o.type]
  const scale = 4 / bytes
  const method = methodOf(o)
  const packA = method === "dot" ? dotPacksA(o) : o.k > 0 && (isScattered(o.a) || wantsPackedA(o))
  const packB = method === "tiles" && o.k > 0 && (isScattered(o.b) || wantsPackedB(o))
  const [height, vectors] = tileShape(o, lanes, packA)
  const width = Math.min(o.n, vectors * lanes)
  const depth = evenly(o.k, 256 * scale, 1)
  const rows: Cut = { size: height, rest: o.m % height, block: evenly(o.m, rowsInBlock(o, 64 * scale), height) }
  const columns: Cut = { size: width, rest: o.n % width, block: evenly(o.n, 512 * scale, width) }
  const lines = ({ block, size }: Cut, total: number): number => Math.ceil(Math.min(block, total) / size) * panelLines(size)
  const scratch = {
    a: packA ? roundUp((method === "dot" ? o.k : lines(rows, o.m) * depth) * bytes, 64) : 0,
    b: packB ? roundUp(lines(columns, o.n) * depth * bytes, 64) : 0,
    tables: tableBytes(o),
  }
  return { method, rows, columns, depth, packA, packB, scratch }
}
