// The same program in CommonJS.
const { grad, jit, NDArray, numpy, vmap } = require("cotangent")
const np = require("cotangent/numpy")

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
