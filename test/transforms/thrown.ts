// The error that a call throws, which must be one of this library's.
import { expect } from "vitest"
import { CotangentError } from "../../src/index.js"

export const thrownBy = (call: () => unknown): CotangentError => {
  try {
    call()
  } catch (error) {
    if (error instanceof CotangentError) return error
    throw error
  }
  return expect.fail("nothing was thrown")
}
