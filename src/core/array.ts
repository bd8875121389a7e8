// NDArray: the one array type. It is an immutable value, and one of three things:
// concrete (numbers), a literal (one number written in the program), or traced (a variable of a program being recorded).
import type { ArrayMethods } from "../numpy/methods.js"
import { type Aval, type Shape, showAval, sizeOf } from "./aval.js"
import type { Complex } from "./complex.js"
import { type DType, dtypes, isComplex, type TypedArray } from "./dtype.js"
import { raise } from "./errors.js"
import { describeArray, formatArray } from "./format.js"
import type { Var } from "./jaxpr.js"
import { fromStorage, roundTo, type Tensor, tensorFrom, toStorage } from "./tensor.js"

/** Bytes at rest, wherever they live. */
export interface Storage {
  readonly read: () => TypedArray
  /** The one element there is, where it is known as a number that has the same bits at rest. */
  readonly element?: number
}

/** What a traced array asks of its trace. */
export interface TraceHandle {
  /** The concrete value of a variable, or a TracerError that says why there is none. `want` names what the user called. */
  readonly read: (variable: Var, want: string) => NDArray
  /** "jit of f", for messages. */
  readonly describe: () => string
}

type State =
  | { readonly kind: "concrete"; readonly storage: Storage }
  | { readonly kind: "literal"; readonly value: number }
  | { readonly kind: "traced"; readonly trace: TraceHandle; readonly variable: Var }

/** Nested JavaScript arrays of numbers, booleans, or complex numbers as `{ re, im }`. */
export type NestedArray = number | boolean | Complex | readonly NestedArray[]

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the methods are installed once, from the table that declares them
export class NDArray {
  readonly aval: Aval
  /** @internal */
  readonly state: State

  /** @internal */
  constructor(aval: Aval, state: State) {
    this.aval = aval
    this.state = state
  }

  /** Size along each axis. */
  get shape(): Shape {
    return this.aval.shape
  }
  get dtype(): DType {
    return this.aval.dtype
  }
  /** The number of axes. */
  get ndim(): number {
    return this.aval.shape.length
  }
  /** The number of elements. */
  get size(): number {
    return sizeOf(this.aval.shape)
  }
  get weakType(): boolean {
    return this.aval.weakType
  }

  /** A copy of the elements in row-major order. The 16-bit floats come as float32, complex numbers as two: re, im. Reads: see `item`. */
  dataSync(): TypedArray {
    return tensorOf(this, "dataSync").data.slice()
  }
  /** `dataSync` as a promise. */
  async data(): Promise<TypedArray> {
    return this.dataSync()
  }
  /** Nested JavaScript arrays; a bare number or boolean for rank 0. Complex numbers are `{ re, im }`. Reads: see `item`. */
  js(): NestedArray {
    return nested(tensorOf(this, "js"))
  }
  /**
   * The one element as a number (booleans as 0 and 1). Reading is possible for concrete arrays, and for traced ones under `grad`, `vjp`, `jvp`
   * and `linearize` of concrete arguments.
   * @throws ShapeError for more than one element; DTypeError for a complex one, which `js()` gives as `{ re, im }`; TracerError under `jit`
   * and `vmap`.
   */
  item(): number {
    if (isComplex(this.dtype))
      raise({
        code: "dtype/item",
        op: "item",
        need: "a complex number is not one JavaScript number",
        avals: [this.aval],
        hint: "use js(), which gives { re, im }, or item() of np.real(x), np.imag(x) or np.abs(x)",
      })
    if (this.size !== 1)
      raise({
        code: "shape/item",
        op: "item",
        need: "the array must have exactly one element",
        avals: [this.aval],
        hint: "use js() for all elements",
      })
    const read = readArray(this, "item")
    return elementOf(read) ?? (tensorOf(read, "item").data[0] as number)
  }

  /** The value as NumPy prints it, where it can be read; else the aval. */
  toString(): string {
    const tensor = tryTensorOf(this)
    return tensor ? formatArray(tensor) : `Traced<${showAval(this.aval)}>`
  }
  toJSON(): NestedArray {
    return this.state.kind === "traced" ? noConversion(this, "JSON.stringify") : this.js()
  }
  [Symbol.toPrimitive](hint: string): number | string {
    if (this.state.kind === "traced") return noConversion(this, hint === "string" ? "string conversion" : "a JavaScript operator")
    if (hint === "string" && this.ndim > 0) return this.toString()
    if (this.ndim > 0)
      return raise({
        code: "shape/operator",
        need: "JavaScript's operators work on numbers, not on arrays",
        avals: [this.aval],
        hint: "use the methods: x.add(y), x.mul(y), x.less(y)",
      })
    return hint === "string" ? (isComplex(this.dtype) ? this.toString() : String(this.js())) : this.item()
  }
  /** What `console.log` shows in Node: the value with its dtype, as JAX's `repr`. Inside of an object an array of several lines begins its own. */
  [Symbol.for("nodejs.util.inspect.custom")](depth?: number, options?: { readonly depth?: number | null }): unknown {
    const tensor = tryTensorOf(this)
    const text = tensor ? describeArray(tensor, this.weakType) : this.toString()
    const isNested = depth !== undefined && depth < (options?.depth ?? 0)
    return isNested && text.includes("\n") ? nestedText(text) : text
  }
}

