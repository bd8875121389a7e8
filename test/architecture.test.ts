// The source has a direction: imports point from the rooms above to the rooms below. This reads every import and says which do not.
import { readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import {
  cycles,
  type Files,
  longFiles,
  maxLines,
  seam,
  uninstalledEntries,
  unknownRooms,
  upwardTypeImports,
  wrongImports,
} from "./support/architecture.js"
import { importsOf } from "./support/imports.js"

const root = join(dirname(fileURLToPath(import.meta.url)), "..")

const source: Files = new Map(
  readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => `src/${path.replaceAll("\\", "/")}`)
    .sort()
    .map((path) => [path, readFileSync(join(root, path), "utf8")]),
)

describe("the source", () => {
  it("imports downwards, and only fp-ts from outside", () => expect(wrongImports(source)).toEqual([]))
  it("has no rings of imports", () => expect(cycles(source)).toEqual([]))
  it("installs the runtime from every entry point that computes", () => expect(uninstalledEntries(source)).toEqual([]))
  it("has only rooms that the design knows", () => expect(unknownRooms(source)).toEqual([]))
  it(`has no file past ${maxLines} lines`, () => expect(longFiles(source)).toEqual([]))
  it("looks up in one place only, and only for a type", () => expect(upwardTypeImports(source)).toEqual([`${seam.from} → ${seam.to}`]))
})

/** A small source tree that is right; each test plants one fault in it. */
const sound: Readonly<Record<string, string>> = {
  "src/fp.ts": 'export { pipe } from "fp-ts/lib/function.js"',
  "src/core/array.ts": 'import type { ArrayMethods } from "../numpy/methods.js"\nexport const zero = 0',
  "src/core/aval.ts": 'import { zero } from "./array.js"\nexport const aval = zero',
  "src/tree/map.ts": 'import { aval } from "../core/aval.js"\nexport const map = aval',
  "src/primitives/vector.ts": 'import { aval } from "../core/aval.js"\nexport const add = aval',
  "src/primitives/sum.ts": 'import { add } from "./vector.js"\nexport const sum = add',
  "src/primitives/control/scan.ts": "export const scan = 1",
  "src/transforms/jvp.ts":
    'import { add } from "../primitives/vector.js"\nimport { scan } from "../primitives/control/scan.js"\nexport const jvp = add + scan',
  "src/lowering/fuse.ts": "export const fuse = 1",
  "src/backends/backend.ts": 'import { fuse } from "../lowering/fuse.js"\nexport const backend = fuse',
  "src/backends/wasm/emit.ts": 'import { backend } from "../backend.js"\nexport const emit = backend',
  "src/backends/interpreter/run.ts": 'import { backend } from "../backend.js"\nexport const run = backend',
  "src/runtime/apply.ts": 'import { emit } from "../backends/wasm/emit.js"\nexport const apply = emit',
  "src/numpy/methods.ts": "export interface ArrayMethods {}\nexport const methods = 1",
  "src/numpy/index.ts": 'import "../install.js"\nexport { sum } from "../primitives/sum.js"',
  "src/viz/graph.ts": 'import { sum } from "../numpy/index.js"\nexport const graph = sum',
  "src/train/fit.ts": "export const fit = 1",
  "src/install.ts": 'import { apply } from "./runtime/apply.js"\nexport const installed = apply',
  "src/index.ts": 'import "./install.js"\nexport * from "./transforms/jvp.js"\nexport * as viz from "./viz/graph.js"',
}

const plant = (changes: Readonly<Record<string, string>>): Files => new Map(Object.entries({ ...sound, ...changes }))

/** One line of import at the top of one file. */
const plantImport = (file: string, line: string): Files => plant({ [file]: `${line}\n${sound[file] ?? ""}` })

