// An allocator over linear memory: blocks are given out from the lowest hole that holds them, and holes that meet are one again.

export interface Heap {
  /** The address of `bytes` free bytes, or undefined if there is no hole of that size below the limit. */
  readonly take: (bytes: number) => number | undefined
  readonly give: (address: number, bytes: number) => void
  /** Where the last block ends. */
  readonly end: () => number
}

interface Hole {
  address: number
  bytes: number
}

/** Cache lines, so that vectors never straddle two and neighbours do not share one. */
export const alignment = 64

export const roundUp = (n: number): number => Math.ceil(n / alignment) * alignment

/** A heap of the addresses from `start` to `limit`. Sizes are multiples of the alignment. */
export const newHeap = (start: number, limit: () => number): Heap => {
  const holes: Hole[] = []
  let end = start
  const at = (address: number): number => {
    let [low, high] = [0, holes.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((holes[middle] as Hole).address < address) low = middle + 1
      else high = middle
    }
    return low
  }
  const fromHole = (bytes: number): number | undefined => {
    const i = holes.findIndex((h) => h.bytes >= bytes)
    const hole = holes[i]
    if (!hole) return undefined
    const { address } = hole
    hole.address += bytes
    hole.bytes -= bytes
    if (hole.bytes === 0) holes.splice(i, 1)
    return address
  }
  const fromEnd = (bytes: number): number | undefined => {
    if (end + bytes > limit()) return undefined
    end += bytes
    return end - bytes
  }
  const join = (i: number): void => {
    const [left, right] = [holes[i], holes[i + 1]]
    if (left && right && left.address + left.bytes === right.address) {
      left.bytes += right.bytes
      holes.splice(i + 1, 1)
    }
  }
  return {
    take: (bytes) => fromHole(bytes) ?? fromEnd(bytes),
    give: (address, bytes) => {
      const i = at(address)
      holes.splice(i, 0, { address, bytes })
      join(i)
      join(i - 1)
      const last = holes.at(-1)
      if (last && last.address + last.bytes === end) {
        end = last.address
        holes.pop()
      }
    },
    end: () => end,
  }
}
