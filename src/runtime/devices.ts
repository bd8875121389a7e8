// Where programs run, under JAX's names. There is one device, and an array is there as soon as it exists; so most of this is for programs that ask.
import { type ArrayLike, asArray, isArrayLike, type NDArray, readArray } from "../core/array.js"
import type { Aval } from "../core/aval.js"
import { raise } from "../core/errors.js"
import { describeLeaf } from "../tree/describe.js"
import { map } from "../tree/map.js"
import { mayCompile } from "./permitted.js"

/** `wasm`, compiled; or `cpu`, interpreted, where a page's policy forbids compiling. */
export type Platform = "wasm" | "cpu"

export interface Device {
  readonly id: number
  readonly platform: Platform
}

/** The platform that programs run on. (`jax.default_backend`) */
export const defaultBackend = (): Platform => (mayCompile() ? "wasm" : "cpu")

/**
 * The devices there are: one. (`jax.devices`)
 * @throws ArgumentError of a platform that is not here
 */
export const devices = (backend: string = defaultBackend()): readonly Device[] => {
  const platform = defaultBackend()
  if (backend !== platform)
    raise({ code: "argument/backend", op: "devices", need: `the one platform here is ${platform}`, got: describeLeaf(backend) })
  return [{ id: 0, platform }]
}

/** The devices of this process: all of them. (`jax.local_devices`) */
export const localDevices = devices
/** How many devices there are. (`jax.device_count`) */
export const deviceCount = (): number => devices().length

const arrayAt = (op: string, x: unknown): NDArray =>
  isArrayLike(x)
    ? asArray(x)
    : raise({
        code: "argument/leaf",
        op,
        need: "every leaf must be an array or a number",
        got: describeLeaf(x),
        hint: "wrap typed arrays in np.array",
      })

/**
 * A tree of numbers and arrays as arrays; they live where programs run already. (`jax.device_put`)
 * @throws ArgumentError of a leaf that is no array, or of a device that is not here
 */
export const devicePut = <T>(x: T, device?: Device): T => {
  if (device !== undefined && devices().every(({ id, platform }) => id !== device?.id || platform !== device.platform))
    raise({ code: "argument/device", op: "devicePut", need: "the device must be one of devices()", got: describeLeaf(device) })
  return map((leaf: unknown) => arrayAt("devicePut", leaf), x as never) as T
}

/**
 * The values of a tree of arrays as JavaScript has them: `x.js()` of every leaf. (`jax.device_get`)
 * @throws TracerError of a leaf that is traced and cannot be read
 */
export const deviceGet = (x: unknown): unknown =>
  map((leaf: unknown) => readArray(arrayAt("deviceGet", leaf), "deviceGet").js(), x as never)

/** The same tree: nothing runs in the background, so its arrays are ready. May be awaited. (`jax.block_until_ready`) */
export const blockUntilReady = <T>(x: T): T => x

/** The shape and dtype of an array or a number. (`jax.typeof`) */
export const typeof_ = (x: ArrayLike): Aval => arrayAt("typeof_", x).aval
