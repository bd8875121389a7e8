// Where programs run, under JAX's names.
import { expect, it } from "vitest"
import * as cotangent from "../../src/index.js"
import {
  blockUntilReady,
  defaultBackend,
  deviceCount,
  deviceGet,
  devicePut,
  devices,
  evalShape,
  jit,
  type NDArray,
  numpy as np,
  ShapeDtypeStruct,
  shapeDtype,
  typeof_,
  vmap,
} from "../../src/index.js"

const any = (x: unknown): never => x as never

it("there is one device, on the one platform", () => {
  expect(defaultBackend()).toBe("wasm")
  expect(devices()).toEqual([{ id: 0, platform: "wasm" }])
  expect(deviceCount()).toBe(1)
  expect(() => devices("gpu")).toThrow("[argument/backend] devices: the one platform here is wasm")
})

it("devicePut makes arrays of a tree's leaves, and deviceGet numbers of arrays", () => {
  const x = np.ones([2])
  const put = devicePut({ w: x, b: 1 as number | NDArray }, devices()[0])
  expect(put.w).toBe(x)
  expect(put.b).toBeInstanceOf(cotangent.NDArray)
  expect(deviceGet({ w: x, b: [np.array(2, { dtype: "int32" }), true] })).toEqual({ w: [1, 1], b: [2, true] })
  expect(() => devicePut({ w: any("x") })).toThrow("[argument/leaf]")
  expect(() => devicePut(x, any({ id: 1, platform: "gpu" }))).toThrow("[argument/device]")
  expect(() => jit((y: NDArray) => np.array(any(deviceGet(y))))(x)).toThrow("[tracer/concretization]")
})

it("arrays are ready at once, whether this is awaited or not", async () => {
  const tree = { x: np.ones([2]) }
  expect(blockUntilReady(tree)).toBe(tree)
  expect(await blockUntilReady(tree)).toBe(tree)
})

it("Array is the array's class", () => {
  expect(np.ones([1])).toBeInstanceOf(cotangent.Array)
})

it("a shape and a dtype stand for an array where nothing is computed", () => {
  expect(evalShape(np.matmul)(shapeDtype([2, 3]), ShapeDtypeStruct([3, 4])).shape).toEqual([2, 4])
  expect(typeof_(ShapeDtypeStruct(3, "int8"))).toMatchObject({ shape: [3], dtype: "int8" })
  expect(typeof_(1)).toMatchObject({ shape: [], dtype: "float32", weakType: true })
  expect(() => shapeDtype([2, -1])).toThrow("[shape/sizes]")
  expect(() => shapeDtype([2], any("int"))).toThrow("[dtype/unknown]")
  vmap((x: NDArray) => {
    expect(typeof_(x).shape).toEqual([3])
    return x
  })(np.ones([2, 3]))
})
