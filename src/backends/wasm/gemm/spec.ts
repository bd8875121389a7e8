// What a matrix product is, before any choice of how to compute it: sizes and strides, all known at compile time.
import type { Code } from "../encode/code.js"
import type { ValueType } from "../encode/types.js"

export type GemmType = "f32" | "f64" | "i32"

/** Distances between neighbours, in elements; any integers, zero (broadcast) and negative ones too. */
export interface MatrixStrides {
  readonly row: number
  readonly column: number
  /** Rows that no single stride describes: the loops that they are numbered by. Then `row` says nothing. */
  readonly rows?: readonly Loop[]
  readonly columns?: readonly Loop[]
}

/** One of several loops that together number lines. */
export interface Loop {
  readonly size: number
  /** In elements. */
  readonly stride: number
}

/** An outer loop: its length, and how far each operand moves per turn, in elements. */
export interface GemmBatch {
  readonly size: number
  readonly a: number
  readonly b: number
  readonly c: number
}

/** Where in the product a value belongs. */
export interface Place {
  readonly row: Code
  readonly column: Code
  /** The index that grows from lane to lane; the other is the same in all lanes. */
  readonly along: "row" | "column"
  /** The turn of each outer loop, in the order of `batch`. */
  readonly batch: readonly Code[]
}

/** What an epilogue may use of the function that it is compiled into. */
export interface EpilogueScope {
  /** A local of the function, free until this application ends. */
  readonly local: (type: ValueType) => number
  /** The extra parameters, in the order of `Epilogue.parameters`. */
  readonly parameters: readonly Code[]
}

/** A function of each result, applied once, when its sum is complete. */
export interface Epilogue {
  /** Two epilogues of one key are the same code. */
  readonly key: string
  /** Parameters that the product takes after its four pointers and hands to `apply`. */
  readonly parameters?: readonly ValueType[]
  /** The code of the result from the code of the sum, which is a vector of `lanes` lanes or, if that is 1, a scalar. */
  readonly apply: (value: Code, place: Place, lanes: 1 | 2 | 4, scope: EpilogueScope) => Code
}

/** `C = A·B`, or with `accumulate` `C += A·B`, for every turn of the outer loops; then the epilogue. */
export interface GemmSpec {
  readonly type: GemmType
  readonly m: number
  readonly n: number
  readonly k: number
  /** Of `A[m, k]`. */
  readonly a: MatrixStrides
  /** Of `B[k, n]`. */
  readonly b: MatrixStrides
  /** Of `C[m, n]`. */
  readonly c: MatrixStrides
  readonly batch: readonly GemmBatch[]
  readonly accumulate?: boolean
  readonly epilogue?: Epilogue
}

/** A spec turned so that vectors run along the columns of C. */
export interface Oriented extends GemmSpec {
  /** Whether rows and columns changed places: `Cᵀ = Bᵀ·Aᵀ`. */
  readonly swapped: boolean
}

const flip = ({ row, column, rows, columns }: MatrixStrides): MatrixStrides => ({
  row: column,
  column: row,
  ...(columns && { rows: columns }),
  ...(rows && { columns: rows }),
})

/** Whether lines of an operand lie where tables say. */
export const isScattered = ({ rows, columns }: MatrixStrides): boolean => rows !== undefined || columns !== undefined

const transposed = (s: GemmSpec): GemmSpec => ({
  ...s,
  m: s.n,
  n: s.m,
  a: flip(s.b),
  b: flip(s.a),
  c: flip(s.c),
  batch: s.batch.map(({ size, a, b, c }) => ({ size, a: b, b: a, c })),
})

/** Takes an outer loop that only adds rows into the rows; the epilogue counts the loops, so it keeps them. */
const mergeRows = (s: GemmSpec): GemmSpec => {
  const at = s.batch.findIndex(({ a, b, c }) => b === 0 && (s.m === 1 || (a === s.m * s.a.row && c === s.m * s.c.row)))
  const loop = s.batch[at]
  if (loop === undefined || s.epilogue !== undefined || s.a.rows !== undefined) return s
  const rows = s.m === 1 ? { a: { ...s.a, row: loop.a }, c: { ...s.c, row: loop.c } } : {}
  return mergeRows({ ...s, ...rows, m: s.m * loop.size, batch: s.batch.filter((_, i) => i !== at) })
}

/** Neighbouring loops that walk on in equal steps are one loop. */
const mergeLoops = (batch: readonly GemmBatch[]): readonly GemmBatch[] => {
  const merged: GemmBatch[] = []
  for (const loop of batch) {
    const outer = merged.at(-1)
    const follows = outer && (["a", "b", "c"] as const).every((x) => outer[x] === loop.size * loop[x])
    if (follows) merged[merged.length - 1] = { ...loop, size: outer.size * loop.size }
    else merged.push(loop)
  }
  return merged
}

/** The same product with as few loops as possible and with C's columns adjacent if anything in C is. */
export const orient = (spec: GemmSpec): Oriented => {
  const loops = spec.epilogue ? spec.batch : mergeLoops(spec.batch.filter((loop) => loop.size !== 1))
  const merged = transposed(mergeRows(transposed(mergeRows({ ...spec, batch: loops }))))
  const swapped = merged.n === 1 ? merged.m > 1 : merged.m > 1 && merged.c.column !== 1 && merged.c.row === 1
  return { ...(swapped ? transposed(merged) : merged), swapped }
}
