// Donated arguments: results lie where they lay, and nobody reads them afterwards unawares.
import { expect, test } from "vitest"
import { constantsAsInputs } from "../../src/core/jaxpr.js"
import { disableJit, grad, jit, lax, makeJaxpr, type NDArray, numpy as np, optim, vmap } from "../../src/index.js"
import { kernelsOf } from "../../src/lowering/compile.js"
import { thrownBy } from "../transforms/thrown.js"

/** Which results of a program lie in the place of which donated inputs. */
const places = <A extends NDArray[]>(f: (...xs: A) => unknown, xs: A, donated: readonly number[]): readonly number[] => {
  const { inputs, outputs } = kernelsOf(constantsAsInputs(makeJaxpr((...ys: NDArray[]) => f(...(ys as A)))(...xs).jaxpr), donated)
  return outputs.map((b) => inputs.indexOf(b))
}

const large = (seed: number): NDArray => np.sin(np.arange(5000).add(seed))

test("a step of descent with momentum writes parameters and velocity where they were", () => {
  const loss = (p: NDArray): NDArray => p.square().mul(np.cos(p)).sum()
  const step = (p: NDArray, v: NDArray): readonly NDArray[] => {
    const next = v.mul(0.9).add(grad(loss)(p))
    return [p.sub(next.mul(0.1)), next]
  }
  expect(places(step, [large(0), large(1)], [0, 1])).toEqual([0, 1])
  const donating = jit(step, { donateArgnums: [0, 1] })
  const keeping = jit(step)
  let [a, b] = [
    [large(0), large(1)],
    [large(0), large(1)],
  ] as [readonly NDArray[], readonly NDArray[]]
  for (let i = 0; i < 20; i++) {
    a = donating(a[0] as NDArray, a[1] as NDArray)
    b = keeping(b[0] as NDArray, b[1] as NDArray)
  }
  expect(a.map((x) => x.dataSync())).toEqual(b.map((x) => x.dataSync()))
})

test("an optimizer's whole state is updated in place, tree and all", () => {
  const tx = optim.adam(0.01)
  type State = ReturnType<typeof tx.init>
  const start = { w: large(0).reshape([50, 100]), b: large(3) }
  const step = (params: typeof start, state: State) => {
    const [updates, next] = tx.update(params, state, params)
    return [optim.applyUpdates(params, updates), next] as const
  }
  type Step = (params: typeof start, state: State) => readonly [typeof start, State]
  const run = (f: Step): unknown => {
    let [params, state]: readonly [typeof start, State] = [{ w: start.w.add(0), b: start.b.add(0) }, tx.init(start)]
    for (let i = 0; i < 5; i++) [params, state] = f(params, state)
    return [params.w.js(), params.b.js()]
  }
  expect(run(jit(step, { donateArgnums: [0, 1] }))).toEqual(run(jit(step)))
})

test("what is read elsewhere than it is written is not written over", () => {
  const x = large(0)
  expect(places((a: NDArray) => np.flip(a).add(a), [x], [0])).toEqual([-1])
  expect(places((a: NDArray) => [a.mul(2), a.sum()], [x], [0])).toEqual([0, -1])
  const both = (a: NDArray): readonly NDArray[] => [a.mul(2), a.add(np.roll(a, 1)), a.sum()]
  const expected = jit(both)(x).map((y) => y.js())
  expect(jit(both, { donateArgnums: 0 })(x.add(0)).map((y) => y.js())).toEqual(expected)
})

test("a write of one element, and a loop of them, leave the others where they are", () => {
  const one = (a: NDArray): NDArray => a.at(7).set(3)
  const loop = (a: NDArray): NDArray => lax.foriLoop(0, 9, (i, c: NDArray) => c.at(i).set(c.at(i.add(1)).get()), a)
  for (const f of [one, loop]) {
    expect(places(f, [large(0)], [0])).toEqual([0])
    expect(jit(f, { donateArgnums: 0 })(large(0)).js()).toEqual(f(large(0)).js())
  }
})

test("a donated array tells whoever reads it, wherever it lay", () => {
  for (const n of [3, 5000]) {
    const x = np.arange(n).astype("float32")
    jit((a: NDArray) => a.mul(2), { donateArgnums: 0 })(x)
    for (const use of [() => x.js(), () => x.add(1), () => jit((a: NDArray) => a.add(1))(x), () => grad((a: NDArray) => a.sum())(x).js()]) {
      const error = thrownBy(use)
      expect(error.code).toBe("argument/donated")
      expect(error.message).toContain(`f32[${n}]`)
    }
  }
})

test("what was computed from a donated array before stays", () => {
  const x = np.array(Array.from({ length: 5000 }, (_, i) => i))
  const y = jit((a: NDArray) => a.mul(3))(x)
  jit((a: NDArray) => a.add(1), { donateArgnums: 0 })(x)
  const room = jit((a: NDArray) => np.broadcastTo(a, [4_000_000]).add(1)) // sends others out of memory
  for (let i = 0; i < 4; i++) room(np.array(i))
  expect(y.dataSync().slice(0, 4)).toEqual(Float32Array.of(0, 3, 6, 9))
  expect(y.dataSync()[4999]).toBe(14997)
})

test("an array donated and given again in one call is refused", () => {
  const x = large(0)
  const error = thrownBy(() => jit((a: NDArray, b: NDArray) => a.add(b), { donateArgnums: 0 })(x, x))
  expect(error.code).toBe("argument/donated-twice")
  expect(x.dataSync()[0]).toBeCloseTo(0)
})

test("inside other transforms and without jit nothing is taken", () => {
  const f = jit((a: NDArray) => a.mul(2).sum(), { donateArgnums: 0 })
  const x = np.arange(6)
  grad(f)(x.astype("float32"))
  vmap(f)(x.reshape([2, 3]))
  disableJit(() => f(x))
  expect(x.js()).toEqual([0, 1, 2, 3, 4, 5])
})
