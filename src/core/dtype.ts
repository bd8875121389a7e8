// Element types: what one number in an array may be. float16 and bfloat16 are storage types:
// they occupy two bytes at rest and are computed with as float32. A complex number is two floats side by side, [re, im].

export type DType =
  | "bool"
  | "int8"
  | "uint8"
  | "int16"
  | "uint16"
  | "int32"
  | "uint32"
  | "float16"
  | "bfloat16"
  | "float32"
  | "float64"
  | "complex64"
  | "complex128"

export type Kind = "bool" | "int" | "uint" | "float" | "complex"

/** The typed arrays that hold elements. bool rests in a Uint8Array of 0 and 1; the 16-bit floats rest as bit patterns in a Uint16Array. */
export type TypedArray = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array

interface TypedArrayConstructor {
  new (length: number): TypedArray
  new (values: ArrayLike<number>): TypedArray
}

interface DTypeInfo {
  /** The name in printed programs, as JAX prints it: `f32`. */
  readonly short: string
  readonly kind: Kind
  /** Bytes an element occupies at rest. */
  readonly bytes: number
  /** The typed array at rest. */
  readonly Storage: TypedArrayConstructor
  /** The typed array while the interpreter computes. */
  readonly Working: TypedArrayConstructor
  /** The closed range of finite values; of a complex dtype, that of each part. */
  readonly min: number
  readonly max: number
  /** Distance from 1 to the next number; 1 for integers. */
  readonly eps: number
}

const row = (
  short: string,
  kind: Kind,
  bytes: number,
  Storage: TypedArrayConstructor,
  Working: TypedArrayConstructor,
  [min, max]: readonly [number, number],
  eps = 1,
): DTypeInfo => ({ short, kind, bytes, Storage, Working, min, max, eps })

const symmetric = (max: number): readonly [number, number] => [-max, max]

/** Facts about every dtype; the order is that of the promotion lattice, narrow to wide. */
export const dtypeInfo: { readonly [D in DType]: DTypeInfo } = {
  bool: row("bool", "bool", 1, Uint8Array, Uint8Array, [0, 1]),
  int8: row("i8", "int", 1, Int8Array, Int8Array, [-128, 127]),
  uint8: row("u8", "uint", 1, Uint8Array, Uint8Array, [0, 255]),
  int16: row("i16", "int", 2, Int16Array, Int16Array, [-32768, 32767]),
  uint16: row("u16", "uint", 2, Uint16Array, Uint16Array, [0, 65535]),
  int32: row("i32", "int", 4, Int32Array, Int32Array, [-(2 ** 31), 2 ** 31 - 1]),
  uint32: row("u32", "uint", 4, Uint32Array, Uint32Array, [0, 2 ** 32 - 1]),
  float16: row("f16", "float", 2, Uint16Array, Float32Array, symmetric(65504), 2 ** -10),
  bfloat16: row("bf16", "float", 2, Uint16Array, Float32Array, symmetric((2 - 2 ** -7) * 2 ** 127), 2 ** -7),
  float32: row("f32", "float", 4, Float32Array, Float32Array, symmetric((2 - 2 ** -23) * 2 ** 127), 2 ** -23),
  float64: row("f64", "float", 8, Float64Array, Float64Array, symmetric(Number.MAX_VALUE), 2 ** -52),
  complex64: row("c64", "complex", 8, Float32Array, Float32Array, symmetric((2 - 2 ** -23) * 2 ** 127), 2 ** -23),
  complex128: row("c128", "complex", 16, Float64Array, Float64Array, symmetric(Number.MAX_VALUE), 2 ** -52),
}

export const dtypes = Object.keys(dtypeInfo) as readonly DType[]

/** Whether a value names a dtype. */
export const isDType = (x: unknown): x is DType => typeof x === "string" && Object.hasOwn(dtypeInfo, x)

export const kindOf = (d: DType): Kind => dtypeInfo[d].kind
export const isFloat = (d: DType): boolean => kindOf(d) === "float"
export const isComplex = (d: DType): boolean => kindOf(d) === "complex"
/** Whether numbers of the dtype move smoothly, so that there are derivatives: floats and complex numbers. */
export const isInexact = (d: DType): boolean => isFloat(d) || isComplex(d)
export const isInteger = (d: DType): boolean => kindOf(d) === "int" || kindOf(d) === "uint"

/** How many numbers of the typed array make one element: two for complex numbers. */
export const widthOf = (d: DType): 1 | 2 => (isComplex(d) ? 2 : 1)

/** The dtype of the parts of a complex number; of any other dtype, itself. */
export const realOf = (d: DType): DType => (d === "complex64" ? "float32" : d === "complex128" ? "float64" : d)

/** The complex dtype that holds the numbers of a dtype: complex128 for float64, else complex64. */
export const complexOf = (d: DType): DType => (isComplex(d) ? d : d === "float64" ? "complex128" : "complex64")

/** The dtype in which sums of products are computed, to be brought back into their own once: one of 32 bits for narrower ones. */
export const accumulatorOf = (d: DType): DType => {
  const { kind, bytes } = dtypeInfo[d]
  if (bytes >= 4) return d
  return kind === "float" ? "float32" : kind === "uint" ? "uint32" : "int32"
}

const byShort: ReadonlyMap<string, DType> = new Map(dtypes.map((d) => [dtypeInfo[d].short, d]))

/** The dtype that a printed program calls `short`, or undefined. */
export const dtypeOfShort = (short: string): DType | undefined => byShort.get(short)
