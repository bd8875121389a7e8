// A training step as a page would ship it: a net with two layers, its loss and Adam, all from lean entry points.
import { jit, valueAndGrad, vmap } from "cotangent/lean"
import * as nn from "cotangent/lean/nn"
import * as np from "cotangent/lean/numpy"
import * as optim from "cotangent/lean/optim"
import * as random from "cotangent/lean/random"

const [k1, k2, k3] = random.split(random.key(0), 3)
const x = random.normal(k3, [32, 2])
const labels = x.sum(-1).greater(0).astype("int32")

const predict = ({ w1, b1, w2, b2 }, x) => np.dot(nn.relu(np.dot(x, w1).add(b1)), w2).add(b2)
const loss = (params) => nn.logSoftmax(predict(params, x)).mul(nn.oneHot(labels, 2)).sum(-1).mean().neg()

const optimizer = optim.adam(0.05)
const step = jit((params, state) => {
  const [value, gradients] = valueAndGrad(loss)(params)
  const [updates, next] = optimizer.update(gradients, state, params)
  return [optim.applyUpdates(params, updates), next, value]
})

let params = { w1: random.normal(k1, [2, 16]), b1: np.zeros([16]), w2: random.normal(k2, [16, 2]).mul(0.3), b2: np.zeros([2]) }
let state = optimizer.init(params)
const seen = []
for (let i = 0; i < 60; i++) {
  const [next, nextState, value] = step(params, state)
  params = next
  state = nextState
  seen.push(value.item())
}

const single = vmap((row) => predict(params, row))(x)
const agree = single.sub(predict(params, x)).abs().max().item() < 1e-5
console.log(JSON.stringify({ learned: seen.at(-1) < 0.3 * seen[0], agree }))
