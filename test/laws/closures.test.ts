// Law 7: derivatives know what they are with respect to. Variables are lexical, so nested derivatives of functions that close over
// one another's arguments never mix them up.
import fc from "fast-check"
import { describe, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import "../../src/install.js"
import { add, mul } from "../../src/primitives/elementwise/arithmetic.js"
import { sin } from "../../src/primitives/elementwise/trigonometric.js"
import { broadcastInDim, reduceSum } from "../../src/primitives/sum.js"
import { closureConvert } from "../../src/transforms/closureConvert.js"
import { grad } from "../../src/transforms/grad.js"
import { jacfwd, jacrev } from "../../src/transforms/jacobian.js"
import { jit } from "../../src/transforms/jit.js"
import { jvp } from "../../src/transforms/jvp.js"
import { linearize } from "../../src/transforms/linearize.js"
import { vjp } from "../../src/transforms/vjp.js"
import { vmap } from "../../src/transforms/vmap.js"
import { arrayFrom, expectNear, expectSame, numbers, scalar } from "./arrays.js"
import { pointIn } from "./draw.js"
import { quick, require } from "./law.js"

type Scalar = (x: NDArray) => NDArray

/** Every way to take the derivative of a function of one number. */
const derivatives: { readonly [name: string]: (f: Scalar) => Scalar } = {
  grad: (f) => grad(f),
  jvp: (f) => (x) => jvp(f, [x], [scalar(1)])[1],
  vjp: (f) => (x) => vjp(f, x)[1](scalar(1))[0],
  linearize: (f) => (x) => linearize(f, x)[1](scalar(1)),
  jacfwd: (f) => jacfwd(f),
  jacrev: (f) => jacrev(f),
  "jit of grad": (f) => jit(grad(f)),
  "grad of jit": (f) => grad(jit(f)),
  "jvp of jit": (f) => (x) => jvp(jit(f), [x], [scalar(1)])[1],
  "vmap of grad": (f) => (x) => reduceSum(vmap(grad(f))(broadcastInDim(x, [1], [])), [0]),
}

const number = fc.integer({ min: -8, max: 8 }).map((n) => n / 4)
const effort = { ...quick, numRuns: 3 }

const pairs = Object.keys(derivatives).flatMap((outer) => Object.keys(derivatives).map((inner) => [outer, inner] as const))

describe("nested derivatives do not mix up their variables", () => {
  test.each(pairs)("d/dx [x · d/dy (x + y)] = 1 and d/dx [x · d/dy (x · y · y)] = 6x² at y = x: %s over %s", (outer, inner) => {
    const [D, E] = [derivatives[outer] as (f: Scalar) => Scalar, derivatives[inner] as (f: Scalar) => Scalar]
    require(number, (a) => {
      const x = scalar(a)
      expectNear(numbers(D((x) => mul(x, E((y) => add(x, y))(x)))(x)), [1], 1e-12, "d/dx [x · d/dy (x + y)]")
      expectNear(numbers(D((x) => mul(x, E((y) => mul(x, mul(y, y)))(x)))(x)), [6 * a * a], 1e-12, "d/dx [x · d/dy (x·y²)]")
      expectNear(numbers(D((x) => E((y) => mul(x, sin(y)))(scalar(a)))(x)), [Math.cos(a)], 1e-12, "d/dx d/dy (x · sin y)")
    }, effort, false)
  })

  test("three deep: d/dx [x · d/dy (y · d/dz (x·y·z))] = 6x²", () => {
    const [D, E, F] = [derivatives.grad, derivatives.jvp, derivatives["jit of grad"]] as [typeof grad, typeof grad, typeof grad]
    const f: Scalar = (x) => mul(x, E((y: NDArray) => mul(y, F((z: NDArray) => mul(mul(x, y), z))(x)))(x))
    require(number, (a) => expectNear(numbers(D(f)(scalar(a))), [6 * a * a], 1e-12, "f′"), effort, false)
  })
})

describe("functions may close over anything", () => {
  const matrix = { shape: [2, 3], low: -1, high: 1 }

  test("vmap closes over what another vmap maps: the outer product", () => {
    require(pointIn([
      { ...matrix, shape: [2] },
      { ...matrix, shape: [3] },
    ]), ([x, y]) => {
      const outer = vmap((a: NDArray) => vmap((b: NDArray) => mul(a, b))(y as NDArray))(x as NDArray)
      const [xs, ys] = [numbers(x as NDArray), numbers(y as NDArray)]
      expectSame([outer], [arrayFrom([2, 3], "float64", (i) => (xs[Math.floor(i / 3)] as number) * (ys[i % 3] as number))], "x yᵀ")
    }, effort)
  })

  test("jit closes over a traced value, which is differentiated", () => {
    const f = (x: NDArray): NDArray => reduceSum(jit((y: NDArray) => mul(x, y))(sin(x)), [0, 1])
    const g = (x: NDArray): NDArray => reduceSum(mul(x, sin(x)), [0, 1])
    require(pointIn([matrix]), ([x]) => expectSame([grad(f)(x as NDArray)], [grad(g)(x as NDArray)], "the gradient"), effort)
  })

  test("closureConvert(f) is f, with what it closed over as arguments that can be differentiated", () => {
    require(pointIn([matrix, matrix]), ([x, y]) => {
      const f = (a: NDArray): NDArray => reduceSum(mul(sin(a), y as NDArray), [0, 1])
      const [g, consts] = closureConvert(f, x as NDArray)
      expectSame(consts, [y as NDArray], "the captured values")
      expectSame([g(x as NDArray, ...consts)], [f(x as NDArray)], "the value")
      expectSame([grad(g, { argnums: 1 })(x as NDArray, ...consts)], [sin(x as NDArray)], "the derivative in what was captured")
    }, effort)
  })
})
