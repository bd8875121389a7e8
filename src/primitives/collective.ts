// Collectives: operations across the examples of a named vmap axis. Mapping the axis turns each into ordinary operations on the batch.
import type { NDArray } from "../core/array.js"
import type { Aval } from "../core/aval.js"
import { raise } from "../core/errors.js"
import { type BatchContext, type Derivative, definePrimitive, type Lane, linear, type Primitive, zero } from "../core/primitive.js"
import { bind1 } from "../core/trace.js"
import { literal } from "./elementwise/define.js"
import { dtypeKinds, numberKinds } from "./guards.js"
import { concatenate } from "./shape/concatenate.js"
import { iota } from "./shape/iota.js"
import { slice } from "./shape/pad.js"
import { broadcastInDim, reduceSum } from "./sum.js"
import { moveAxis } from "./transpose.js"

export interface AxisParams {
  readonly axisName: string
  readonly axisSize: number
}

const unbound = (axisName: string): never =>
  raise({
    code: "argument/axis-name",
    need: "a collective must run inside a vmap that names its axis",
    got: `axis name ${axisName}`,
    hint: "give vmap the option { axisName }",
  })

/** How a collective acts on a whole batch, where its own axis is mapped. `batch` has the examples at axis 0. */
type OnBatch<P> = (batch: NDArray, params: P, size: number) => Lane

const spread = (value: NDArray, size: number): NDArray =>
  broadcastInDim(
    value,
    [size, ...value.shape],
    value.shape.map((_, axis) => axis + 1),
  )

const collective = <P extends AxisParams>(
  name: string,
  shape: (x: Aval, params: P) => ReturnType<Primitive<P>["shape"]>,
  derivative: Derivative<P>,
  shift: (params: P) => P,
  onBatch: OnBatch<P>,
): Primitive<P> => {
  const primitive: Primitive<P> = definePrimitive<P & { readonly [K in keyof P]: unknown }>({
    name,
    shape: ([x], params) => shape(x as Aval, params),
    derivative: derivative as Derivative<P & { readonly [K in keyof P]: unknown }>,
    batch: ([x], params, { size, axisName }: BatchContext) => {
      const lane = x as Lane
      if (params.axisName !== axisName)
        return [{ value: bind1(primitive, [lane.value], lane.batched ? shift(params) : params), batched: lane.batched }]
      return [onBatch(lane.batched ? lane.value : spread(lane.value, size), params, size)]
    },
    evaluate: (_, { axisName }) => unbound(axisName),
  }) as Primitive<P>
  return primitive
}

const same = <P>(params: P): P => params

/** `Σᵢ xᵢ` over the axis, the same for every example. Its transpose is itself. (`lax.psum`) */
export const psumP: Primitive<AxisParams> = collective<AxisParams>(
  "psum",
  (x) => dtypeKinds([x], numberKinds) ?? [x],
  linear((ct, _, params) => [psum(ct, params)]),
  same,
  (batch) => ({ value: reduceSum(batch, [0]), batched: false }),
)

export interface GatherParams extends AxisParams {
  /** Where the examples go. */
  readonly allGatherDimension: number
}

const inserted = (x: Aval, { axisSize, allGatherDimension }: GatherParams): Aval => ({
  ...x,
  shape: [...x.shape.slice(0, allGatherDimension), axisSize, ...x.shape.slice(allGatherDimension)],
})
const shiftGather = (params: GatherParams): GatherParams => ({ ...params, allGatherDimension: params.allGatherDimension + 1 })

/** Every example gets the stack of all. Its transpose adds up what came back for each. (`lax.all_gather`) */
export const allGatherP: Primitive<GatherParams> = collective<GatherParams>(
  "all_gather",
  (x, params) => [inserted(x, params)],
  linear((ct, _, params) => [psumScatter(ct, params)]),
  shiftGather,
  (batch, { allGatherDimension }) => ({ value: moveAxis(batch, 0, allGatherDimension), batched: false }),
)

/** Example i gets the sum of the i-th parts of all. (`lax.psum_scatter`, printed `reduce_scatter`) */
export const reduceScatterP: Primitive<GatherParams> = collective<GatherParams>(
  "reduce_scatter",
  (x, { axisSize, allGatherDimension: at }) =>
    x.shape[at] === axisSize
      ? [{ ...x, shape: x.shape.filter((_, a) => a !== at) }]
      : { code: "shape/scatter-axis", need: `axis ${at} must have the size of the mapped axis, ${axisSize}`, avals: [x] },
  linear((ct, _, params) => [allGather(ct, params)]),
  shiftGather,
  (batch, { allGatherDimension }) => ({ value: moveAxis(reduceSum(batch, [0]), allGatherDimension, 0), batched: true }),
)

export interface PermuteParams extends AxisParams {
  /** `[from, to]` pairs; examples that nobody sends to get zeros. */
  readonly perm: readonly (readonly [number, number])[]
}

/** Sends values from example to example. Its transpose sends them back. (`lax.ppermute`) */
export const ppermuteP: Primitive<PermuteParams> = collective<PermuteParams>(
  "ppermute",
  (x) => [x],
  linear((ct, _, params) => [ppermute(ct, { ...params, perm: params.perm.map(([from, to]) => [to, from] as const) })]),
  same,
  (batch, { perm }, size) => ({ value: permuted(batch, perm, size), batched: true }),
)

/** `y[to] = x[from]`, zeros elsewhere. */
const permuted = (batch: NDArray, perm: PermuteParams["perm"], size: number): NDArray => {
  const rest = batch.shape.slice(1)
  const nothing = broadcastInDim(literal(0, batch.dtype), [1, ...rest], [])
  const example = (i: number): NDArray => slice(batch, [i, ...rest.map(() => 0)], [i + 1, ...rest])
  const sources = Array.from({ length: size }, (_, to) => perm.find((pair) => pair[1] === to)?.[0])
  return concatenate(
    sources.map((from) => (from === undefined ? nothing : example(from))),
    0,
  )
}

export interface AxisIndexParams extends AxisParams {}

/** The number of the example, int32. (`lax.axis_index`) */
export const axisIndexP: Primitive<AxisIndexParams> = definePrimitive<AxisIndexParams & { readonly [K in keyof AxisIndexParams]: unknown }>(
  {
    name: "axis_index",
    shape: () => [{ shape: [], dtype: "int32", weakType: false }],
    derivative: zero("it has no inputs"),
    batch: (_, params, { size, axisName }) =>
      params.axisName === axisName
        ? [{ value: iota([size], 0, "int32"), batched: true }]
        : [{ value: bind1(axisIndexP, [], params), batched: false }],
    evaluate: (_, { axisName }) => unbound(axisName),
  },
)

export const psum = (x: NDArray, params: AxisParams): NDArray => bind1(psumP, [x], params)
export const allGather = (x: NDArray, params: GatherParams): NDArray => bind1(allGatherP, [x], params)
export const psumScatter = (x: NDArray, params: GatherParams): NDArray => bind1(reduceScatterP, [x], params)
export const ppermute = (x: NDArray, params: PermuteParams): NDArray => bind1(ppermuteP, [x], params)
export const axisIndex = (params: AxisIndexParams): NDArray => bind1(axisIndexP, [], params)

export const collectivePrimitives = {
  psum: psumP,
  all_gather: allGatherP,
  reduce_scatter: reduceScatterP,
  ppermute: ppermuteP,
  axis_index: axisIndexP,
} as const
