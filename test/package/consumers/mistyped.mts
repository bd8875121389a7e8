// Three mistakes, which the types must refuse: a loss that is text, a method that is not there, a result of another shape of tree.
import { grad, type NDArray } from "cotangent"
import * as np from "cotangent/numpy"

export const text = grad((x: NDArray) => `${x}`)
export const missing = np.array([1, 2, 3]).multiplyBy(2)
export const wrong: string = grad((x: NDArray) => x.sum())(np.array([1]))
