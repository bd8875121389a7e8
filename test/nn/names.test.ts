// What is no array is refused in the name of the function that was called, not of one that it is made of.
import { expect, test } from "vitest"
import { CotangentError, nn } from "../../src/index.js"

const aliases: Readonly<Record<string, string>> = { swish: "silu", hardSwish: "hardSilu" }
const functions = Object.entries<unknown>(nn).filter((entry): entry is [string, (x: unknown) => unknown] => typeof entry[1] === "function")

test.each(functions)("%s", (name, f) => {
  for (const x of ["abc", [1, 2], undefined]) {
    const call = (): unknown => f(x)
    expect(call).toThrow(CotangentError)
    expect(call).toThrow(new RegExp(`^\\[\\S+\\] ${aliases[name] ?? name}: `))
  }
})
