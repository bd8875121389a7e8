// A small cache that forgets what was used longest ago.

export interface LruCache<V> {
  readonly get: (key: string) => V | undefined
  readonly set: (key: string, value: V) => void
  readonly size: () => number
  readonly clear: () => void
}

/** A cache of at most `capacity` entries. */
export const lruCache = <V>(capacity: number): LruCache<V> => {
  const entries = new Map<string, V>()
  const touch = (key: string, value: V): void => {
    entries.delete(key)
    entries.set(key, value)
  }
  return {
    get: (key) => {
      const value = entries.get(key)
      if (value !== undefined) touch(key, value)
      return value
    },
    set: (key, value) => {
      touch(key, value)
      const [oldest] = entries.keys()
      if (entries.size > capacity && oldest !== undefined) entries.delete(oldest)
    },
    size: () => entries.size,
    clear: () => entries.clear(),
  }
}
