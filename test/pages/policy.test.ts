// Pages with a content security policy: one that allows WebAssembly to be compiled, and one that does not.
import { readFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { type Browser, chromium } from "playwright"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type Bundled, bundle } from "../support/bundle.js"
import type { Answers } from "./program.js"

const policies: { readonly [path: string]: string } = {
  "/compiling": "script-src 'self' 'wasm-unsafe-eval'",
  "/strict": "script-src 'self'",
}

let bundled: Bundled
let server: Server
let browser: Browser

const page = `<!doctype html><title>cotangent</title><script type="module" src="/bundle.mjs"></script>`

beforeAll(async () => {
  bundled = await bundle("test/pages/program.ts")
  server = createServer(({ url = "" }, response) => {
    const policy = policies[url]
    const type = policy === undefined ? "text/javascript" : "text/html"
    response.writeHead(200, { "Content-Type": type, ...(policy === undefined ? {} : { "Content-Security-Policy": policy }) })
    response.end(policy === undefined ? readFileSync(bundled.file) : page)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: chromiumFlags })
}, 120_000)

const chromiumFlags = ["--no-sandbox", "--no-first-run", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]

afterAll(async () => {
  await browser?.close()
  server?.close()
  bundled?.remove()
})

const answersOf = async (path: string): Promise<Answers> => {
  const tab = await browser.newPage()
  try {
    await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)
    await tab.waitForFunction(() => "answers" in globalThis)
    return await tab.evaluate(() => (globalThis as unknown as { answers: () => Answers }).answers())
  } finally {
    await tab.close()
  }
}

const view = new DataView(new ArrayBuffer(4))
const place = (x: number): number => {
  view.setFloat32(0, x)
  const bits = view.getInt32(0)
  return bits < 0 ? -(bits & 0x7fffffff) : bits
}

test("a page that allows WebAssembly compiles, a page that does not interprets, and both compute the same", async () => {
  const compiling = await answersOf("/compiling")
  const strict = await answersOf("/strict")
  expect([compiling.compiles, strict.compiles]).toEqual([true, false])
  expect(compiling.modules).toBeGreaterThanOrEqual(5)
  expect(strict.modules).toBe(0)
  expect(strict.whole).toEqual(compiling.whole)
  expect(strict.real).toHaveLength(compiling.real.length)
  const far = strict.real.map((x, i) => Math.abs(place(x) - place(compiling.real[i] as number)))
  expect(Math.max(...far)).toBeLessThanOrEqual(4)
}, 120_000)
