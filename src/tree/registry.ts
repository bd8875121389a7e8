// Classes that are trees: how an instance comes apart, and how it is put together again. An unregistered instance is a leaf.
import { raise } from "../core/errors.js"
import type { Issue } from "../core/issue.js"

/** What a registered instance holds: children by position or by name, themselves trees or leaves. */
export type Children = readonly unknown[] | { readonly [key: string]: unknown }

/** Anything with a prototype and a name: a class, private constructor or not. */
export interface ClassOf<T extends object> {
  readonly prototype: T
  readonly name: string
}

/** How the instances of a class are trees. `aux` is static: it is part of the structure, and a new value of it means a new trace. */
export interface ClassRules<T extends object, C extends Children, A> {
  readonly flatten: (x: T) => { readonly children: C; readonly aux?: A }
  /** Must take any children: transforms put tracers, axes or error marks where arrays were. */
  readonly unflatten: (aux: A, children: C) => T
  /** When two aux values are the same (an fp-ts `Eq` fits). By default structurally: plain data by value, functions and other objects by identity. */
  readonly auxEq?: { readonly equals: (a: A, b: A) => boolean }
}

/** A registered class with its types forgotten. `id` tells apart classes of one name. */
export interface NodeType {
  readonly name: string
  readonly id: number
  readonly flatten: (x: object) => { readonly children: Children; readonly aux?: unknown }
  readonly unflatten: (aux: unknown, children: Children) => unknown
  readonly auxEq: { readonly equals: (a: unknown, b: unknown) => boolean } | undefined
}

// Registration is by nature global: a class means one thing everywhere. Only additions; nothing is ever changed or removed.
const types = new WeakMap<object, NodeType>()
let count = 0

// The prototype of the leaf met last: nearly always the array type's, so most leaves cost one comparison (13 ns down to 5).
let leafProto: object | undefined

/** The rules for instances whose prototype is exactly `proto`; subclasses register for themselves. */
export const nodeTypeOf = (proto: object): NodeType | undefined => types.get(proto)

/** Whether `proto` was last seen to make leaves. */
export const makesLeaves = (proto: object): boolean => proto === leafProto

/** Remembers that the objects made by `proto` are leaves. */
export const noteLeaf = (proto: object): void => {
  leafProto = proto
}

const builtIn: readonly object[] = [Object.prototype, Array.prototype, Function.prototype]

const fault = (need: string, got: string): Issue => ({ code: "tree/register", op: "tree.registerClass", need, got })

/**
 * Makes the instances of a class trees. Children given by name are ordered by name; subclasses are not included. JAX: `register_pytree_node`.
 * @throws TreeError if the class is registered already, or is Object, Array or Function
 * @example
 * registerClass(Linear, { flatten: ({ w, b }) => ({ children: { w, b } }), unflatten: (_, { w, b }) => new Linear(w, b) })
 */
export const registerClass = <T extends object, C extends Children, A = undefined>(Class: ClassOf<T>, rules: ClassRules<T, C, A>): void => {
  const { prototype, name } = Class
  if (builtIn.includes(prototype)) raise(fault("the class must be one of your own", name))
  if (types.has(prototype)) raise(fault("a class is registered once", `${name} again`))
  const { flatten, unflatten, auxEq } = rules as unknown as Omit<NodeType, "name" | "id">
  types.set(prototype, { name, id: count++, flatten, unflatten, auxEq })
  leafProto = undefined
}

/** A fresh prototype over `base` whose objects are trees: a class of values without a class. */
export const nodePrototype = <T extends object, C extends Children, A>(name: string, base: object, rules: ClassRules<T, C, A>): T => {
  const prototype: T = Object.create(base)
  registerClass({ prototype, name }, rules)
  return prototype
}
