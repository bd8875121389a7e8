// Memory over a hundred thousand steps.
import { expect, test } from "vitest"
import { grown } from "../runtime/flat/grown.js"

test("100,000 jitted training steps leave the process as large as 20,000 did", async () => {
  expect(await grown("jitted", 100_000)).toBeLessThan(40)
})
