// Callbacks: JavaScript called while a program runs. `debug_callback` is called for its effect and makes nothing; `pure_callback` makes arrays.
// A primitive of this kind belongs to one function: it is made when the function is first used, and programs name it by a number.
import { concreteArray, type NDArray } from "../../core/array.js"
import type { Shape } from "../../core/aval.js"
import type { DType } from "../../core/dtype.js"
import { raise } from "../../core/errors.js"
import { custom, definePrimitive, type Lane, type Primitive, zero } from "../../core/primitive.js"
import { type Tensor, tensor, toStorage, workingArray } from "../../core/tensor.js"
import { bind, untraced } from "../../core/trace.js"
import { asBatch, type Flags } from "./lists.js"

/** What a callback is given: concrete arrays. */
export type Callback = (inputs: readonly NDArray[]) => readonly NDArray[]

/** One batch around a callback: how many lanes, and which inputs have them. */
interface Lanes {
  readonly size: number
  readonly batched: Flags
}

export interface DebugCallbackParams {
  /** Which function: a number given out by this process. */
  readonly callback: number
  readonly name: string
  /** Batches around it, the outermost first: it is called for each lane in turn. */
  readonly lanes: readonly Lanes[]
}

export interface PureCallbackParams extends DebugCallbackParams {
  /** What one call makes. */
  readonly results: readonly { readonly shape: Shape; readonly dtype: DType }[]
  readonly vmapMethod: VmapMethod
}

/** What a batch does to a callback: call it for each lane, or once with arrays that have the batch in front (of size 1, or copied). */
export type VmapMethod = "sequential" | "expandDims" | "broadcastAll" | null

const numbers = new WeakMap<object, number>()
let used = 0

/** The number by which programs know a function. */
export const callbackNumber = (f: object): number => {
  const number = numbers.get(f) ?? ++used
  numbers.set(f, number)
  return number
}

const arrayOf = (t: Tensor): NDArray => {
  const stored = toStorage(t)
  return concreteArray({ shape: t.shape, dtype: t.dtype, weakType: false }, { read: () => stored })
}

const laneOf = (t: Tensor, i: number): Tensor => {
  const size = t.data.length / (t.shape[0] || 1)
  return { shape: t.shape.slice(1), dtype: t.dtype, data: t.data.slice(i * size, (i + 1) * size) }
}

/** Calls for every lane of every batch, in order. */
const forEachLane = (inputs: readonly Tensor[], lanes: readonly Lanes[], call: (inputs: readonly Tensor[]) => void): void => {
  const [outer, ...inner] = lanes
  if (outer === undefined) call(inputs)
  for (let i = 0; i < (outer?.size ?? 0); i++)
    forEachLane(
      inputs.map((t, k) => (outer?.batched[k] ? laneOf(t, i) : t)),
      inner,
      call,
    )
}

/** A batch inside those that were there: inputs keep the axes of the outer ones in front. */
const inLanes = (lanes: readonly Lanes[], inputs: readonly Lane[], size: number): readonly Lanes[] => [
  { size, batched: inputs.map((l) => l.batched) },
  ...lanes,
]

const unknownFunction: Callback = () =>
  raise({
    code: "argument/callback",
    need: "a callback can be called by the process that traced it only: a program's text does not hold functions",
  })

/** Calls `f` for its effect; always in the order of the program, and in that of the lanes. (`jax.debug.callback`) */
export const debugCallback = (f: Callback): Primitive<DebugCallbackParams> => {
  const primitive: Primitive<DebugCallbackParams> = definePrimitive<DebugCallbackParams>({
    name: "debug_callback",
    effectful: true,
    shape: () => [],
    derivative: zero("it is called for its effect, and makes nothing"),
    batch: (inputs, params, { size }) => {
      bind(
        primitive,
        inputs.map((l) => l.value),
        { ...params, lanes: inLanes(params.lanes, inputs, size) },
      )
      return []
    },
    evaluate: (inputs, { lanes }) => {
      forEachLane(inputs, lanes, (ts) => untraced(() => f(ts.map(arrayOf))))
      return []
    },
  })
  return primitive
}

const inBatches = (lanes: readonly Lanes[], shape: Shape): Shape => [...lanes.map((l) => l.size), ...shape]

