// Law 7: what does not move has no derivative, and says so: integers, booleans, unused arguments, steps.
import { describe, expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { showAval } from "../../src/core/aval.js"
import { dtypes, isFloat, isInexact } from "../../src/core/dtype.js"
import "../../src/install.js"
import { DTypeError, ShapeError } from "../../src/core/errors.js"
import { bind } from "../../src/core/trace.js"
import { add, addP, mul } from "../../src/primitives/elementwise/arithmetic.js"
import { type PrimitiveName, primitives } from "../../src/primitives/index.js"
import { reduceSum } from "../../src/primitives/sum.js"
import { grad, valueAndGrad } from "../../src/transforms/grad.js"
import { jit } from "../../src/transforms/jit.js"
import { jvp } from "../../src/transforms/jvp.js"
import { linearize } from "../../src/transforms/linearize.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"
import { vjp } from "../../src/transforms/vjp.js"
import { arrayFrom, numbers, scalar } from "./arrays.js"

const ones = (dtype: (typeof dtypes)[number]): NDArray => arrayFrom([2, 3], dtype, () => 1)
const total = (x: NDArray): NDArray => reduceSum(mul(x, x), [0, 1])
const whole = dtypes.filter((d) => !isInexact(d))
const real = dtypes.filter(isFloat)

describe("what is not float does not move", () => {
  test.each(whole)("a %s argument cannot be differentiated by grad", (dtype) => {
    expect(() => grad((x: NDArray) => total(x))(ones(dtype))).toThrow(DTypeError)
  })

  test.each(whole)("a %s argument has the cotangent 0 in vjp, and any tangent in jvp", (dtype) => {
    const f = (x: NDArray, n: NDArray): readonly NDArray[] => [mul(x, x), n]
    const x = ones("float64")
    const n = ones(dtype)
    const [dx, dn] = vjp(f, x, n)[1]([ones("float64"), ones(dtype)])
    expect(numbers(dx as NDArray)).toEqual([2, 2, 2, 2, 2, 2])
    expect([showAval((dn as NDArray).aval), ...numbers(dn as NDArray)]).toEqual(["f32[2,3]", 0, 0, 0, 0, 0, 0])
    const [dy, dm] = jvp(f, [x, n], [ones("float64"), ones("float32")])[1]
    expect(numbers(dy as NDArray)).toEqual([2, 2, 2, 2, 2, 2])
    expect([showAval((dm as NDArray).aval), ...numbers(dm as NDArray)]).toEqual(["f32[2,3]", 0, 0, 0, 0, 0, 0])
  })
})

describe("an argument that is not used has the gradient 0, of its own shape and dtype", () => {
  test.each(real)("%s", (dtype) => {
    const unused = ones(dtype)
    const f = (x: NDArray, y: { readonly w: NDArray }): NDArray => add(total(x), mul(scalar(0), scalar(1)).ndim === 0 && y ? 0 : 1)
    for (const transform of [grad(f, { argnums: [0, 1] }), jit(grad(f, { argnums: [0, 1] }))]) {
      const [dx, dy] = transform(ones("float64"), { w: unused })
      expect(numbers(dx)).toEqual([2, 2, 2, 2, 2, 2])
      expect([dy.w.shape, dy.w.dtype, ...numbers(dy.w)]).toEqual([[2, 3], dtype, 0, 0, 0, 0, 0, 0])
    }
  })
})

describe("derivatives have the types of what they belong to", () => {
  const square = (x: NDArray): NDArray => mul(x, x)
  const identity = (x: NDArray): NDArray => x
  const constant = (x: NDArray): NDArray => mul(x, 0)

  test.each(real)("the gradient of a %s scalar is one, and as strong", (dtype) => {
    const x = scalar(1, dtype)
    for (const f of [square, identity, constant]) {
      expect(showAval(grad(f)(x).aval)).toBe(showAval(x.aval))
      const [value, slope] = valueAndGrad(f)(x)
      expect([showAval(value.aval), showAval(slope.aval)]).toEqual([showAval(x.aval), showAval(x.aval)])
    }
  })

  test.each(real)("a number may stand for a tangent or cotangent of %s, and takes its dtype", (dtype) => {
    const x = scalar(3, dtype)
    for (const f of [square, identity]) {
      const slope = f === square ? 6 : 1
      const found = [jvp(f, [x], [1])[1], linearize(f, x)[1](1), vjp(f, x)[1](1)[0]]
      expect(found.map((d) => [d.dtype, d.item()])).toEqual(found.map(() => [dtype, slope]))
      expect(showAval(add(found[0] as NDArray, x).aval)).toBe(showAval(x.aval))
    }
  })
})

describe("a zero derivative says why", () => {
  const because = (Object.keys(primitives) as readonly PrimitiveName[]).flatMap((name) => {
    const { derivative } = primitives[name]
    return derivative.kind === "zero" ? [[name, derivative.because] as const] : []
  })
  test.each(because)("%s: %s", (_, reason) => expect(reason).toMatch(/\w+ \w+/))
})

describe("nothing is broadcast that is not a literal", () => {
  const f = (x: NDArray, y: NDArray): NDArray => bind(addP, [x, y], {})[0] as NDArray
  test("a rank-0 array beside a bigger one is an error, traced or not", () => {
    expect(() => f(ones("float64"), scalar(1))).toThrow(ShapeError)
    expect(() => f(scalar(1), ones("float64"))).toThrow(ShapeError)
    expect(() => makeJaxpr(f)(ones("float64"), scalar(1))).toThrow(ShapeError)
    expect(() => jit(f)(scalar(1), ones("float64"))).toThrow(ShapeError)
  })
})
