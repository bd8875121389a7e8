// A typed program over every entry point.

import { grad, type NDArray, numpy, vmap } from "cotangent"
import * as data from "cotangent/data"
import * as debug from "cotangent/debug"
import * as lax from "cotangent/lax"
import { grad as leanGrad } from "cotangent/lean"
import * as leanNp from "cotangent/lean/numpy"
import * as losses from "cotangent/losses"
import * as nn from "cotangent/nn"
import * as np from "cotangent/numpy"
import * as optim from "cotangent/optim"
import * as random from "cotangent/random"
import * as regularizers from "cotangent/regularizers"
import * as train from "cotangent/train"
import * as tree from "cotangent/tree"
import * as viz from "cotangent/viz"

interface Params {
  readonly w: NDArray
  readonly b: NDArray
}

const loss = ({ w, b }: Params, x: NDArray): NDArray => x.mul(w).add(b).sum()
const params: Params = { w: np.array([1, 2, 3]), b: numpy.array(1) }

/** The gradient has the type of the parameters. */
export const gradient: Params = grad(loss)(params, np.array([1, 2, 3]))
export const norms: NDArray = vmap((x: NDArray): NDArray => x.mul(x).sum())(np.array([[1], [2]]))

// one function of each entry point
export const sum: NDArray = lax.add(np.ones([2]), np.ones([2]))
export const active: NDArray = nn.relu(np.array([-1, 1]))
export const drawn: NDArray = random.normal(random.key(0), [2])
export const error: NDArray = losses.mse(np.ones([2]), np.zeros([2]))
export const penalty: NDArray = regularizers.l2(params.w)
export const descent = optim.sgd(0.1).init(params)
export const stopping = train.earlyStopping({ patience: 2 })
export const doubled: Params = tree.map((x: NDArray) => x.mul(2), params)
export const batches = data.batches(random.key(0), np.ones([4, 2]), 2)
export const picture: string = viz.toMermaid(viz.graph((x: NDArray) => x.mul(2))(1))
debug.print("x = {}", np.array(1))
// lean entry points have the types of the others, and their arrays are the same
export const leanSlope: NDArray = leanGrad((x: NDArray): NDArray => leanNp.sum(x.mul(x)))(leanNp.ones([2]))
