// Indices with a name: NumPy's `s_[…]` and `index_exp[…]` as functions.
import type { Index } from "./items.js"

/**
 * An index to be used again, `x.slice(...rows)` for `rows = indexExp([1, 3], 0)`: its own arguments, which are now known to be one. NumPy's slice `1:3` is
 * written `[1, 3]`, and `np.newaxis` is `null`. (`jax.numpy.index_exp`)
 */
export const indexExp = <const I extends readonly Index[]>(...index: I): I => index

/** The same function as `indexExp`; an index is always a list here. (`jax.numpy.s_`) */
export const s_: typeof indexExp = indexExp
