// Gives NDArray its methods, once. The class itself knows none, so that core names no operation.
import { NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { methods } from "./methods.js"

const getters: ReadonlySet<string | symbol> = new Set(["T", "mT"])

type AnyFunction = (x: NDArray, ...args: readonly unknown[]) => unknown

/** What people write by habit from JavaScript's arrays, and what they mean. */
const habits: Readonly<Record<string, string>> = {
  length: "use x.shape[0], or x.size for the number of elements",
  ...Object.fromEntries(["0", "1", "2", "3"].map((i) => [i, `use x.slice(${i}), or x.js()[${i}] for the number`])),
}

const refuse = (name: string, hint: string): never =>
  raise({ code: "argument/property", need: `an array of this library has no property "${name}"`, hint })

const define = (name: string | symbol, descriptor: PropertyDescriptor): void => {
  Object.defineProperty(NDArray.prototype, name, { configurable: true, enumerable: false, ...descriptor })
}

/** Puts the methods on `NDArray.prototype`, not enumerable. Calling it again changes nothing. */
export const installMethods = (): void => {
  for (const name of Reflect.ownKeys(methods)) {
    const f = methods[name as keyof typeof methods] as AnyFunction
    if (getters.has(name))
      define(name, {
        get(this: NDArray) {
          return f(this)
        },
      })
    else
      define(name, {
        writable: true,
        value: function (this: NDArray, ...args: readonly unknown[]) {
          return f(this, ...args)
        },
      })
  }
  for (const [name, hint] of Object.entries(habits)) define(name, { get: () => refuse(name, hint) })
}
