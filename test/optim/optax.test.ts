// Optimizers against Optax itself: the same gradients, the same updates.
import { expect, it } from "vitest"
import { numpy as np, optim } from "../../src/index.js"
import { close } from "../support/close.js"
import { optaxUpdates } from "./optax.values.js"

const gradients = [
  [0.5, -2, 0.25],
  [0.1, -1, -0.5],
  [-0.3, 0.5, 1.5],
  [0.7, 0.01, -2],
]

const optimizers: { readonly [N in keyof typeof optaxUpdates]: optim.GradientTransformation<unknown> } = {
  sgd: optim.sgd(0.1),
  sgdMomentum: optim.sgd(0.1, { momentum: 0.9 }),
  sgdNesterov: optim.sgd(0.1, { momentum: 0.9, nesterov: true }),
  adam: optim.adam(0.1),
  adamw: optim.adamw(0.1, { weightDecay: 0.3 }),
  nadam: optim.nadam(0.1),
  nadamw: optim.nadamw(0.1),
  adamax: optim.adamax(0.1),
  adamaxw: optim.adamaxw(0.1),
  amsgrad: optim.amsgrad(0.1, { b2: 0.5 }),
  adabelief: optim.adabelief(0.1),
  yogi: optim.yogi(0.1),
  adan: optim.adan(0.1),
  adagrad: optim.adagrad(0.1),
  adadelta: optim.adadelta(0.5),
  rmsprop: optim.rmsprop(0.1),
  rmspropCentered: optim.rmsprop(0.1, { centered: true, momentum: 0.5, nesterov: true, biasCorrection: true }),
  lion: optim.lion(0.1),
  lamb: optim.lamb(0.1),
  lars: optim.lars(0.1),
  fromage: optim.fromage(0.1),
  novograd: optim.novograd(0.1, { weightDecay: 0.1 }),
  signSgd: optim.signSgd(0.1),
  optimistic: optim.optimisticGradientDescent(0.1),
  rprop: optim.rprop(0.1),
  clipNorm: optim.chain(optim.clipByGlobalNorm(1), optim.sgd(0.1)),
  clipBlock: optim.clipByBlockRms(0.5),
  ema: optim.ema(0.9),
  applyEvery: optim.applyEvery(2),
}

it.each(Object.keys(optimizers) as (keyof typeof optaxUpdates)[])("%s updates as Optax does", (name) => {
  const optimizer = optimizers[name]
  let w = np.array([1, -0.5, 2], { dtype: "float64" })
  let state = optimizer.init(w)
  expect(optaxUpdates[name]).toHaveLength(gradients.length)
  for (const [i, g] of gradients.entries()) {
    const [updates, next] = optimizer.update(np.array(g, { dtype: "float64" }), state, w)
    close(updates, [...(optaxUpdates[name][i] ?? [])], 1e-11)
    w = optim.applyUpdates(w, updates)
    state = next
  }
})
