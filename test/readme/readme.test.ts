// Every TypeScript block of the README runs, and what it prints is a snapshot.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { afterAll, describe, expect, it, vi } from "vitest"

const root = fileURLToPath(new URL("../..", import.meta.url))
const readme = await readFile(join(root, "README.md"), "utf8")
const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map((m) => m[1] as string)
const folder = await mkdtemp(join(root, "test/readme/.blocks-"))

afterAll(() => rm(folder, { recursive: true, force: true }))

describe("the README's code", () => {
  it("is there", () => expect(blocks.length).toBeGreaterThanOrEqual(5))
  blocks.forEach((block, i) => {
    it(`block ${i + 1}: ${block.split("\n").find((line) => line.startsWith("const")) ?? ""}`, async () => {
      const file = join(folder, `block-${i}.ts`)
      await writeFile(file, block.replaceAll('from "cotangent"', `from ${JSON.stringify(join(root, "src/index.ts"))}`))
      const lines: string[] = []
      const log = vi.spyOn(console, "log").mockImplementation((...values: readonly unknown[]) => {
        lines.push(values.map((v) => (typeof v === "string" ? v : JSON.stringify(v))).join(" "))
      })
      try {
        await import(pathToFileURL(file).href)
      } finally {
        log.mockRestore()
      }
      expect(lines).not.toHaveLength(0)
      // how many bytes the code takes is the emitter's business
      expect(lines.join("\n").replaceAll(/code: \d+ bytes/g, "code: … bytes")).toMatchSnapshot()
    })
  })
})
