// A typed program over every entry point.
import { grad, type NDArray, numpy, vmap } from "cotangent"
import * as data from "cotangent/data"
import * as lax from "cotangent/lax"
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
export const rooms: readonly object[] = [data, lax, losses, nn, optim, random, regularizers, train, tree, viz]
