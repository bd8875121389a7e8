// The one linear memory that compiled programs compute in: a scratch area at the start, for tables, small arrays and temporaries of the program
// that runs, and behind it a bounded cache of large arrays. Arrays themselves belong to the garbage collector; what is here is a copy, or a
// result that is copied out when its room is needed, or when it is read.
import type { Storage } from "../core/array.js"
import { raise } from "../core/errors.js"
import { alignment, type Heap, newHeap, roundUp } from "./heap.js"

const PAGE = 65536
const MAX_PAGES = 65536

/** Bytes of arrays that stay in memory before the longest unused have to leave. */
const cacheBytes = 256 * 2 ** 20

interface Block {
  readonly address: number
  readonly bytes: number
  /** The run that used it last: what a run uses is not taken from under it. */
  run: number
}

let memory: WebAssembly.Memory | undefined
let view = new Uint8Array(0)
let scratchEnd = alignment
let allowed = cacheBytes
let heap: Heap | undefined
let run = 0

/** Arrays that have a copy in memory, the longest unused first. */
const blocks = new Map<Storage, Block>()

export const linearMemory = (): WebAssembly.Memory => {
  memory ??= new WebAssembly.Memory({ initial: 1, maximum: MAX_PAGES })
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
  const missing = Math.ceil((size - memoryBuffer().byteLength) / PAGE)
  if (missing <= 0) return
  try {
    linearMemory().grow(missing)
  } catch {
    tooLarge(size)
  }
}

/** Begins a run that needs `scratch` bytes from address 64 on. Large arrays move out of the way if they have to. */
export const beginRun = (scratch: number): void => {
  run++
  const end = alignment + roundUp(scratch)
  if (end <= scratchEnd) return
  // the scratch area grows with room to spare, so that this happens a few times in a program's life
  const grown = roundUp(Math.max(end, 2 * scratchEnd))
  for (const storage of [...blocks.keys()]) evict(storage)
  heap = undefined
  scratchEnd = grown
  growTo(grown)
}

const theHeap = (): Heap => {
  heap ??= newHeap(scratchEnd, () => scratchEnd + allowed)
  return heap
}

const evict = (storage: Storage): void => {
  const block = blocks.get(storage)
  if (!block) return
  storage.read() // what exists here only is copied out
  blocks.delete(storage)
  theHeap().give(block.address, block.bytes)
}

/** The longest unused array that this run does not use. */
const leastRecent = (): Storage | undefined => {
  for (const [storage, block] of blocks) if (block.run !== run) return storage
  return undefined
}

/** Room for a large array. */
const take = (bytes: number): number => {
  for (;;) {
    const address = theHeap().take(bytes)
    if (address !== undefined) {
      growTo(address + bytes)
      return address
    }
    const victim = leastRecent()
    if (victim) evict(victim)
    else if (scratchEnd + allowed + bytes > PAGE * MAX_PAGES) tooLarge(scratchEnd + allowed + bytes)
    else allowed += bytes // one program needs more than the cache: let it
  }
}

const touch = (storage: Storage, block: Block): number => {
  block.run = run
  blocks.delete(storage)
  blocks.set(storage, block)
  return block.address
}

/** Where an array's bytes lie in memory, copied there if they did not. */
export const addressOf = (storage: Storage, bytes: number): number => {
  const known = blocks.get(storage)
  if (known) return touch(storage, known)
  const address = take(roundUp(bytes))
  const stored = storage.read()
  memoryBytes().set(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength), address)
  blocks.set(storage, { address, bytes: roundUp(bytes), run })
  return address
}

/** Room for a result, and the storage that it will be; `copyOut` reads it from an address. */
export const newResult = (
  bytes: number,
  copyOut: (address: number) => ReturnType<Storage["read"]>,
): { readonly storage: Storage; readonly address: number } => {
  const address = take(roundUp(bytes))
  let host: ReturnType<Storage["read"]> | undefined
  const storage: Storage = {
    read: () => {
      host ??= copyOut(address)
      return host
    },
  }
  blocks.set(storage, { address, bytes: roundUp(bytes), run })
  return { storage, address }
}

/** Gives up an array's room; its bytes are lost unless they were read. */
export const discard = (storage: Storage): void => {
  const block = blocks.get(storage)
  if (!block) return
  blocks.delete(storage)
  theHeap().give(block.address, block.bytes)
}