describe("the checker", () => {
  it("finds nothing in a sound tree", () => {
    const files = plant({})
    expect([wrongImports, cycles, uninstalledEntries, unknownRooms, longFiles].flatMap((faults) => faults(files))).toEqual([])
    expect(upwardTypeImports(files)).toEqual(["src/core/array.ts → src/numpy/methods.ts"])
  })

  const planted: readonly (readonly [what: string, file: string, line: string, because: string])[] = [
    ["a value from above", "src/core/aval.ts", 'import { add } from "../primitives/vector.js"', "primitives stands above core"],
    ["a type from above", "src/tree/map.ts", 'import type { jvp } from "../transforms/jvp.js"', "also for types"],
    ["a re-export from above", "src/primitives/sum.ts", 'export * from "../numpy/methods.js"', "numpy stands above primitives"],
    ["a dynamic import from above", "src/core/aval.ts", 'export const later = import("../runtime/apply.js")', "runtime stands above core"],
    ["a type by import() from above", "src/core/aval.ts", 'export type F = import("../viz/graph.js").F', "viz stands above core"],
    ["the seam taken for a value", "src/core/array.ts", 'import { methods } from "../numpy/methods.js"', "numpy stands above core"],
    ["the seam taken from another file", "src/core/aval.ts", 'import type { A } from "../numpy/methods.js"', "numpy stands above core"],
    ["an operation in a transform", "src/transforms/jvp.ts", 'import { sum } from "../primitives/sum.js"', "beyond the vector space"],
    ["an operation in the lowering", "src/lowering/fuse.ts", 'import { sum } from "../primitives/sum.js"', "by its `lower` rule only"],
    ["a transform in the lowering", "src/lowering/fuse.ts", 'import { jvp } from "../transforms/jvp.js"', "side by side"],
    [
      "one backend in another",
      "src/backends/wasm/emit.ts",
      'import { run } from "../interpreter/run.js"',
      "not each other (wasm and interpreter)",
    ],
    ["pictures in training", "src/train/fit.ts", 'import { graph } from "../viz/graph.js"', "side by side"],
    ["install from the inside of a room", "src/numpy/methods.ts", 'import "../install.js"', "only entry points"],
    ["install for a value", "src/numpy/index.ts", 'import { installed } from "../install.js"', "only for its effect"],
    ["fp-ts past its door", "src/core/aval.ts", 'import { pipe } from "fp-ts/lib/function.js"', "through src/fp.ts only"],
    ["the form of fp-ts that Node cannot load", "src/fp.ts", 'import { pipe } from "fp-ts/function"', "fail in Node"],
    ["another package", "src/viz/graph.ts", 'import { plot } from "@observablehq/plot"', "the only dependency"],
    ["a module of Node", "src/runtime/apply.ts", 'import { cpus } from "node:os"', "browsers"],
    ["a missing file", "src/core/aval.ts", 'import { x } from "./missing.js"', "there is no src/core/missing.ts"],
    ["a path without its ending", "src/core/aval.ts", 'import { zero } from "./array"', "end with .js"],
  ]
  it.each(planted)("finds %s", (_, file, line, because) => {
    const wrong = wrongImports(plantImport(file, line))
    expect(wrong).toHaveLength(1)
    expect(wrong[0]).toMatch(`${file}:1 imports "`)
    expect(wrong[0]).toContain(because)
  })

  it("finds a second look upwards", () => {
    const files = plantImport("src/core/aval.ts", 'import type { A } from "../numpy/methods.js"')
    expect(upwardTypeImports(files)).toContain("src/core/aval.ts → src/numpy/methods.ts")
  })

  it("finds a ring inside a room and names its files", () => {
    expect(cycles(plantImport("src/core/array.ts", 'import { aval } from "./aval.js"'))).toEqual([
      expect.stringContaining("src/core/array.ts → src/core/aval.ts → src/core/array.ts: a ring"),
    ])
  })
  it("finds a ring through an entry point and install.ts", () => {
    expect(cycles(plantImport("src/install.ts", 'import { sum } from "./numpy/index.js"'))).toHaveLength(1)
  })
  it("lets types of one room refer to each other in a ring, but not across rooms", () => {
    expect(cycles(plantImport("src/core/array.ts", 'import type { aval } from "./aval.js"'))).toEqual([])
    expect(cycles(plantImport("src/core/aval.ts", 'import type { map } from "../tree/map.js"'))).toHaveLength(1)
  })

  it("finds an entry point that does not install the runtime", () => {
    expect(uninstalledEntries(plant({ "src/numpy/index.ts": 'export { sum } from "../primitives/sum.js"' }))).toEqual([
      expect.stringContaining("src/numpy/index.ts does not import install.js"),
    ])
    expect(uninstalledEntries(plant({ "src/fft/index.ts": 'import type { installed } from "../install.js"' }))).toHaveLength(1)
  })

  it("finds a room without a floor", () => {
    expect(unknownRooms(plant({ "src/utils/misc.ts": "export const misc = 1" }))).toEqual([expect.stringContaining("src/utils")])
  })
  it("counts lines: the limit passes, one more does not", () => {
    expect(longFiles(plant({ "src/core/long.ts": "\n".repeat(maxLines) }))).toEqual([])
    expect(longFiles(plant({ "src/core/long.ts": "\n".repeat(maxLines + 1) }))).toEqual([
      expect.stringContaining(`has ${maxLines + 1} lines`),
    ])
  })

  it("reads imports as the language does, not in comments and strings", () => {
    const text = [
      '// import { a } from "./comment.js"',
      'const s = `import "./string.js"`',
      "import type {",
      "  A,",
      '} from "./a.js"',
      'import { type B } from "./b.js"',
      'export type { C } from "../c.js"',
    ].join("\n")
    expect(importsOf("src/core/x.ts", text)).toEqual([
      { file: "src/core/x.ts", line: 3, specifier: "./a.js", target: "src/core/a.ts", kind: "type" },
      { file: "src/core/x.ts", line: 6, specifier: "./b.js", target: "src/core/b.ts", kind: "value" },
      { file: "src/core/x.ts", line: 7, specifier: "../c.js", target: "src/c.ts", kind: "type" },
    ])
  })
})
