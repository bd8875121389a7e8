// How many WebAssembly modules are compiled: what tells compiled programs from interpreted ones.

/** Counts the modules that are made from now on, until told to stop. */
export const countModules = (): { readonly count: () => number; readonly stop: () => void } => {
  const { Module } = WebAssembly
  let made = 0
  WebAssembly.Module = new Proxy(Module, {
    construct: (target, args: [BufferSource]) => {
      const module = new target(...args)
      made++
      return module
    },
  })
  return {
    count: () => made,
    stop: () => {
      WebAssembly.Module = Module
    },
  }
}
