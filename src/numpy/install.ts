// Gives NDArray its methods, once. The class itself knows none, so that core names no operation.
import { NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { methods } from "./methods.js"

const getters: ReadonlySet<string | symbol> = new Set(["T", "mT", "itemsize", "nbytes", "flat"])

type AnyFunction = (x: NDArray, ...args: readonly unknown[]) => unknown

const refuse = (name: string, hint: string): never =>
  raise({ code: "argument/property", need: `an array of this library has no property "${name}"`, hint })

/** `x[0]` is undefined in JavaScript for what is no array of its own. Every integer is caught, behind all properties that exist. */
const teaching = (behind: object): object =>
  new Proxy(behind, {
    get: (target, name, receiver) =>
      typeof name === "string" && /^-?\d+$/.test(name)
        ? refuse(name, `use x.slice(${name}), or x.js()[${name}] for the number`)
        : Reflect.get(target, name, receiver),
  })

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
  define("length", { get: () => refuse("length", "use x.shape[0], or x.size for the number of elements") })
  if (Object.getPrototypeOf(NDArray.prototype) === Object.prototype) Object.setPrototypeOf(NDArray.prototype, teaching(Object.prototype))
}
