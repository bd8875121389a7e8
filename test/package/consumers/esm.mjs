// What a user's ESM program does first.
import { grad, jit, NDArray, numpy, vmap } from "cotangent"
import * as np from "cotangent/numpy"

const squareSum = (x) => x.mul(x).sum()
const rows = np.array([
  [1, 2, 3],
  [4, 5, 6],
])

console.log(
  JSON.stringify({
    gradient: grad(squareSum)(np.array([1, 2, 3])).js(),
    batch: vmap(squareSum)(rows).js(),
    compiled: jit(grad(squareSum))(numpy.array([1, 2, 3])).js(),
    oneClass: rows instanceof NDArray && numpy.array === np.array,
  }),
)
