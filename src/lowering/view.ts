// Views: where the elements of an array lie in a buffer. Element i of a view is at `offset + Σ iₖ·strideₖ`, counted in elements.
// Broadcasting, transposing, slicing, reversing and most reshapes only change these numbers.
import { type Shape, sizeOf } from "../core/aval.js"
import { stridesOf } from "../core/tensor.js"

export interface View {
  readonly offset: number
  readonly strides: readonly number[]
}

/** Row-major from the start of the buffer. */
export const contiguous = (shape: Shape): View => ({ offset: 0, strides: stridesOf(shape) })

export const sameView = (a: View, b: View): boolean =>
  a.offset === b.offset && a.strides.length === b.strides.length && a.strides.every((s, i) => s === b.strides[i])

/** Whether elements lie in row-major order without gaps. Axes of size 1 may have any stride. */
export const isContiguous = ({ strides }: View, shape: Shape): boolean => {
  const dense = stridesOf(shape)
  return shape.every((d, i) => d === 1 || strides[i] === dense[i])
}

export const transposed = ({ offset, strides }: View, permutation: readonly number[]): View => ({
  offset,
  strides: permutation.map((a) => strides[a] as number),
})

/** The view of shape `from` copied to `shape`, its axes at places `dims`. */
export const broadcast = ({ offset, strides }: View, from: Shape, shape: Shape, dims: readonly number[]): View => ({
  offset,
  strides: shape.map((d, axis) => {
    const own = dims.indexOf(axis)
    return own < 0 || (from[own] === 1 && d !== 1) ? 0 : (strides[own] as number)
  }),
})

export const sliced = ({ offset, strides }: View, starts: readonly number[], steps: readonly number[]): View => ({
  offset: offset + starts.reduce((sum, s, a) => sum + s * (strides[a] as number), 0),
  strides: strides.map((s, a) => s * (steps[a] as number)),
})

export const reversed = ({ offset, strides }: View, shape: Shape, axes: readonly number[]): View => ({
  offset: offset + axes.reduce((sum, a) => sum + ((shape[a] as number) - 1) * (strides[a] as number), 0),
  strides: strides.map((s, a) => (axes.includes(a) ? -s : s)),
})

/** All windows: first the axes that number them, then those inside, which may overlap. */
export const windowed = ({ offset, strides }: View, steps: readonly number[], dilation: readonly number[]): View => ({
  offset,
  strides: [...strides.map((s, a) => s * (steps[a] as number)), ...strides.map((s, a) => s * (dilation[a] as number))],
})

/** Neighbouring axes that walk memory with one stride. */
export interface Run {
  size: number
  readonly stride: number
}

/** Axes merged where they walk memory as one: the fewest (size, stride) pairs, sizes of 1 left out. */
export const runsOf = ({ strides }: View, shape: Shape): readonly Run[] => {
  const runs: Run[] = []
  for (let a = shape.length - 1; a >= 0; a--) {
    const [size, stride] = [shape[a] as number, strides[a] as number]
    const inner = runs.at(-1)
    if (size === 1) continue
    if (inner && stride === inner.stride * inner.size) inner.size *= size
    else runs.push({ size, stride })
  }
  return runs.reverse()
}

/** The same elements in row-major order under another shape, or undefined if no strides say that. */
export const reshaped = (view: View, from: Shape, to: Shape): View | undefined => {
  if (sizeOf(to) === 0) return { offset: view.offset, strides: to.map(() => 0) }
  const runs = runsOf(view, from).map((r) => ({ ...r }))
  const strides = to.map(() => 0)
  let run = runs.pop()
  let left = run?.size ?? 1
  let stride = run?.stride ?? 0
  for (let a = to.length - 1; a >= 0; a--) {
    const size = to[a] as number
    if (size === 1) continue
    if (left === 1) {
      run = runs.pop()
      left = run?.size ?? 1
      stride = run?.stride ?? 0
    }
    if (left % size !== 0) return undefined
    strides[a] = stride
    stride *= size
    left /= size
  }
  return { offset: view.offset, strides }
}

/** The least and the greatest place that a view of this shape reaches. */
export const reach = ({ offset, strides }: View, shape: Shape): readonly [number, number] => {
  let [low, high] = [offset, offset]
  strides.forEach((s, a) => {
    const far = s * ((shape[a] as number) - 1)
    if (far < 0) low += far
    else high += far
  })
  return [low, high]
}
