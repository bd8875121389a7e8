// The one linear memory that compiled programs compute in: a scratch area at the start, for tables, small arrays and temporaries of the program
// that runs, and behind it a bounded cache of large arrays. Arrays themselves belong to the garbage collector; what is here is a copy, or a
// result that is copied out when it is read, or when its room is needed. A result that can be computed again from arrays that are safe is not
// copied then: functions are pure, so computing it again, if anyone ever asks, gives the same bits.
import type { Storage } from "../core/array.js"
import { raise } from "../core/errors.js"
import { alignment, type Heap, newHeap, roundUp } from "./heap.js"

const PAGE = 65536
const MAX_PAGES = 65536
/** Enough for small models. The engine collects garbage in view of what is taken, used or not: 512 pages cost a first step 7 ms more. */
const firstPages = 128
/** Growing is slow and makes every view anew, so memory grows by half of itself, or by these pages. */
const leastGrowth = 512

/** What a block holds: a copy of an array that lives elsewhere, or a result that exists here only until it is copied out. */
type Kind = "copy" | "result"

/**
 * Bytes that may stay before the longest unused have to leave. Results of a loop are used once more or never: few of them are kept, so that
 * their room, which is warm in the processor's cache, is used again soon.
 */
const limits: { readonly [K in Kind]: number } = { copy: 256 * 2 ** 20, result: 32 * 2 ** 20 }

interface Block {
  readonly address: number
  readonly bytes: number
  /** The run that used it last: what a run uses is not taken from under it. */
  run: number
}

let memory: WebAssembly.Memory | undefined
let view = new Uint8Array(0)
let scratchEnd = alignment
let heap: Heap | undefined
let run = 0
/** Runs that have begun and not ended: a result that is computed again on its way into a run is a run inside it. */
let depth = 0
/** The outermost of them: what was used since it began stays. */
let outermost = 0

/** Arrays in memory by kind, the longest unused first, and how many bytes they take. */
const blocks: { readonly [K in Kind]: Map<Storage, Block> } = { copy: new Map(), result: new Map() }
const held: { [K in Kind]: number } = { copy: 0, result: 0 }
const kinds: readonly Kind[] = ["copy", "result"]

const blockOf = (storage: Storage): Block | undefined => blocks.result.get(storage) ?? blocks.copy.get(storage)
const kindOf = (storage: Storage): Kind => (blocks.result.has(storage) ? "result" : "copy")

export const linearMemory = (): WebAssembly.Memory => {
  memory ??= new WebAssembly.Memory({ initial: firstPages, maximum: MAX_PAGES })
  return memory
}

/** All of memory. Views made before it grew are dead: ask again. */
export const memoryBuffer = (): ArrayBuffer => linearMemory().buffer as ArrayBuffer

/** All of memory as bytes. */
export const memoryBytes = (): Uint8Array => {
  if (view.buffer !== memoryBuffer()) view = new Uint8Array(memoryBuffer())
  return view
}

const tooLarge = (size: number): never =>
  raise({
    code: "argument/memory",
    need: "the arrays of one program must fit into 4 GiB of memory",
    got: `${(size / 2 ** 30).toFixed(2)} GiB`,
    hint: "use smaller batches, or split the program into several jitted functions",
  })

const growTo = (size: number): void => {
  const pages = memoryBuffer().byteLength / PAGE
  const missing = Math.ceil(size / PAGE) - pages
  if (missing <= 0) return
  const generous = Math.min(MAX_PAGES - pages, Math.max(missing, leastGrowth, pages >> 1))
  try {
    linearMemory().grow(generous)
  } catch {
    growBy(missing, size)
  }
}

const growBy = (pages: number, size: number): void => {
  try {
    linearMemory().grow(pages)
  } catch {
    tooLarge(size)
  }
}

/** Begins a run that needs `scratch` bytes from address 64 on. Large arrays move out of the way if they have to. */
export const beginRun = (scratch: number): void => {
  run++
  if (depth++ === 0) outermost = run
  const end = alignment + roundUp(scratch)
  if (end <= scratchEnd) return
  // the scratch area grows with room to spare, so that this happens a few times in a program's life
  const grown = roundUp(Math.max(end, 2 * scratchEnd))
  for (const kind of kinds) for (const storage of [...blocks[kind].keys()]) evict(storage)
  heap = undefined
  scratchEnd = grown
  growTo(grown)
}

export const endRun = (): void => {
  depth--
}

