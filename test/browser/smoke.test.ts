// The library in a browser, from the root: derivatives, batches, compiled programs, control flow, random numbers, a training loop, errors.
import { describe, expect, it } from "vitest"
import {
  CotangentError,
  grad,
  hessian,
  jit,
  jvp,
  lax,
  losses,
  makeJaxpr,
  type NDArray,
  nn,
  numpy as np,
  optim,
  random,
  tree,
  valueAndGrad,
  vmap,
} from "../../src/index.js"

const squareSum = (x: NDArray): NDArray => x.mul(x).sum()
const rows = np.array([
  [1, 2, 3],
  [4, 5, 6],
])

describe("in a browser", () => {
  it("differentiates", () => {
    expect(grad(squareSum)(np.array([1, 2, 3])).js()).toEqual([2, 4, 6])
    expect(jvp(squareSum, [np.array([1, 2, 3])], [np.array([1, 0, 0])])[1].item()).toBe(2)
    expect(hessian(squareSum)(np.array([1, 2])).js()).toEqual([
      [2, 0],
      [0, 2],
    ])
  })

  it("batches", () => {
    expect(vmap(squareSum)(rows).js()).toEqual([14, 77])
    expect(vmap(grad(squareSum))(rows).js()).toEqual([
      [2, 4, 6],
      [8, 10, 12],
    ])
  })

  it("compiles", () => {
    const f = jit(grad(squareSum))
    expect(f(np.array([1, 2, 3])).js()).toEqual([2, 4, 6])
    expect(f(np.array([4, 5, 6])).js()).toEqual([8, 10, 12])
  })

  it("computes the same jitted as not, on arrays large enough for vectors and tiles", () => {
    const f = (a: NDArray, b: NDArray): NDArray => nn.softmax(np.tanh(a.matmul(b)).add(1))
    const [a, b] = [random.normal(random.key(0), [67, 65]), random.normal(random.key(1), [65, 33])]
    const [eager, compiled] = [f(a, b).dataSync(), jit(f)(a, b).dataSync()]
    eager.forEach((x, i) => {
      expect(Math.abs(x - (compiled[i] as number))).toBeLessThan(1e-5)
    })
  })

  it("loops and chooses inside of a program", () => {
    const power = jit((x: NDArray) => lax.foriLoop(0, 5, (_, y: NDArray) => y.mul(x), np.array(1)))
    expect(power(2).item()).toBe(32)
    const sums = jit((xs: NDArray) => lax.scan((c: NDArray, x: NDArray): [NDArray, NDArray] => [c.add(x), c.add(x)], np.array(0), xs)[1])
    expect(sums(np.array([1, 2, 3])).js()).toEqual([1, 3, 6])
    expect(grad((xs: NDArray) => sums(xs).sum())(np.array([1, 2, 3])).js()).toEqual([3, 2, 1])
  })

  it("draws JAX's random numbers", () => {
    const key = random.key(42)
    expect(random.uniform(key, [3]).js()).toEqual(random.uniform(key, [3]).js())
    const [a, b] = random.split(key) as unknown as [NDArray, NDArray]
    expect(random.bits(a, [4]).js()).not.toEqual(random.bits(b, [4]).js())
  })

  it("trains", () => {
    const x = random.normal(random.key(0), [64, 3])
    const y = x.matmul(np.array([1, -2, 0.5]))
    const loss = (p: { readonly w: NDArray }): NDArray => losses.mse(x.matmul(p.w), y)
    const optimizer = optim.adam(0.1)
    const step = jit((params: { readonly w: NDArray }, state: ReturnType<typeof optimizer.init>) => {
      const [value, grads] = valueAndGrad(loss)(params)
      const [updates, next] = optimizer.update(grads, state, params)
      return { params: optim.applyUpdates(params, updates), state: next, value }
    })
    let at = { params: { w: np.zeros([3]) }, state: optimizer.init({ w: np.zeros([3]) }), value: np.array(1) }
    for (let i = 0; i < 150; i++) at = step(at.params, at.state)
    expect(at.value.item()).toBeLessThan(1e-2)
    expect(tree.leaves(at.params)).toHaveLength(1)
  })

  it("prints programs", () => {
    expect(String(makeJaxpr((x: NDArray) => x.sin().mul(2))(np.ones([3])))).toBe(
      "{ lambda ; a:f32[3]. let b:f32[3] = sin a; c:f32[3] = mul b 2.0:f32[] in (c,) }",
    )
  })

  it("names the user's line in errors", () => {
    const thrown = ((): unknown => {
      try {
        return rows.add(np.ones([2]))
      } catch (error) {
        return error
      }
    })()
    expect(thrown).toBeInstanceOf(CotangentError)
    expect((thrown as CotangentError).userFrame?.file).toContain("smoke.test.ts")
  })

  it("shows threads the memory that they share", () => {
    expect(crossOriginIsolated).toBe(true)
  })
})
