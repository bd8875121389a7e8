// Instructions as data: a code is a byte or a list of codes, so programs are built by nesting and flattened once, at the end.

/** A function of a module under construction: a name for an index that is only known at the end. */
export interface FunctionRef {
  readonly kind: "import" | "defined"
  readonly label: string
}

/** Bytes that are written already stand for themselves. */
export type Code = number | FunctionRef | Uint8Array | readonly Code[]

const isList = (code: Code): code is readonly Code[] => Array.isArray(code)

/** A byte array that grows; it may serve for one code after another. */
export interface Writer {
  bytes: Uint8Array<ArrayBuffer>
  length: number
}

export const newWriter = (): Writer => ({ bytes: new Uint8Array(1024), length: 0 })

/** What has been written, as an array of its own; the writer starts anew. */
const taken = (out: Writer): Uint8Array<ArrayBuffer> => {
  const bytes = out.bytes.slice(0, out.length)
  out.length = 0
  return bytes
}

const makeRoom = (out: Writer, more: number): void => {
  if (out.length + more <= out.bytes.length) return
  const grown = new Uint8Array(2 * (out.length + more))
  grown.set(out.bytes.subarray(0, out.length))
  out.bytes = grown
}

/** Appends bytes, and leaves room for more. */
const append = (out: Writer, bytes: Uint8Array, more: number): void => {
  makeRoom(out, bytes.length + more)
  out.bytes.set(bytes, out.length)
  out.length += bytes.length
}

/** Writes a code, and what stands for its references. Lists nest as deep as expressions do, so the walk keeps its own stack: of lists, and how far each is read. */
const write = (out: Writer, code: Code, standsFor: (f: FunctionRef) => Code): void => {
  const lists: (readonly Code[])[] = [[code]]
  const places = [0]
  for (let depth = 0; depth >= 0; ) {
    const list = lists[depth] as readonly Code[]
    let i = places[depth] as number
    let inner: readonly Code[] | undefined
    makeRoom(out, list.length)
    while (i < list.length && inner === undefined) {
      const item = list[i++] as Code
      if (typeof item === "number") out.bytes[out.length++] = item
      else if (isList(item)) inner = item
      else if (item instanceof Uint8Array) append(out, item, list.length)
      else inner = [standsFor(item)]
    }
    places[depth] = i
    if (inner === undefined) depth--
    else {
      lists[++depth] = inner
      places[depth] = 0
    }
  }
}

/** The bytes of a code, references as indices. */
export const flatten = (code: Code, indexOf: (f: FunctionRef) => number, out = newWriter()): Uint8Array<ArrayBuffer> => {
  write(out, code, (f) => unsigned(indexOf(f)))
  return taken(out)
}

/** The same code as runs of bytes between references: thousands of small lists that would wait for the end, and be moved about until then, are let go. */
export const compacted = (code: Code, out: Writer): Code => {
  const parts: Code[] = []
  write(out, code, (f) => {
    parts.push(taken(out), f)
    return []
  })
  parts.push(taken(out))
  return parts
}

/** A natural number in LEB128: seven bits a byte, low ones first, the high bit says that more follow. */
export const unsigned = (n: number): Code => {
  if (n < 128) return n
  const bytes: number[] = []
  let rest = n
  do {
    const low = rest % 128
    rest = Math.floor(rest / 128)
    bytes.push(rest > 0 ? low + 128 : low)
  } while (rest > 0)
  return bytes
}

/** An integer in signed LEB128: as `unsigned`, sign-extended from the last byte's seventh bit. */
export const signed = (n: number | bigint): Code => {
  if (typeof n === "number") return signed32(n)
  const bytes: number[] = []
  let rest = BigInt(n)
  for (;;) {
    const low = Number(rest & 0x7fn)
    rest >>= 7n
    const done = (rest === 0n && low < 64) || (rest === -1n && low >= 64)
    bytes.push(done ? low : low + 128)
    if (done) return bytes
  }
}

/** The same of an int32, which needs no wide arithmetic. */
const signed32 = (n: number): Code => {
  if (n >= -64 && n < 64) return n & 127
  const bytes: number[] = []
  let rest = n
  for (; rest < -64 || rest >= 64; rest >>= 7) bytes.push((rest & 127) + 128)
  bytes.push(rest & 127)
  return bytes
}

/** Where a number is written to be read as bytes. */
const scratch = new DataView(new ArrayBuffer(8))

const scratchBytes = (count: number): readonly number[] => {
  const bytes: number[] = []
  for (let i = 0; i < count; i++) bytes.push(scratch.getUint8(i))
  return bytes
}

/** A float32 in memory order. */
export const float32Bytes = (x: number): readonly number[] => {
  scratch.setFloat32(0, x, true)
  return scratchBytes(4)
}
/** A float64 in memory order. */
export const float64Bytes = (x: number): readonly number[] => {
  scratch.setFloat64(0, x, true)
  return scratchBytes(8)
}
/** An int32 in memory order. */
export const int32Bytes = (x: number): readonly number[] => {
  scratch.setInt32(0, x, true)
  return scratchBytes(4)
}

/** A vector of the format: its length, then its items. */
export const vector = (items: readonly Code[]): Code => [unsigned(items.length), items]

/** A name in UTF-8. */
export const text = (name: string): Code => vector([...new TextEncoder().encode(name)])
