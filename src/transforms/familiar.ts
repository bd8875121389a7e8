// Which functions have been traced before: finding the user's line for every operation costs more than the rest of tracing, and a function that
// is traced again and again has shown its lines already.

/** Traces after which a function's operations are not asked for their lines any more. Errors find theirs when they are thrown. */
const enough = 4

const traces = new WeakMap<object, number>()

/** Counts one more trace of `f`, and says whether it has been traced often enough. */
export const isFamiliar = (f: object): boolean => {
  const before = traces.get(f) ?? 0
  traces.set(f, before + 1)
  return before >= enough
}
