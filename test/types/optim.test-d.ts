// The types of optimizers: callers cast nothing, and states go through `jit` as they are.
import { describe, expectTypeOf, test } from "vitest"
import { grad, jit, type NDArray, numpy as np, optim, tree, valueAndGrad, vmap } from "../../src/index.js"

interface Layer {
  readonly w: NDArray
  readonly b: NDArray
}
interface Params {
  readonly hidden: Layer
  readonly output: Layer
}
declare const params: Params
declare const loss: (params: Params, batch: { readonly x: NDArray; readonly y: NDArray }) => NDArray
declare const batch: { readonly x: NDArray; readonly y: NDArray }

describe("optimizers", () => {
  test("updates are typed like the gradients, states by the transformation alone", () => {
    const optimizer = optim.adam(1e-3)
    const state = optimizer.init(params)
    expectTypeOf(state).toEqualTypeOf<readonly [optim.AdamState, optim.CountState]>()
    const [updates, next] = optimizer.update(grad(loss)(params, batch), state, params)
    expectTypeOf(updates).toEqualTypeOf<Params>()
    expectTypeOf(next).toEqualTypeOf(state)
    expectTypeOf(optim.applyUpdates(params, updates)).toEqualTypeOf<Params>()
  })

  test("a chain's state is the tuple of its links' states", () => {
    expectTypeOf(optim.chain()).toEqualTypeOf<optim.GradientTransformation<[]>>()
    const chained = optim.chain(optim.clipByGlobalNorm(1), optim.trace({ decay: 0.9 }), optim.adamw(0.1))
    expectTypeOf(chained.init(params)).toEqualTypeOf<
      [null, optim.TraceState, readonly [optim.AdamState, optim.CountState | null, optim.CountState]]
    >()
    // @ts-expect-error a number is no transformation
    optim.chain(optim.scale(1), 3)
  })

  test("a jitted step takes the state, and what it gives back is the state again", () => {
    const check = <S>(optimizer: optim.GradientTransformation<S>): S => optimizer.init(params)
    expectTypeOf(check(optim.sgd(0.1, { momentum: 0.9 }))).toEqualTypeOf<readonly [optim.TraceState | null, optim.CountState]>()

    const optimizer = optim.chain(optim.clip(1), optim.sgd(0.1, { momentum: 0.9 }), optim.adamw(1e-3))
    type State = ReturnType<typeof optimizer.init>
    const step = jit((p: Params, state: State, data: typeof batch) => {
      const [value, grads] = valueAndGrad(loss)(p, data)
      const [updates, next] = optimizer.update(grads, state, p)
      return { params: optim.applyUpdates(p, updates), state: next, value }
    })
    const started: State = optimizer.init(params)
    const result = step(params, started, batch)
    const again = step(result.params, result.state, batch)
    const followed: { params: Params; state: State } = again
    expectTypeOf(followed.params).toEqualTypeOf<Params>()
    expectTypeOf(again.value).toEqualTypeOf<NDArray>()
    expectTypeOf(again.params).toExtend<Params>()
  })

  test("states keep their names through injection, partition and masks", () => {
    const injected = optim.injectHyperparams(({ learningRate }) => optim.adam(learningRate), { learningRate: 0.1 })
    const state = injected.init(params)
    expectTypeOf(state.hyperparams.learningRate).toEqualTypeOf<NDArray>()
    expectTypeOf(state.inner[0].mu).toEqualTypeOf<optim.ArrayTree>()
    // @ts-expect-error there is no such hyperparameter
    state.hyperparams.momentum

    const split = optim.partition({ body: optim.adam(1e-3), head: optim.scale(0) }, { hidden: "body", output: "head" })
    expectTypeOf(split.init(params).body).toEqualTypeOf<readonly [optim.AdamState, optim.CountState]>()
    expectTypeOf(split.init(params).head).toEqualTypeOf<null>()

    const masked = optim.masked(optim.trace({ decay: 0.5 }), (p: Params) => tree.map((x) => x.ndim > 1, p))
    expectTypeOf(masked.init(params)).toEqualTypeOf<optim.TraceState>()
    expectTypeOf(optim.multiSteps(masked, 4).init(params).inner).toEqualTypeOf<optim.TraceState>()
  })

  test("learning rates are numbers, arrays and schedules, those of the library too", () => {
    optim.sgd(0.1)
    optim.sgd(np.array(0.1))
    optim.sgd((count) => count.mul(0.1))
    optim.sgd(optim.cosineDecaySchedule(0.1, 100))
    vmap((rate: NDArray) => optim.sgd(rate).update(rate, optim.sgd(rate).init(rate))[0])
    // @ts-expect-error a string is no learning rate
    optim.sgd("fast")
  })
})
