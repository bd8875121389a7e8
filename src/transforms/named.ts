// Names for transformed functions, so that programs and messages can say which one: "grad(loss)".

/** The name a user knows a function by. */
export const nameOf = (f: { readonly name: string }): string => f.name || "anonymous"

/** `g`, known as `transform(f)`. */
export const namedAfter = <G extends (...args: never[]) => unknown>(transform: string, f: { readonly name: string }, g: G): G =>
  Object.defineProperty(g, "name", { value: `${transform}(${nameOf(f)})`, configurable: true })