const theHeap = (): Heap => {
  heap ??= newHeap(scratchEnd, () => PAGE * MAX_PAGES)
  return heap
}

const drop = (storage: Storage, kind: Kind): void => {
  const block = blocks[kind].get(storage)
  if (!block) return
  blocks[kind].delete(storage)
  held[kind] -= block.bytes
  theHeap().give(block.address, block.bytes)
}

const evict = (storage: Storage): void => {
  if (!isResult(storage) || !storage.mayBeForgotten()) storage.read() // what exists here only is copied out
  drop(storage, kindOf(storage))
}

/** The longest unused array of a kind that no run in progress uses. */
const leastRecent = (kind: Kind): Storage | undefined => {
  for (const [storage, block] of blocks[kind]) if (depth === 0 || block.run < outermost) return storage
  return undefined
}

/** Room for an array, made by sending others away where there would be too many. */
const take = (bytes: number, kind: Kind): number => {
  // three generations of results fit in any case: those that a step reads, those that it writes, and those kept for later
  const limit = Math.max(limits[kind], 3 * bytes)
  for (let victim = leastRecent(kind); victim && held[kind] + bytes > limit; victim = leastRecent(kind)) evict(victim)
  const address = theHeap().take(bytes) ?? takeFromOthers(bytes)
  growTo(address + bytes)
  return address
}

/** Memory is full: everything that this run does not use may have to leave. */
const takeFromOthers = (bytes: number): number => {
  for (const kind of kinds)
    for (let victim = leastRecent(kind); victim; victim = leastRecent(kind)) {
      evict(victim)
      const address = theHeap().take(bytes)
      if (address !== undefined) return address
    }
  return tooLarge(theHeap().end() + bytes)
}

const keep = (storage: Storage, kind: Kind, address: number, bytes: number): void => {
  blocks[kind].set(storage, { address, bytes, run })
  held[kind] += bytes
}

const touch = (storage: Storage, block: Block): number => {
  const map = blocks[kindOf(storage)]
  block.run = run
  map.delete(storage)
  map.set(storage, block)
  return block.address
}

/** Where an array's bytes lie in memory, copied there if they did not. */
export const addressOf = (storage: Storage, length: number): number => {
  const known = blockOf(storage)
  if (known) return touch(storage, known)
  const bytes = roundUp(length)
  const address = take(bytes, "copy")
  const stored = storage.read()
  memoryBytes().set(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength), address)
  keep(storage, "copy", address, bytes)
  return address
}

type Bytes = ReturnType<Storage["read"]>

/** A result in memory. */
interface Result extends Storage {
  /** Whether its bytes exist outside of memory. */
  readonly isCopied: () => boolean
  /** Whether it can be had again although it is not copied. */
  readonly mayBeForgotten: () => boolean
}

const isResult = (storage: Storage): storage is Result => "isCopied" in storage

/** Whether an array's bytes are safe whatever happens to memory. */
export const isSafe = (storage: Storage): boolean => !isResult(storage) || storage.isCopied()

/** How a result is had: copied from its address, or computed again where that is possible. */
export interface Source {
  readonly copyOut: (address: number) => Bytes
  readonly again: (() => Bytes) | undefined
}

/** The storage of a result, and where it is computed. */
export interface Room {
  readonly storage: Storage
  readonly address: number
}

/** Room for a result. */
export const newResult = (length: number, source: Source): Room => {
  const bytes = roundUp(length)
  return resultAt(take(bytes, "result"), bytes, source)
}

/** The room of an array that is in memory and will not be used again, for a result of its size. */
export const takeOver = (storage: Storage, source: Source): Room => {
  const kind = kindOf(storage)
  const { address, bytes } = blocks[kind].get(storage) as Block
  blocks[kind].delete(storage)
  held[kind] -= bytes
  return resultAt(address, bytes, source)
}

const resultAt = (address: number, bytes: number, { copyOut, again }: Source): Room => {
  let host: Bytes | undefined
  let remake = again
  const storage: Result = {
    read: () => {
      host ??= remake && !blocks.result.has(storage) ? remake() : copyOut(address)
      remake = undefined // it holds the arrays that the result was made of, and those the ones before them
      return host
    },
    isCopied: () => host !== undefined,
    mayBeForgotten: () => host !== undefined || remake !== undefined,
  }
  keep(storage, "result", address, bytes)
  return { storage, address }
}

/** Gives up an array's room; its bytes are lost unless they were read. */
export const discard = (storage: Storage): void => drop(storage, kindOf(storage))
