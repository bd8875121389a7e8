// Whether this place lets WebAssembly be compiled: a page's content security policy may forbid it, and then everything is interpreted.

/** The smallest module there is. */
const emptyModule = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0)

let answer: boolean | undefined

const ask = (): boolean => {
  try {
    return new WebAssembly.Module(emptyModule) instanceof WebAssembly.Module
  } catch {
    return false
  }
}

export const mayCompile = (): boolean => {
  answer ??= ask()
  return answer
}
