// A typed CommonJS program.
import { grad, jit, type NDArray } from "cotangent"
import * as np from "cotangent/numpy"

const loss = (x: NDArray): NDArray => x.mul(x).sum()

export const gradient: NDArray = jit(grad(loss))(np.array([1, 2, 3]))
