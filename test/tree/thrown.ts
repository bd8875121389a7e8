// What a call throws, as a user reads it less the line of the test.
import { TreeError } from "../../src/core/errors.js"

/** The error of a call that must fail with a TreeError. */
export const thrown = (f: () => unknown): TreeError => {
  try {
    f()
  } catch (e) {
    if (e instanceof TreeError) return e
    throw e
  }
  throw new Error("nothing was thrown")
}

/** Its text, without the user's line. */
export const textOf = (f: () => unknown): string =>
  thrown(f)
    .message.split("\n")
    .filter((line) => !line.startsWith("  at "))
    .join("\n")