export interface NDArray extends ArrayMethods {}

const noConversion = (x: NDArray, what: string): never =>
  raise({
    code: "tracer/conversion",
    need: `${what} cannot take a traced array: the language would turn it into a number and lose the derivative`,
    got: `${showAval(x.aval)} traced by ${x.state.kind === "traced" ? x.state.trace.describe() : "nobody"}`,
    hint: "use the methods x.add(y), x.mul(y), x.less(y), np.where(c, a, b); to read the number on purpose under grad, call x.item() or x.toString()",
  })

/** Below its key and indented. Node indents further what an object's own inspection returns, though not a bare string. */
const nestedText = (text: string): object => ({ [Symbol.for("nodejs.util.inspect.custom")]: () => `\n${text}`.replaceAll("\n", "\n  ") })

const nested = ({ shape, dtype, data }: Tensor): NestedArray => {
  const element = (i: number): number | boolean | Complex =>
    isComplex(dtype) ? { re: data[2 * i] as number, im: data[2 * i + 1] as number } : dtype === "bool" ? data[i] !== 0 : (data[i] as number)
  const build = (axis: number, offset: number, step: number): NestedArray => {
    if (axis === shape.length) return element(offset)
    const inner = step / (shape[axis] as number)
    return Array.from({ length: shape[axis] as number }, (_, i) => build(axis + 1, offset + i * inner, inner))
  }
  return build(0, 0, sizeOf(shape))
}

/** A concrete array over bytes at rest. */
export const concreteArray = (aval: Aval, storage: Storage): NDArray => new NDArray(aval, { kind: "concrete", storage })

/** Takes an array's elements away, for a program that has written over them: whoever reads it afterwards is told. */
export const retire = (x: NDArray): void => {
  const read = (): never =>
    raise({
      code: "argument/donated",
      need: "an array that was donated to a jitted function cannot be used after the call",
      avals: [x.aval],
      hint: "use the arrays that the call returned, or leave the argument out of donateArgnums",
    })
  if (x.state.kind === "concrete") (x as { state: State }).state = { kind: "concrete", storage: { read } }
}

/** One aval for each dtype: what is equal is then often identical, which is seen sooner. */
const literalAvals: ReadonlyMap<DType, Aval> = new Map(dtypes.map((dtype) => [dtype, { shape: [], dtype, weakType: true }]))

/** The rank-0 constant that a program writes out, rounded to the dtype. Literals are always weak: they came from bare numbers. */
export const literalArray = (value: number, dtype: DType): NDArray =>
  new NDArray(literalAvals.get(dtype) as Aval, { kind: "literal", value: roundTo(dtype, value) })

/** What may stand where an array is expected: numbers are float32, booleans bool. */
export type ArrayLike = NDArray | number | boolean

export const isArrayLike = (x: unknown): x is ArrayLike => x instanceof NDArray || typeof x === "number" || typeof x === "boolean"

/** An array, or the literal that a bare number stands for. */
export const asArray = (x: ArrayLike): NDArray =>
  x instanceof NDArray ? x : literalArray(Number(x), typeof x === "boolean" ? "bool" : "float32")

/** An array known only by shape and dtype: an argument for tracing, not for computing. (`jax.ShapeDtypeStruct`) */
export const abstractArray = (shape: Shape, dtype: DType, weakType = false): NDArray => {
  const aval = { shape, dtype, weakType }
  const read = (): never =>
    raise({
      code: "argument/abstract",
      need: "an array that is only a shape and a dtype has no values",
      avals: [aval],
      hint: "evalShape and shapeDtype compute nothing: call the function itself on np.zeros(shape) or real data",
    })
  return new NDArray(aval, { kind: "concrete", storage: { read } })
}

export const tracedArray = (trace: TraceHandle, variable: Var): NDArray => new NDArray(variable.aval, { kind: "traced", trace, variable })

/** The concrete array behind one: itself, or what its trace reads. */
export const readArray = (x: NDArray, want: string): NDArray => (x.state.kind === "traced" ? x.state.trace.read(x.state.variable, want) : x)

/** The numbers of an array. Shares memory with it: callers do not write. */
export const tensorOf = (x: NDArray, want: string): Tensor => {
  const { aval, state } = readArray(x, want)
  if (state.kind === "literal") return tensorFrom([], aval.dtype, () => state.value)
  if (state.kind === "concrete") return fromStorage(aval.shape, aval.dtype, state.storage.read())
  return raise({ code: "tracer/read", need: "reading a trace must give a concrete array", got: showAval(aval) })
}

/** The one element of an array that is not traced, where there is one and it is known without its bytes. */
export const elementOf = ({ state }: NDArray): number | undefined =>
  state.kind === "literal" ? state.value : state.kind === "concrete" ? state.storage.element : undefined

/** Where the bytes at rest of an array that is not traced live. */
export const storageOf = (x: NDArray): Storage => {
  if (x.state.kind === "concrete") return x.state.storage
  const stored = toStorage(tensorOf(x, "run"))
  return { read: () => stored }
}

const tryTensorOf = (x: NDArray): Tensor | undefined => {
  if (x.state.kind !== "traced") return tensorOf(x, "toString")
  try {
    return tensorOf(x, "toString")
  } catch {
    return undefined // a value that only exists when the program runs; its aval is printed instead
  }
}
