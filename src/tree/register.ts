// JAX's other ways to register a class, each a few words on top of `registerClass`.
import { raise } from "../core/errors.js"
import { type ClassOf, registerClass } from "./registry.js"

/** Registers a class by a pair of functions, children in order. JAX: `register_pytree_node`. */
export const registerPytreeNode = <T extends object, A>(
  Class: ClassOf<T>,
  flatten: (x: T) => readonly [children: readonly unknown[], aux: A],
  unflatten: (aux: A, children: readonly unknown[]) => T,
): void =>
  registerClass<T, readonly unknown[], A>(Class, {
    flatten: (x) => {
      const [children, aux] = flatten(x)
      return { children, aux }
    },
    unflatten,
  })

interface Keyed<A> {
  readonly keys: readonly string[]
  readonly aux: A
}

/**
 * Registers a class whose children have names: leaves come ordered by name, `unflatten` gets the children in the order that `flatten` gave.
 * JAX: `register_pytree_with_keys`.
 */
export const registerPytreeWithKeys = <T extends object, A>(
  Class: ClassOf<T>,
  flatten: (x: T) => readonly [children: readonly (readonly [key: string, child: unknown])[], aux: A],
  unflatten: (aux: A, children: readonly unknown[]) => T,
): void =>
  registerClass<T, { readonly [key: string]: unknown }, Keyed<A>>(Class, {
    flatten: (x) => {
      const [pairs, aux] = flatten(x)
      return { children: Object.fromEntries(pairs), aux: { keys: pairs.map(([key]) => key), aux } }
    },
    unflatten: ({ keys, aux }, children) =>
      unflatten(
        aux,
        keys.map((key) => children[key]),
      ),
  })

/** Which fields of a class are children, and which are static. Together they are all its own fields. */
export interface DataclassFields<T> {
  readonly dataFields: readonly (keyof T & string)[]
  readonly metaFields?: readonly (keyof T & string)[]
}

const pick = (x: object, fields: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(fields.map((f) => [f, (x as Record<string, unknown>)[f]]))

/**
 * Registers a class that is a record of public fields: `dataFields` are children, `metaFields` are static. Instances are rebuilt without calling
 * the constructor, so private `#fields` are lost: use `registerClass` for those. JAX: `register_dataclass`.
 * @throws TreeError when an instance has a field in neither list
 */
export const registerDataclass = <T extends object>(Class: ClassOf<T>, { dataFields, metaFields = [] }: DataclassFields<T>): void => {
  const known = new Set<string>([...dataFields, ...metaFields])
  registerClass<T, { readonly [key: string]: unknown }, { readonly [key: string]: unknown }>(Class, {
    flatten: (x) => {
      const stray = Object.keys(x).find((key) => !known.has(key))
      if (stray !== undefined)
        raise({
          code: "tree/register",
          op: "tree.flatten",
          need: `dataFields or metaFields must list every field of ${Class.name}`,
          got: `the field ${stray}`,
        })
      return { children: pick(x, dataFields), aux: pick(x, metaFields) }
    },
    unflatten: (aux, children) => Object.assign(Object.create(Class.prototype as object), aux, children) as T,
  })
}

/** Registers a class whose instances have no leaves and are part of the structure: the same instance, or an equal one under `eq`. JAX: `register_static`. */
export const registerStatic = <T extends object>(
  Class: ClassOf<T>,
  eq: { readonly equals: (a: T, b: T) => boolean } = { equals: Object.is },
): void => registerClass<T, readonly unknown[], T>(Class, { flatten: (x) => ({ children: [], aux: x }), unflatten: (x) => x, auxEq: eq })
