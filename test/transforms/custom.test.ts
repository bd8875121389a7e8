// Law 14: with the true rule a function with rules of its own cannot be told from the one without; with another rule only its derivatives change.
import { describe, expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { ArgumentError, ShapeError, TreeError } from "../../src/core/errors.js"
import "../../src/install.js"
import { scan } from "../../src/lax/control/index.js"
import { literal } from "../../src/primitives/elementwise/define.js"
import * as e from "../../src/primitives/elementwise/index.js"
import { reduceSum } from "../../src/primitives/sum.js"
import { customGradient } from "../../src/transforms/customGradient.js"
import { customJvp } from "../../src/transforms/customJvp.js"
import { customVjp } from "../../src/transforms/customVjp.js"
import { grad, valueAndGrad } from "../../src/transforms/grad.js"
import { hessian, jacfwd, jacrev } from "../../src/transforms/jacobian.js"
import { jit } from "../../src/transforms/jit.js"
import { jvp } from "../../src/transforms/jvp.js"
import { linearize } from "../../src/transforms/linearize.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"
import { vjp } from "../../src/transforms/vjp.js"
import { vmap } from "../../src/transforms/vmap.js"
import { arrayFrom, expectSame, numbers, scalar } from "../laws/arrays.js"

type Scalar = (x: NDArray) => NDArray

const wave = (shape: readonly number[]): NDArray => arrayFrom(shape, "float64", (i) => Math.sin(1.3 * i + 1))
const total = (x: NDArray): NDArray =>
  reduceSum(
    x,
    x.shape.map((_, axis) => axis),
  )

const plain = (x: NDArray, y: NDArray): NDArray => e.mul(e.sin(x), e.exp(y))
const forwardRule = customJvp((x: NDArray, y: NDArray) => plain(x, y))
forwardRule.defjvp(([x, y], [dx, dy]) => {
  const z = forwardRule(x, y)
  return [z, e.add(e.mul(e.mul(dx, e.cos(x)), e.exp(y)), e.mul(z, dy))]
})
const sumRule = customJvp((x: NDArray, y: NDArray) => plain(x, y))
sumRule.defjvps(
  (dx, _, x, y) => e.mul(e.mul(dx, e.cos(x)), e.exp(y)),
  (dy, z) => e.mul(dy, z),
)
const backwardRule = customVjp((x: NDArray, y: NDArray) => plain(x, y))
backwardRule.defvjp(
  (x, y) => [backwardRule(x, y), { x, y }],
  ({ x, y }, ct) => [e.mul(ct, e.mul(e.cos(x), e.exp(y))), e.mul(ct, plain(x, y))],
)
const paired = customGradient((x: NDArray, y: NDArray) => [
  plain(x, y),
  (ct: NDArray) => [e.mul(ct, e.mul(e.cos(x), e.exp(y))), e.mul(ct, plain(x, y))],
])

const ruled: readonly (readonly [string, (x: NDArray, y: NDArray) => NDArray])[] = [
  ["customJvp", forwardRule],
  ["customJvp of terms", sumRule],
  ["customVjp", backwardRule],
  ["customGradient", paired],
]

describe.each(ruled)("%s with the true rule is the function", (_, f) => {
  const [x, y] = [wave([3]), wave([3])]
  const loss = (g: typeof f) => (a: NDArray, b: NDArray) => total(e.mul(g(a, b), g(a, e.mul(b, 0.5))))
  const both = { argnums: [0, 1] } as const

  test("for values, gradients and Jacobians", () => {
    expectSame([f(x, y), jit(f)(x, y)], [plain(x, y), plain(x, y)], "the value")
    expectSame(grad(loss(f), both)(x, y), grad(loss(plain), both)(x, y), "the gradient")
    expectSame(jit(grad(loss(f), both))(x, y), grad(loss(plain), both)(x, y), "jit of the gradient")
    expectSame(grad(loss(jit(f)), both)(x, y), grad(loss(plain), both)(x, y), "the gradient of jit")
    expectSame([jacrev(f)(x, y), jacfwd(f)(x, y)], [jacrev(plain)(x, y), jacrev(plain)(x, y)], "the Jacobian")
    expectSame(jvp(f, [x, y], [y, x]), jvp(plain, [x, y], [y, x]), "jvp")
    expectSame([linearize(f, x, y)[1](y, x)], [jvp(plain, [x, y], [y, x])[1]], "linearize")
  })
  test("for second and third derivatives", () => {
    expectSame([hessian(loss(f))(x, y)], [hessian(loss(plain))(x, y)], "the Hessian")
    const third = (g: typeof f): Scalar => grad((z) => grad((w: NDArray) => grad((v: NDArray) => g(v, v))(w))(z))
    expectSame([third(f)(scalar(0.4))], [third(plain)(scalar(0.4))], "the third derivative")
  })
  test("over batches of either or both arguments, and in loops", () => {
    const xs = wave([4, 3])
    for (const inAxes of [
      [0, 0],
      [0, null],
      [null, 0],
    ] as const) {
      const args = [inAxes[0] === 0 ? xs : x, inAxes[1] === 0 ? xs : y] as const
      expectSame([vmap(f, { inAxes })(...args)], [vmap(plain, { inAxes })(...args)], "the values")
      expectSame(vmap(grad(loss(f), both), { inAxes })(...args), vmap(grad(loss(plain), both), { inAxes })(...args), "the gradients")
      const batchLoss = (g: typeof f) => (a: NDArray, b: NDArray) => total(vmap(g, { inAxes })(a, b))
      expectSame(grad(batchLoss(f), both)(...args), grad(batchLoss(plain), both)(...args), "the gradient of the batch")
    }
    const loop = (g: typeof f) => (a: NDArray) => total(scan((c: NDArray, z: NDArray) => [g(c, z), c], a, xs)[0])
    expectSame([grad(loop(f))(x), hessian(loop(f))(x)], [grad(loop(plain))(x), hessian(loop(plain))(x)], "in a scan")
  })
})

describe("with another rule only the derivatives change", () => {
  const doubled = customJvp((x: NDArray) => e.sin(x)).defjvp(([x], [dx]) => [e.sin(x), e.mul(dx, 2)])
  const tripled = customVjp((x: NDArray) => e.sin(x)).defvjp(
    (x) => [e.sin(x), null],
    (_, ct) => [e.mul(ct, 3)],
  )
  test("in both modes", () => {
    for (const [f, slope] of [
      [doubled, 2],
      [tripled, 3],
    ] as const) {
      expect(f(scalar(1)).item()).toBe(Math.sin(1))
      expect(valueAndGrad(f)(scalar(1)).map((v) => v.item())).toEqual([Math.sin(1), slope])
      expect(jvp(f, [scalar(1)], [scalar(1)])[1].item()).toBe(slope)
      expect(jit(grad(jit(f)))(scalar(1)).item()).toBe(slope)
      expect(grad(grad(f))(scalar(1)).item()).toBe(0)
    }
  })
  test("the function runs, not its forward rule, where nothing is differentiated", () => {
    let ran = ""
    const f = customVjp((x: NDArray) => x).defvjp(
      (x) => {
        ran += "f"
        return [x, null]
      },
      (_, ct) => [ct],
    )
    f(scalar(1))
    expect(ran).toBe("")
  })
})

describe("rules speak in trees", () => {
  interface Params {
    readonly w: NDArray
    readonly b: readonly NDArray[]
  }
  const params: Params = { w: scalar(2), b: [scalar(3), scalar(5)] }
  const f = customVjp((p: Params, x: NDArray) => ({ out: e.mul(p.w, x), n: e.convertElementType(x, "int32") }))
  test("null and undefined are cotangents of zero, for an argument, a branch or a leaf", () => {
    f.defvjp(
      (p, x) => [f(p, x), x],
      (x, { out }) => [{ w: e.mul(out, x), b: null }, undefined],
    )
    const [dp, dx] = grad((p: Params, x: NDArray) => f(p, x).out, { argnums: [0, 1] })(params, scalar(7))
    expect([dp.w.item(), ...dp.b.map((g) => g.item()), dx.item()]).toEqual([7, 0, 0, 0])
    f.defvjp(
      (p, x) => [f(p, x), x],
      (_, { out }) => [{ w: null, b: [out, null] }, 4],
    )
    const again = grad((p: Params, x: NDArray) => f(p, x).out, { argnums: [0, 1] })(params, scalar(7))
    expect([again[0].w.item(), ...again[0].b.map((g) => g.item()), again[1].item()]).toEqual([0, 1, 0, 4])
  })
  test("arguments that are not differentiated may be anything, and come first", () => {
    const apply = customVjp((g: Scalar, x: NDArray, name: string) => (name === "" ? x : g(x)), { nondiffArgnums: [0, 2] }).defvjp(
      (g, x) => [g(x), x],
      (g: Scalar, name: string, x: NDArray, ct: NDArray) => [e.mul(ct, name === "twice" ? e.mul(g(x), 2) : g(x))],
    )
    const at = (name: string) => grad((x: NDArray) => apply(e.sin as never, x, name as never))(scalar(1)).item()
    expect([at("once"), at("twice")]).toEqual([Math.sin(1), 2 * Math.sin(1)])
    const rule = (n: number, [x]: readonly [NDArray], [dx]: readonly [NDArray]) => [e.integerPow(x, n), e.mul(dx, n)] as const
    const power = customJvp((n: number, x: NDArray) => e.integerPow(x, n), { nondiffArgnums: [0] }).defjvp(rule)
    expect(grad((x: NDArray) => power(3 as never, x))(scalar(2)).item()).toBe(3)
  })
})

describe("closures", () => {
  test("a rule may close over arrays, also ones that are being differentiated", () => {
    const h = (s: NDArray): NDArray => {
      const f = customJvp((x: NDArray) => e.sin(x)).defjvp(([x], [dx]) => [e.sin(x), e.mul(dx, s)])
      return grad((x: NDArray) => f(x))(scalar(1))
    }
    expect(h(scalar(5)).item()).toBe(5)
    expect(grad((s: NDArray) => e.square(h(s)))(scalar(5)).item()).toBe(10)
    const back = (s: NDArray): NDArray => {
      const f = customVjp((x: NDArray) => e.sin(x)).defvjp(
        (x) => [e.sin(x), null],
        (_, ct) => [e.mul(ct, s)],
      )
      return grad((x: NDArray) => f(x))(scalar(1))
    }
    expect(vmap((s: NDArray) => grad((t: NDArray) => e.square(back(t)))(s))(wave([3])).shape).toEqual([3])
    expect(grad((s: NDArray) => e.square(back(s)))(scalar(5)).item()).toBe(10)
  })
  test("a function may close over arrays, but no derivative can be taken of those", () => {
    const through = (s: NDArray, x: NDArray): NDArray =>
      customJvp((y: NDArray) => e.mul(y, s)).defjvp(([y], [dy]) => [e.mul(y, s), e.mul(dy, s)])(x)
    expect(grad(through, { argnums: 1 })(scalar(3), scalar(2)).item()).toBe(3)
    expect(() => grad(through)(scalar(3), scalar(2))).toThrow(ArgumentError)
    expect(() => grad(through)(scalar(3), scalar(2))).toThrow("cannot be differentiated with respect to a value that it closes over")
  })
  test("values may be read where they can be read outside", () => {
    const f = customJvp((x: NDArray) => (x.item() > 0 ? e.sin(x) : e.neg(x))).defjvp(([x], [dx]) => [e.sin(x), e.mul(dx, e.cos(x))])
    expect(grad((x: NDArray) => f(e.mul(x, 1)))(scalar(1)).item()).toBe(Math.cos(1))
  })
})

describe("forward mode of customVjp is the transpose of its backward rule", () => {
  test("which must be linear in the cotangent", () => {
    const bent = customVjp((x: NDArray) => x).defvjp(
      (x) => [x, null],
      (_, ct) => [e.square(ct)],
    )
    expect(grad(bent)(scalar(1)).item()).toBe(1)
    expect(() => jvp(bent, [scalar(1)], [scalar(1)])).toThrow("can't apply forward-mode differentiation (jvp)")
  })
})

describe("mistakes in rules are named", () => {
  const id = (x: NDArray): NDArray => x
  test("no rule yet", () => {
    expect(() => grad(customJvp(id))(scalar(1))).toThrow("id has no rule yet")
    expect(() => grad(customVjp(id))(scalar(1))).toThrow("id has no rules yet")
  })
  test("a rule that is no pair", () => {
    expect(() => grad(customJvp(id).defjvp((([x]: NDArray[]) => x) as never))(scalar(1))).toThrow(
      "the rule must return [result, tangent of the result]",
    )
  })
  test("a tangent of the wrong shape or structure", () => {
    const flat = customJvp(id).defjvp(([x], [dx]) => [x, reduceSum(dx, [0])])
    expect(() => grad((x: NDArray) => total(flat(x)))(wave([3]))).toThrow(ShapeError)
    expect(() => grad((x: NDArray) => total(flat(x)))(wave([3]))).toThrow(
      "the rule's tangent must have the shapes and dtypes of what it belongs to; got f64[3] and f64[]",
    )
    const listed = customJvp(id).defjvp((([x]: NDArray[], [dx]: NDArray[]) => [x, [dx]]) as never)
    expect(() => grad((x: NDArray) => total(listed(x)))(wave([3]))).toThrow(TreeError)
  })
  test("a backward rule that returns no list, too few cotangents, or the wrong ones", () => {
    const with_ = (bwd: (ct: NDArray) => unknown) =>
      customVjp((x: NDArray, y: NDArray) => e.mul(x, y)).defvjp((x, y) => [e.mul(x, y), null], ((_: null, ct: NDArray) => bwd(ct)) as never)
    const run = (bwd: (ct: NDArray) => unknown) => () => grad(with_(bwd))(scalar(1), scalar(2))
    expect(run((ct) => ct)).toThrow("must return a list with a cotangent for each of 2 arguments")
    expect(run((ct) => [ct])).toThrow("for each of 2 arguments; got a list of 1")
    expect(run((ct) => [[ct], ct])).toThrow(/at cotangents\[0\]/)
    expect(run(() => [wave([3]), null])).toThrow(
      "at cotangents[0]: a cotangent must have the shapes and dtypes of what it belongs to; got f64[] and f64[3]",
    )
  })
})

test("a function that calls itself in its rule keeps the rule for the derivatives after", () => {
  // d/dx log(1 + eˣ), which overflows as it is written
  const softplus = customJvp((x: NDArray) => e.log(e.add(e.exp(x), 1)))
  softplus.defjvp(([x], [dx]) => [softplus(x), e.mul(dx, e.logistic(x))])
  const slopes = [softplus as Scalar, grad(softplus), grad(grad(softplus))].map((f) => f(scalar(2)).item())
  const s = 1 / (1 + Math.exp(-2))
  expect(slopes).toEqual([Math.log(1 + Math.exp(2)), expect.closeTo(s, 14), expect.closeTo(s * (1 - s), 14)])
  expect(numbers(vmap(grad(softplus))(arrayFrom([2], "float64", (i) => [1000, -1000][i] as number)))).toEqual([1, 0])
})

test("the pullback of vjp may be called any number of times", () => {
  const [, pull] = vjp(backwardRule, wave([3]), wave([3]))
  expectSame(pull(wave([3])), pull(wave([3])), "twice")
})

test("programs carry the rules as sub-programs", () => {
  const text = String(makeJaxpr((x: NDArray) => forwardRule(x, literal(1, "float64")))(scalar(1)))
  expect(text).toContain("custom_jvp_call")
  expect(text).toContain("rule=")
})
