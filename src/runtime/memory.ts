// The memory that compiled programs compute in. A program's table, arena and arrays lie side by side from the start; what comes after is free.
import { raise } from "../core/errors.js"

const PAGE = 65536
const MAX_PAGES = 65536

let memory: WebAssembly.Memory | undefined
let bytes = new Uint8Array(0)

export const sharedMemory = (): WebAssembly.Memory => {
  memory ??= new WebAssembly.Memory({ initial: 1, maximum: MAX_PAGES })
  return memory
}

/** All of memory as bytes, at least `size` of them. Views made before are dead once it has grown. */
export const memoryBytes = (size: number): Uint8Array => {
  const current = sharedMemory()
  const missing = Math.ceil((size - current.buffer.byteLength) / PAGE)
  if (missing > 0) grow(current, missing, size)
  if (bytes.buffer !== current.buffer) bytes = new Uint8Array(current.buffer)
  return bytes
}

const grow = (current: WebAssembly.Memory, pages: number, size: number): void => {
  try {
    current.grow(pages)
  } catch {
    raise({
      code: "argument/memory",
      need: "a program's arrays must fit into 4 GiB of memory",
      got: `${(size / 2 ** 30).toFixed(2)} GiB for one program`,
      hint: "use smaller batches, or split the program into several jitted functions",
    })
  }
}