const noVmap = (): never =>
  raise({
    code: "argument/callback-vmap",
    op: "pureCallback",
    need: "a callback under vmap must say what a batch does to it",
    hint: 'give vmapMethod: "sequential" calls it for each lane, "expandDims" and "broadcastAll" once with the batch in front',
  })

const noDerivative = (): never =>
  raise({
    code: "argument/callback-derivative",
    op: "pureCallback",
    need: "callbacks cannot be differentiated: nothing is known of what they do",
    hint: "wrap it in customJvp or customVjp and say what the derivative is",
  })

/** Results of one call, as tensors of what was promised. */
const requireResults = (
  made: readonly NDArray[],
  params: PureCallbackParams,
  lead: Shape,
  read: (x: NDArray) => Tensor,
): readonly Tensor[] =>
  params.results.map(({ shape, dtype }, i) => {
    const y = made[i]
    const wanted = [...lead, ...shape]
    const fits = y !== undefined && y.dtype === dtype && y.shape.length === wanted.length && y.shape.every((d, k) => d === wanted[k])
    return fits
      ? read(y)
      : raise({
          code: "shape/callback",
          op: params.name,
          need: "a callback must return arrays of the shapes and dtypes that it was declared to return",
          avals: [{ shape: wanted, dtype }, ...(y ? [y.aval] : [])],
        })
  })

/** Calls `f` for its results, which must depend on its inputs only: it may be called once, often, or never. (`jax.pure_callback`) */
export const pureCallback = (f: Callback, read: (x: NDArray) => Tensor): Primitive<PureCallbackParams> => {
  const primitive: Primitive<PureCallbackParams> = definePrimitive<PureCallbackParams>({
    name: "pure_callback",
    shape: (_, { results, lanes }) => results.map(({ shape, dtype }) => ({ shape: inBatches(lanes, shape), dtype, weakType: false })),
    derivative: custom({ jvp: noDerivative, vjp: noDerivative }),
    batch: (inputs, params, { size }) => {
      if (params.vmapMethod === null) return noVmap()
      const values =
        params.vmapMethod === "broadcastAll" ? inputs.map((l) => ({ value: asBatch(l.value, l.batched, size), batched: true })) : inputs
      const lanes = inLanes(params.lanes, values, size)
      return bind(
        primitive,
        values.map((l) => l.value),
        { ...params, lanes },
      ).map((value) => ({ value, batched: true }))
    },
    evaluate: (inputs, params) => {
      const { lanes, results, vmapMethod } = params
      const call = (ts: readonly Tensor[], lead: Shape): readonly Tensor[] =>
        requireResults(
          untraced(() => f(ts.map(arrayOf))),
          params,
          lead,
          read,
        )
      if (lanes.length === 0 || vmapMethod !== "sequential")
        return call(
          inputs.map((t, k) => inFront(t, k, lanes)),
          inBatches(lanes, []),
        )
      const rows: (readonly Tensor[])[] = []
      forEachLane(inputs, lanes, (ts) => rows.push(call(ts, [])))
      return results.map(({ shape, dtype }, k) =>
        stacked(
          rows.map((row) => row[k] as Tensor),
          inBatches(lanes, shape),
          dtype,
        ),
      )
    },
  })
  return primitive
}

/** An input with an axis for every batch around it: of size 1 where it has none. */
const inFront = (t: Tensor, k: number, lanes: readonly Lanes[]): Tensor => {
  const own = lanes.filter((l) => l.batched[k]).length
  let next = 0
  const lead = lanes.map((l) => (l.batched[k] ? (t.shape[next++] as number) : 1))
  return { ...t, shape: [...lead, ...t.shape.slice(own)] }
}

const stacked = (rows: readonly Tensor[], shape: Shape, dtype: DType): Tensor => {
  const out = workingArray(shape, dtype)
  rows.forEach(({ data }, i) => {
    out.set(data, i * data.length)
  })
  return tensor(shape, dtype, out)
}

/** What printed programs call by these names; without the functions, they can be looked at and not run. */
export const debugCallbackP: Primitive<DebugCallbackParams> = debugCallback(unknownFunction)
export const pureCallbackP: Primitive<PureCallbackParams> = pureCallback(unknownFunction, unknownFunction as never)
