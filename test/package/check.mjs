// The package as its users get it: packed, installed in an empty folder, and used from ESM, CommonJS, TypeScript and two bundlers.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { answer, check, equal, finish, node, run } from "./harness.mjs"

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, "../..")
const tool = (path) => join(root, "node_modules", path)

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
const entries = Object.keys(manifest.exports).filter((name) => name !== "./package.json" && !name.includes("*"))
/** `cotangent`, `cotangent/numpy`, …, and `cotangent/lean/numpy`, … */
const specifiers = [
  ...entries.map((name) => name.replace(".", manifest.name)),
  ...entries.filter((name) => name !== "." && name !== "./lean").map((name) => name.replace(".", `${manifest.name}/lean`)),
]

const home = mkdtempSync(join(tmpdir(), "cotangent-package-"))
const app = join(home, "app")
mkdirSync(app)
const tarball = join(home, `${manifest.name}-${manifest.version}.tgz`)

check("packs the build, and nothing else", () => {
  if (!readdirSync(root).includes("dist")) throw new Error("there is no dist: run `npm run build` first")
  run(root, "npm", "pack", "--ignore-scripts", "--pack-destination", home)
  const files = run(home, "tar", "-tzf", tarball).trim().split("\n")
  const known = /^package\/(dist\/.*|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/
  equal(
    files.filter((file) => !known.test(file)),
    [],
  )
  return `${files.length} files, ${Math.round(statSync(tarball).size / 1024)} kB`
})

check("installs with one dependency", () => {
  writeFileSync(join(app, "package.json"), JSON.stringify({ name: "consumer", version: "0.0.0", private: true }))
  run(app, "npm", "install", "--prefer-offline", tarball)
  const packages = readdirSync(join(app, "node_modules")).filter((name) => !name.startsWith("."))
  equal(packages.sort(), [manifest.name, "fp-ts"].sort())
})

cpSync(join(here, "consumers"), app, { recursive: true })

const namesOf = (type, load) =>
  answer(node(app, `--input-type=${type}`, "-e", `console.log(JSON.stringify(Object.keys(${load})))`))
    .filter((name) => name !== "default" && name !== "module.exports")
    .sort()

for (const specifier of specifiers)
  check(`${specifier} exports the same names to ESM and to CommonJS`, () => {
    const names = namesOf("module", `await import("${specifier}")`)
    equal(namesOf("commonjs", `require("${specifier}")`), names)
    if (names.length === 0) throw new Error("nothing is exported")
    return `${names.length} names`
  })

check("gives bundlers the same root, with the same namespaces", () => {
  const tree = `(o, at = "") => Object.keys(o).flatMap((k) => {
    const inner = Object.prototype.toString.call(o[k]) === "[object Module]" && tree(o[k], at + k + ".")
    return inner || [at + k]
  }).sort()`
  const root = (file) => `await import(${JSON.stringify(`./node_modules/${manifest.name}/dist/${file}.js`)})`
  const script = `const tree = ${tree}; const [a, b] = [${root("index")}, ${root("module/index")}]; const names = tree(a)
    console.log(JSON.stringify({ names: names.length, same: names.join() === tree(b).join(), one: b.numpy.linalg.det === b.linalg.det }))`
  const { names, ...same } = answer(node(app, "--input-type=module", "-e", script))
  equal(same, { same: true, one: true })
  return `${names} names`
})

const expected = { gradient: [2, 4, 6], batch: [14, 77], compiled: [2, 4, 6], oneClass: true }
check("runs from an ESM script", () => equal(answer(node(app, "esm.mjs")), expected))
check("runs from a CommonJS script", () => equal(answer(node(app, "commonjs.cjs")), expected))

for (const file of ["frames.mjs", "frames.cjs"])
  check(`errors and equations name the user's line (${file})`, () =>
    equal(answer(node(app, file)), { frame: `ShapeError of ShapeError at ${file}:16`, recorded: 17, name: "relu", array: "NDArray" }),
  )

check("shows its sources' lines where source maps are on", () => {
  const script = `import("cotangent").then(({ numpy }) => numpy.ones([2]).add(numpy.ones([3]))).catch((e) => console.log(JSON.stringify(e.stack)))`
  const stack = answer(node(app, "--enable-source-maps", "-e", script))
  if (!/at raise \(.*src\/core\/errors\.ts:\d+/.test(stack)) throw new Error(stack)
})

const compile = (resolution, ...files) => {
  const module = resolution === "NodeNext" ? "NodeNext" : "ESNext"
  const options = [
    "--noEmit",
    "--strict",
    "--skipLibCheck",
    "false",
    "--target",
    "ES2022",
    "--module",
    module,
    "--moduleResolution",
    resolution,
  ]
  return node(app, tool("typescript/bin/tsc"), ...options, ...files)
}
check("type-checks under NodeNext, declarations included", () => void compile("NodeNext", "typed.mts", "typed.cts"))
check("type-checks under a bundler's resolution", () => void compile("bundler", "typed.mts"))
check("has types that refuse mistakes", () => {
  const refusal = (() => {
    try {
      return compile("NodeNext", "mistyped.mts")
    } catch (error) {
      return error.message
    }
  })()
  equal(refusal.match(/mistyped\.mts\(\d+,\d+\): error/g)?.length, 3)
})

const viaEsbuild = (from, to) =>
  run(app, tool("esbuild/bin/esbuild"), from, "--bundle", "--minify", "--format=esm", "--log-level=error", `--outfile=${to}`)
const viaVite = (from, to) =>
  node(
    app,
    "--input-type=module",
    "-e",
    `import { build } from ${JSON.stringify(tool("vite/dist/node/index.js"))}
     const lib = { entry: ${JSON.stringify(from)}, formats: ["es"], fileName: () => ${JSON.stringify(to)} }
     await build({ configFile: false, logLevel: "error", build: { lib, outDir: ".", emptyOutDir: false } })`,
  )

for (const [bundler, bundle] of [
  ["esbuild", viaEsbuild],
  ["vite", viaVite],
])
  check(`still runs when bundled by ${bundler}`, () => {
    bundle("esm.mjs", `esm.${bundler}.mjs`)
    equal(answer(node(app, `esm.${bundler}.mjs`)), expected)
  })

check("lets a bundler leave out what is not imported", () => {
  const size = (name, text) => {
    writeFileSync(join(app, `${name}.mjs`), text)
    viaEsbuild(`${name}.mjs`, `${name}.bundle.mjs`)
    return statSync(join(app, `${name}.bundle.mjs`)).size
  }
  const one = size("one", `import { grad } from "${manifest.name}"; console.log(grad)`)
  const all = size("all", specifiers.map((from, i) => `import * as all${i} from "${from}"; console.log(all${i})`).join("\n"))
  const sizes = `grad alone ${Math.round(one / 1024)} kB, everything ${Math.round(all / 1024)} kB`
  const trees = size("trees", `import { map } from "${manifest.name}/tree"; console.log(map)`)
  if (one > 0.6 * all || trees > 0.05 * all) throw new Error(`${sizes}, trees ${Math.round(trees / 1024)} kB`)
  return sizes
})

check("calls no method that lean bundles leave out", () => {
  const copy = join(home, "lean")
  cpSync(join(root, "src"), join(copy, "src"), { recursive: true })
  const missing = [...readFileSync(join(root, "src/numpy/leanmethods.ts"), "utf8").matchAll(/^ {2}(\w+): true,$/gm)].map(([, name]) => name)
  const table = join(copy, "src/numpy/methods.ts")
  const text = readFileSync(table, "utf8")
  const known = text.split("\n").filter((line) => !missing.some((name) => line.startsWith(`  ${name}(`)))
  writeFileSync(table, known.join("\n"))
  writeFileSync(join(copy, "tsconfig.json"), readFileSync(join(root, "tsconfig.json"), "utf8"))
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"))
  const faults = (() => {
    try {
      return node(copy, tool("typescript-7/bin/tsc"), "-p", ".", "--noEmit", "--singleThreaded")
    } catch (error) {
      return error.message
    }
  })()
  if (missing.length === 0 || text.split("\n").length - known.length < missing.length) throw new Error("the tables were not understood")
  equal(faults.match(/^src\/(?!numpy\/(?:lean)?methods\.ts).*Property '\w+' does not exist on type 'NDArray'.*$/gm) ?? [], [])
  return `${missing.length} of them`
})

check("trains from a lean bundle, as it is and bundled, in less than 90 kB gzipped", () => {
  const trained = { learned: true, agree: true }
  equal(answer(node(app, "training.mjs")), trained)
  viaEsbuild("training.mjs", "training.bundle.mjs")
  equal(answer(node(app, "training.bundle.mjs")), trained)
  const size = gzipSync(readFileSync(join(app, "training.bundle.mjs")), { level: 9 }).length
  if (size > 90_000) throw new Error(`${size} bytes`)
  return `${(size / 1000).toFixed(1)} kB`
})

check("pleases publint", () => void node(root, tool("publint/src/cli.js"), tarball, "--strict"))
check(
  "pleases attw",
  () => void node(root, tool("@arethetypeswrong/cli/dist/index.js"), tarball, "--profile", "node16", "--no-emoji", "-q"),
)

rmSync(home, { recursive: true, force: true })
finish()
