// Gives NDArray its methods, once. The class itself knows none, so that core names no operation.
import { NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { absent } from "./absent.js"
import type { MethodTable } from "./methods.js"

const getters: ReadonlySet<string | symbol> = new Set(["T", "mT", "real", "imag", "itemsize", "nbytes", "flat"])

type AnyFunction = (x: NDArray, ...args: readonly unknown[]) => unknown

const refuse = (name: string, hint: string): never =>
  raise({ code: "argument/property", need: `an array of this library has no property "${name}"`, hint })

/** What to write instead of a property that an array does not have, where that is known: elements by number, and names of other libraries. */
const instead = (name: string): string | undefined =>
  /^-?\d+$/.test(name) ? `use x.slice(${name}), or x.js()[${name}] for the number` : absent.get(name)

/** The same of `x.at`, which JAX writes with brackets. */
const insteadOfAt = (name: string): string | undefined =>
  /^[\w$]*[A-Za-z_$]/.test(name) ? undefined : "at takes its index as an argument: x.at(i).set(value), x.at(i, j).add(value)"

/** What stands behind all properties that exist, where reading would give undefined. */
const teaching = (behind: object, hintFor: (name: string) => string | undefined): object =>
  new Proxy(behind, {
    get: (target, name, receiver) => {
      const hint = typeof name === "string" ? hintFor(name) : undefined
      return hint === undefined ? Reflect.get(target, name, receiver) : refuse(name as string, hint)
    },
  })

const define = (name: string | symbol, descriptor: PropertyDescriptor): void => {
  Object.defineProperty(NDArray.prototype, name, { configurable: true, enumerable: false, ...descriptor })
}

/** What stands for a method that the bundle leaves out. */
const leftOut = (name: string) => (): never =>
  raise({
    code: "argument/lean",
    need: `the method "${name}" is left out of a lean bundle`,
    hint: `call np.${name}(x), or import "cotangent" for arrays with all methods`,
  })

/** Puts methods on `NDArray.prototype`, not enumerable, and errors in the place of those that are missing. Calling it again changes nothing. */
export const installMethods = (methods: Partial<MethodTable>, missing: readonly string[] = []): void => {
  for (const name of missing) define(name, { writable: true, value: leftOut(name) })
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
  const { at } = NDArray.prototype
  if (at && Object.getPrototypeOf(at) === Function.prototype) Object.setPrototypeOf(at, teaching(Function.prototype, insteadOfAt))
  define("length", { get: () => refuse("length", "use x.shape[0], or x.size for the number of elements") })
  if (Object.getPrototypeOf(NDArray.prototype) === Object.prototype) {
    Object.setPrototypeOf(NDArray.prototype, teaching(Object.prototype, instead))
  }
}
