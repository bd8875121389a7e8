// What a hurried user does wrong, and what the library says: each mistake has a code of its own, names the user's line,
// says what was needed and what came, and how to mend it. The texts are snapshots.
import { describe, expect, it } from "vitest"
import {
  ArgumentError,
  CotangentError,
  DTypeError,
  data,
  evalShape,
  grad,
  jit,
  jvp,
  lax,
  linearTranspose,
  type NDArray,
  nn,
  numpy as np,
  optim,
  random,
  regularizers,
  ShapeError,
  TracerError,
  TreeError,
  tree,
  vjp,
  vmap,
} from "../../src/index.js"

interface Mistake {
  readonly title: string
  readonly code: string
  readonly error: typeof CotangentError
  readonly make: () => unknown
}

const mistake = (title: string, code: string, error: typeof CotangentError, make: () => unknown): Mistake => ({ title, code, error, make })

const vector = np.ones([3])
const matrix = np.ones([2, 3])
const whole = np.array([1, 2, 3], { dtype: "int32" })
const any = (x: unknown): never => x as never
let leaked: NDArray = vector

const mistakes: readonly Mistake[] = [
  mistake("shapes that do not broadcast", "shape/broadcast", ShapeError, () => matrix.add(np.ones([2]))),
  mistake("a matrix product with the wrong inner size", "shape/inner", ShapeError, () => np.matmul(matrix, matrix)),
  mistake("a reshape that loses elements", "shape/reshape", ShapeError, () => matrix.reshape([4, 2])),
  mistake("an axis out of range", "shape/axis", ShapeError, () => matrix.sum(-3)),
  mistake("an axis named twice", "shape/axis-repeated", ShapeError, () => matrix.sum([0, -2])),
  mistake("joining arrays of other sizes", "shape/concatenate", ShapeError, () => np.concatenate([matrix, np.ones([2, 4])], 0)),
  mistake("stacking arrays of other shapes", "shape/stack", ShapeError, () => np.stack([vector, np.ones([4])])),
  mistake("a permutation that forgets an axis", "shape/permutation", ShapeError, () => matrix.transpose([0])),
  mistake("a ragged nested array", "shape/ragged", ShapeError, () => np.array([[1, 2], [3]])),
  mistake("an index out of range", "shape/index", ShapeError, () => vector.slice(3)),
  mistake("an einsum whose sizes disagree", "shape/einsum", ShapeError, () => np.einsum("ij,jk->ik", matrix, matrix)),
  mistake("the number of an array of many", "shape/item", ShapeError, () => vector.item()),
  mistake("JavaScript's operators on an array", "shape/operator", ShapeError, () => any(vector) * 2),
  mistake("strict operations on different shapes", "shape/mismatch", ShapeError, () => lax.add(vector, np.ones([4]))),
  mistake("initializing a vector by its fan", "shape/fan", ShapeError, () => nn.initializers.heNormal()(random.key(0), [3])),
  mistake("a gradient of something that is not a scalar", "shape/grad-scalar", ShapeError, () => grad((x: NDArray) => x.mul(2))(vector)),
  mistake("a cotangent of another shape", "shape/cotangent", ShapeError, () => vjp((x: NDArray) => x.mul(2), vector)[1](np.ones([4]))),
  mistake("a tangent of another shape", "shape/tangent", ShapeError, () => jvp((x: NDArray) => x.mul(2), [vector], [np.ones([4])])),
  mistake("mapping over axes of different sizes", "shape/map-sizes", ShapeError, () =>
    vmap((x: NDArray, y: NDArray) => x.add(y))(vector, np.ones([4])),
  ),
  mistake("mapping over an axis that is not there", "shape/map-axis", ShapeError, () => vmap((x: NDArray) => x, { inAxes: 2 })(matrix)),
  mistake("data of unequal length", "shape/examples", ShapeError, () => data.split(random.key(0), { x: matrix, y: vector }, [0.5, 0.5])),

  mistake("strict operations on different dtypes", "dtype/mismatch", DTypeError, () => lax.add(vector, whole)),
  mistake("a bit operation on floats", "dtype/kind", DTypeError, () => np.bitwiseAnd(vector, vector)),
  mistake("a gradient with respect to integers", "dtype/grad-input", DTypeError, () => grad((x: NDArray) => x.sum())(whole)),
  mistake("a gradient of an integer", "dtype/grad-output", DTypeError, () => grad((x: NDArray) => x.greater(0).sum())(vector)),
  mistake("a number that its dtype cannot hold", "dtype/range", DTypeError, () => whole.add(3e9)),
  mistake("NaN made an integer", "dtype/cast", DTypeError, () => np.array([1, Number.NaN], { dtype: "int32" })),
  mistake("a dtype that does not exist", "dtype/unknown", DTypeError, () => np.zeros([2], { dtype: any("float") })),

  mistake("reading a value under jit", "tracer/concretization", TracerError, () => jit((x: NDArray) => (x.item() > 0 ? x : x.neg()))(1)),
  mistake("JavaScript's operators on a traced array", "tracer/conversion", TracerError, () => grad((x: NDArray) => any(x) * 2)(1)),
  mistake("a traced array kept beyond its function", "tracer/escaped", TracerError, () => {
    jit((x: NDArray) => {
      leaked = x.mul(2)
      return leaked
    })(1)
    return leaked.add(1)
  }),

  mistake("a cotangent of another structure", "tree/cotangent", TreeError, () => vjp((x: NDArray) => ({ y: x }), vector)[1](any(vector))),
  mistake("tangents of another structure", "tree/tangent", TreeError, () =>
    jvp((x: { a: NDArray }) => x.a, [{ a: vector }], any([vector])),
  ),
  mistake("inAxes that do not fit the arguments", "tree/prefix", TreeError, () => vmap((x: NDArray) => x, { inAxes: [0, 0] })(vector)),
  mistake("mapping over trees of different structure", "tree/mismatch", TreeError, () =>
    tree.map((a: NDArray, b: NDArray) => a.add(b), { w: vector }, any({ v: vector })),
  ),
  mistake("a tree that contains itself", "tree/cycle", TreeError, () => {
    const params: Record<string, unknown> = { w: vector }
    params.self = params
    return grad((p: Record<string, unknown>) => (p.w as NDArray).sum())(any(params))
  }),

  mistake("a transform of a value instead of a function", "argument/function", ArgumentError, () => grad(any(vector))),
  mistake("a string among the parameters", "argument/leaf", ArgumentError, () =>
    grad((p: { w: NDArray }) => p.w.sum())(any({ w: vector, name: "layer" })),
  ),
  mistake("an array literal where an array is needed", "argument/array", ArgumentError, () => np.sin(any([1, 2]))),
  mistake("a function that returns nothing", "argument/result", ArgumentError, () => jit(any((x: NDArray) => void x.add(1)))(any(1))),
  mistake("an async function", "argument/async", ArgumentError, () => jit(any(async (x: NDArray) => x))(any(1))),
  mistake("argnums beyond the arguments", "argument/argnums", ArgumentError, () => grad((x: NDArray) => x, { argnums: any(1) })(1)),
  mistake("hasAux without a pair", "argument/aux", ArgumentError, () =>
    grad(
      any((x: NDArray) => x),
      { hasAux: true },
    )(any(1)),
  ),
  mistake("primals that are not a list", "argument/lists", ArgumentError, () => jvp((x: NDArray) => x, any(vector), any(vector))),
  mistake("a map with nothing to map over", "argument/map-nothing", ArgumentError, () => vmap((x: NDArray) => x, { inAxes: null })(vector)),
  mistake("outAxes null for a batched result", "argument/out-axes", ArgumentError, () =>
    vmap((x: NDArray) => x, { outAxes: null })(vector),
  ),
  mistake("a static argument without a stable identity", "argument/static", ArgumentError, () =>
    jit((x: NDArray, o: { n: number }) => x.mul(o.n), { staticArgnums: 1 })(vector, { n: 2 }),
  ),
  mistake("the transpose of a function that is not linear", "argument/not-linear", ArgumentError, () =>
    linearTranspose((x: NDArray) => x.sin(), vector)(vector),
  ),
  mistake("values of an array that is only a shape", "argument/abstract", ArgumentError, () => evalShape((x: NDArray) => x)(vector).js()),
  mistake("an integer to a negative power", "argument/power", ArgumentError, () => whole.pow(-1)),
  mistake("a key that is not a key", "argument/key", ArgumentError, () => random.normal(vector, [2])),
  mistake("a dropout rate of 1", "argument/rate", ArgumentError, () => regularizers.dropout(random.key(0), vector, 1)),
  mistake("fractions that add up to more than all", "argument/fractions", ArgumentError, () =>
    data.split(random.key(0), vector, [0.9, 0.9]),
  ),
  mistake("batches larger than the data", "argument/batch-size", ArgumentError, () => [...data.batches(random.key(0), vector, 5)]),
  mistake("weight decay without the weights", "argument/params", ArgumentError, () => optim.addDecayedWeights(0.1).update(vector, null)),
  mistake("a collective outside its map", "argument/axis-name", ArgumentError, () => lax.psum(vector, "batch")),
  mistake("an array indexed with brackets", "argument/property", ArgumentError, () => any(vector)[0]),
  mistake("a number spread as if it were a list", "shape/iterate", ShapeError, () => [...np.array(1)]),
  mistake("a carry that changes its shape", "shape/carry", ShapeError, () =>
    lax.scan((c: NDArray, x: NDArray): [NDArray, NDArray] => [c.add(x), c], np.array(0), matrix),
  ),
  mistake("a carry that changes its structure", "tree/carry", TreeError, () =>
    lax.scan((c: NDArray, x: NDArray): [NDArray, NDArray] => [any([c, x]), c], np.array(0), vector),
  ),
  mistake("a scan body that returns no pair", "tree/scan-pair", TreeError, () =>
    lax.scan(
      any((c: NDArray, x: NDArray) => c.add(x)),
      np.array(0),
      vector,
    ),
  ),
  mistake("branches of different shapes", "shape/branches", ShapeError, () =>
    lax.cond(
      true,
      (x: NDArray) => x,
      (x: NDArray) => x.sum(),
      vector,
    ),
  ),
  mistake("a loop condition that is not boolean", "dtype/while-predicate", DTypeError, () =>
    lax.whileLoop(
      (x: NDArray) => x,
      (x: NDArray) => x.sub(1),
      np.array(3),
    ),
  ),
  mistake("a gradient through a loop of unknown length", "argument/while-reverse", ArgumentError, () =>
    grad((x: NDArray) =>
      lax.whileLoop(
        (a: NDArray) => a.less(100),
        (a: NDArray) => a.mul(2),
        x,
      ),
    )(1),
  ),
  mistake("arrays one by one where a list is taken", "argument/arrays", ArgumentError, () => np.concatenate(any(vector), any(vector))),
  mistake("a switch without a list of branches", "argument/branches", ArgumentError, () =>
    lax.switch_(
      0,
      any((x: NDArray) => x),
      vector,
    ),
  ),
  mistake("an update without the state", "argument/state", ArgumentError, () => optim.sgd(0.1).update(vector, any(undefined))),
  mistake("an update that loses digits", "dtype/update", DTypeError, () => whole.at(0).set(0.5)),
]

const thrownBy = (make: () => unknown): CotangentError => {
  try {
    make()
  } catch (error) {
    if (error instanceof CotangentError) return error
    throw error
  }
  return expect.fail("nothing was thrown")
}

/** The message with this file's place made independent of where the repository lies and of edits above the line. */
const portable = (message: string): string => message.replaceAll(/\S*mistakes\.test\.ts:\d+:\d+/g, "mistakes.test.ts")

describe("mistakes and what is said about them", () => {
  it("there are at least sixty, each with its own code", () => {
    expect(mistakes.length).toBeGreaterThanOrEqual(60)
    expect(new Set(mistakes.map((m) => m.code)).size).toBe(mistakes.length)
  })
  for (const { title, code, error, make } of mistakes)
    it(title, () => {
      const thrown = thrownBy(make)
      expect(thrown.code).toBe(code)
      expect(thrown).toBeInstanceOf(error)
      expect(thrown.name).toBe(error.name)
      expect(thrown.userFrame?.file).toMatch(/mistakes\.test\.ts$/)
      expect(thrown.message).toMatch(/mistakes\.test\.ts:\d+:\d+/)
      expect(portable(thrown.message)).toMatchSnapshot()
    })
})
