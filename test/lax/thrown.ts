// The code of the error that a call throws.
import { expect } from "vitest"
import { CotangentError } from "../../src/core/errors.js"

export const codeOf = (f: () => unknown): string => {
  try {
    f()
  } catch (error) {
    if (error instanceof CotangentError) return error.code
    throw error
  }
  return expect.fail("nothing was thrown")
}
