// Names for transformed functions, so that programs and messages can say which one: "grad(loss)".

/** `g`, known as `transform(f)`. */
export const namedAfter = <G extends (...args: never[]) => unknown>(transform: string, f: { readonly name: string }, g: G): G =>
  Object.defineProperty(g, "name", { value: `${transform}(${f.name})`, configurable: true })
