// What is asked again and again of the same values, which never change, is found out once.

/** The same function, which remembers its answers for as long as what it was asked about lives. */
export const remembered = <K extends object, V>(f: (key: K) => V): ((key: K) => V) => {
  const known = new WeakMap<K, V>()
  return (key) => {
    const found = known.get(key)
    if (found !== undefined || known.has(key)) return found as V
    const made = f(key)
    known.set(key, made)
    return made
  }
}
