// Keys: where randomness comes from. A key is a value, two uint32 words; the same key always draws the same numbers,
// so nothing is hidden, and a program splits its key wherever it needs independent numbers.
import { literalArray, NDArray } from "../core/array.js"
import type { Shape } from "../core/aval.js"
import { type DType, isFloat, isInteger } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { shapeOf, tabulate } from "../numpy/host.js"
import { convertElementType, lt, selectN } from "../primitives/elementwise/index.js"
import { concatenate } from "../primitives/shape/concatenate.js"
import { expandDims, reshape } from "../primitives/shape/reshape.js"
import { describeLeaf } from "../tree/describe.js"
import { type Words, wordsOf } from "./words.js"

const spanOf32 = 2 ** 32

/** `[x₀, x₁]` along a new last axis. */
const pairOf = ([x0, x1]: Words): NDArray => concatenate([expandDims(x0, [x0.ndim]), expandDims(x1, [x1.ndim])], x0.ndim)

const requireKeys = (keys: unknown, op: string): NDArray =>
  keys instanceof NDArray && keys.dtype === "uint32" && keys.shape.at(-1) === 2
    ? keys
    : raise({
        code: "argument/key",
        op,
        need: "a key is a uint32 array of two words",
        ...(keys instanceof NDArray ? { avals: [keys.aval] } : { got: describeLeaf(keys) }),
        hint: "make one with random.key(seed), and more of it with random.split(key)",
      })

/** Requires one key. */
export const requireKey = (key: unknown, op: string): NDArray => {
  const keys = requireKeys(key, op)
  return keys.ndim === 1
    ? keys
    : raise({
        code: "argument/key",
        op,
        need: "one key is needed, an array of shape [2]",
        avals: [keys.aval],
        hint: `take one of them, or map over all: vmap((key) => random.${op}(key, …))(keys)`,
      })
}

const badSeed = (got: string): never =>
  raise({ code: "argument/seed", op: "key", need: "a seed must be one whole number", got, hint: "for several seeds, use vmap" })

/** Seeds of up to 32 bits fill the lower word; larger ones, up to 2⁵³, reach into the upper. */
const keyOfNumber = (seed: number): NDArray => {
  if (!Number.isSafeInteger(seed)) badSeed(String(seed))
  const upper = seed >= -(2 ** 31) && seed < spanOf32 ? 0 : Math.floor(seed / spanOf32)
  return tabulate([2], "uint32", (i) => (i === 0 ? upper : seed))
}

/** Floats become integers by saturation, which does not wrap: negative ones go by way of int32. */
const wordOfFloat = (x: NDArray): NDArray =>
  selectN(lt(x, 0), convertElementType(x, "uint32"), convertElementType(convertElementType(x, "int32"), "uint32"))

/** One integer, traced or not, modulo 2³². What a jitted function is given as a bare number is a weak float there. */
const wholeWord = (x: NDArray, fail: () => never): NDArray => {
  if (x.ndim === 0 && isInteger(x.dtype)) return convertElementType(x, "uint32")
  return x.ndim === 0 && isFloat(x.dtype) && x.weakType ? wordOfFloat(x) : fail()
}

/**
 * A key from a seed: `[0, seed mod 2³²]`, as JAX makes it from 32-bit integers. A seed that needs more bits fills both words. A rank-0 integer
 * array may be traced. (`jax.random.key`)
 * @example const [k1, k2] = random.split(random.key(0))
 */
export const key = (seed: number | NDArray): NDArray => {
  if (typeof seed === "number") return keyOfNumber(seed)
  if (!(seed instanceof NDArray)) return badSeed(describeLeaf(seed))
  return reshape(pairOf([literalArray(0, "uint32"), wholeWord(seed, () => badSeed(seed.toString()))]), [2])
}
/** The same function as `key`: keys are plain arrays here. (`jax.random.PRNGKey`) */
export const PRNGKey = key

/** The words of keys: keys are their words. (`jax.random.key_data`) */
export const keyData = (keys: NDArray): NDArray => requireKeys(keys, "keyData")

/** Keys from their words, uint32 pairs along the last axis. (`jax.random.wrap_key_data`) */
export const wrapKeyData = (words: NDArray): NDArray => requireKeys(words, "wrapKeyData")

/** The dtype of keys. (`jax.random.key_dtype`) */
export const keyDtype = (): DType => "uint32"

/** The same key, for drawing the same numbers on purpose. (`jax.random.clone`) */
export const clone = (keys: NDArray): NDArray => requireKeys(keys, "clone")

/**
 * Independent keys out of one, `keys[i] = threefry(key, i)`: an array of them, or of a whole shape of them. The old key should not be used again.
 * (`jax.random.split`)
 * @example const [k1, k2, k3] = random.split(key, 3)
 */
export const split = (key: NDArray, num: number | Shape = 2): NDArray => pairOf(wordsOf(requireKey(key, "split"), shapeOf(num, "split")))

/** Two independent keys, for draws that are made of two. */
export const splitInTwo = (key: NDArray): readonly [NDArray, NDArray] => {
  const [k1, k2] = split(key)
  return [k1 as NDArray, k2 as NDArray]
}

/**
 * The key of a step, a layer, a worker: `threefry(key, data)`. `foldIn(key, i)` is `split(key, n)[i]` for every `n > i`. (`jax.random.fold_in`)
 * @throws ArgumentError if `data` is not a whole number of 32 bits
 */
export const foldIn = (key: NDArray, data: number | NDArray): NDArray => {
  const fail = (got: string): never =>
    raise({ code: "argument/fold", op: "foldIn", need: "what is folded in must be one whole number in 0…2³² − 1", got })
  const given = requireKey(key, "foldIn")
  if (data instanceof NDArray)
    return pairOf(
      wordsOf(
        given,
        [],
        wholeWord(data, () => fail(data.toString())),
      ),
    )
  const fits = Number.isInteger(data) && data >= 0 && data < spanOf32
  return pairOf(wordsOf(given, [], literalArray(fits ? data : fail(String(data)), "uint32")))
}
