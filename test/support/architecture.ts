// The rules of who may import whom, as pure functions from a table of files to sentences about what is wrong.
import { remembered } from "../../src/core/remember.js"
import { type Import, importsOf } from "./imports.js"

/** Source text by path from the repository's root: `src/core/aval.ts`. */
export type Files = ReadonlyMap<string, string>

/** The rooms from the ground up. A room may import the rooms in the rows above its own; in a row, only where `mutual` says so. */
const floors: readonly { readonly rooms: readonly string[]; readonly mutual: boolean }[] = [
  { rooms: ["fp"], mutual: false },
  { rooms: ["tree", "core"], mutual: true },
  { rooms: ["math"], mutual: false },
  { rooms: ["primitives"], mutual: true },
  { rooms: ["transforms", "lowering"], mutual: false },
  { rooms: ["backends"], mutual: true },
  { rooms: ["runtime"], mutual: true },
  { rooms: ["numpy", "lax", "nn", "random", "linalg", "fft", "scipy"], mutual: true },
  { rooms: ["losses", "regularizers", "optim", "data", "io"], mutual: true },
  { rooms: ["train", "viz", "export", "debug"], mutual: false },
  { rooms: ["install", "leaninstall"], mutual: false },
  { rooms: ["index", "lean"], mutual: false },
]

/** The one place where core looks up: the table that types NDArray's methods. Erased at run time. */
export const seam = { from: "src/core/array.ts", to: "src/numpy/methods.ts" } as const

/** A longer file holds two ideas. */
export const maxLines = 400

/**
 * `src/core/aval.ts` is in room `core`; `src/index.ts` is a room of its own. What functions are in basic operations is true on every target, so
 * that primitives name it: it lies inside the lowering, but on a floor of its own.
 */
const roomOf = (file: string): string =>
  file.startsWith("src/lowering/math/") ? "math" : (file.split("/")[1] ?? file).replace(/\.ts$/, "")

const floorOf = (room: string): number => floors.findIndex(({ rooms }) => rooms.includes(room))

const isSeam = ({ file, target, kind }: Import): boolean => file === seam.from && target === seam.to && kind === "type"

const isEntryPoint = (file: string): boolean => file === "src/index.ts" || /^src\/[^/]+\/index\.ts$/.test(file)

/** Two backends are siblings: `src/backends/wasm/…` and `src/backends/interpreter/…`. The files beside them are shared. */
const backendOf = (file: string): string | undefined => /^src\/backends\/([^/]+)\//.exec(file)?.[1]

/** A rule: why this import is wrong, or nothing. `from` and `to` are the rooms. */
type Rule = (i: Import & { readonly target: string }, from: string, to: string) => string | undefined

const direction: Rule = (i, from, to) => {
  if (from === to || isSeam(i)) return undefined
  const [low, high] = [floorOf(from), floorOf(to)]
  if (high < low || (high === low && floors[low]?.mutual)) return undefined
  return high === low
    ? `${from} and ${to} stand side by side and do not know each other`
    : `${to} stands above ${from}; imports point the other way${i.kind === "type" ? ", also for types" : ""}`
}

const vectorSpaceOnly: Rule = ({ target }, from, to) =>
  from !== "transforms" || to !== "primitives" || target === "src/primitives/vector.ts" || target.startsWith("src/primitives/control/")
    ? undefined
    : "a transform names no primitive beyond the vector space (src/primitives/vector.ts) and control flow (src/primitives/control/)"

const lowerRuleOnly: Rule = ({ target }, from, to) =>
  from !== "lowering" || to !== "primitives" || target.startsWith("src/primitives/control/")
    ? undefined
    : "the lowering knows a primitive by its `lower` rule only; what it may name is control flow (src/primitives/control/)"

const backendsApart: Rule = ({ file, target }) => {
  const [from, to] = [backendOf(file), backendOf(target)]
  return from === undefined || to === undefined || from === to
    ? undefined
    : `backends know the kernel IR, not each other (${from} and ${to})`
}

/** The composition roots: of everything, and of lean bundles. */
const isInstall = (room: string): boolean => room === "install" || room === "leaninstall"

const installForEffect: Rule = ({ file, kind }, _, to) =>
  !isInstall(to) || (kind === "effect" && isEntryPoint(file))
    ? undefined
    : "only entry points (src/index.ts, src/<room>/index.ts) import install.ts, and only for its effect"

/** Entry points stand above everything for the sake of this one import. */
const exceptInstall =
  (rule: Rule): Rule =>
  (i, from, to) =>
    isInstall(to) ? undefined : rule(i, from, to)

const rules: readonly Rule[] = [exceptInstall(direction), vectorSpaceOnly, lowerRuleOnly, backendsApart, installForEffect]

const sentence = ({ file, line, specifier }: Import, because: string): string => `${file}:${line} imports "${specifier}": ${because}.`

const packageFault = ({ file, specifier, kind }: Import): string | undefined => {
  if (specifier.startsWith("node:")) return "the library runs in browsers too, where node: modules do not exist"
  if (!/^fp-ts(\/|$)/.test(specifier)) return "fp-ts is the only dependency"
  if (file !== "src/fp.ts") return "fp-ts enters through src/fp.ts only"
  return /^fp-ts\/lib\/\w+\.js$/.test(specifier) || (specifier === "fp-ts/HKT" && kind === "type")
    ? undefined
    : "write fp-ts/lib/….js (types of HKT: `import type` from fp-ts/HKT); other forms type-check and fail in Node"
}

const fileFault = (files: Files, { specifier, target }: Import & { readonly target: string }): string | undefined => {
  if (!specifier.endsWith(".js")) return "relative imports end with .js, which is what Node resolves"
  return files.has(target) ? undefined : `there is no ${target}`
}

const fault = (files: Files, i: Import): string | undefined => {
  const { target } = i
  if (target === undefined) return packageFault(i)
  const to = { ...i, target }
  const broken = fileFault(files, to)
  if (broken !== undefined) return broken
  return rules.map((rule) => rule(to, roomOf(i.file), roomOf(target))).find((because) => because !== undefined)
}

/** The imports of each file: every rule asks for them, and reading them takes longer than all rules. */
const importsOfEach = remembered(
  (files: Files): ReadonlyMap<string, readonly Import[]> => new Map([...files].map(([file, text]) => [file, importsOf(file, text)])),
)

/** All imports of all files. */
const importsIn = (files: Files): readonly Import[] => [...importsOfEach(files).values()].flat()

/** Imports that point up, sideways or out of the package. */
export const wrongImports = (files: Files): readonly string[] =>
  importsIn(files).flatMap((i) => {
    const because = fault(files, i)
    return because === undefined ? [] : [sentence(i, because)]
  })

/** Rooms that the table above does not place. */
export const unknownRooms = (files: Files): readonly string[] =>
  [...new Set([...files.keys()].map(roomOf))]
    .filter((room) => floorOf(room) < 0)
    .map((room) => `src/${room} is not among the rooms: give it a floor in test/support/architecture.ts, and in the design.`)

/** Entry points of the user's library that forget to give core its runtime: whoever imports them alone would compute nothing. */
export const uninstalledEntries = (files: Files): readonly string[] =>
  [...importsOfEach(files)]
    .filter(([file]) => isEntryPoint(file) && floorOf(roomOf(file)) >= floorOf("numpy"))
    .filter(([, imports]) => !imports.some(({ target, kind }) => target !== undefined && isInstall(roomOf(target)) && kind === "effect"))
    .map(([file]) => `${file} does not import install.js, so that it works only beside an entry point that does.`)

/** What each file needs before it can run, or be understood: inside a room, types may refer to each other in a ring. */
const needs = (files: Files): ReadonlyMap<string, readonly string[]> => {
  const counted = (i: Import): boolean => !isSeam(i) && (i.kind !== "type" || roomOf(i.file) !== roomOf(i.target ?? i.file))
  return new Map([...importsOfEach(files)].map(([file, imports]) => [file, imports.filter(counted).flatMap(({ target }) => target ?? [])]))
}

/** Rings of imports, each told once, from the file of the ring that was met first. */
export const cycles = (files: Files): readonly string[] => {
  const graph = needs(files)
  const done = new Set<string>()
  const rings: string[] = []
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file)
    if (at >= 0) rings.push(`${[...path.slice(at), file].join(" → ")}: a ring of imports; move what they share into a file of its own.`)
    if (at >= 0 || done.has(file)) return
    for (const next of graph.get(file) ?? []) visit(next, [...path, file])
    done.add(file)
  }
  for (const file of graph.keys()) visit(file, [])
  return rings
}

const lineCount = (text: string): number => text.replace(/\n$/, "").split("\n").length

/** Files that have outgrown one idea. */
export const longFiles = (files: Files): readonly string[] =>
  [...files]
    .filter(([, text]) => lineCount(text) > maxLines)
    .map(([file, text]) => `${file} has ${lineCount(text)} lines, more than ${maxLines}: which two ideas does it hold?`)

/** Type-only imports that look up. The seam is meant to be the only one. */
export const upwardTypeImports = (files: Files): readonly string[] =>
  importsIn(files)
    .filter(({ file, target, kind }) => kind === "type" && target !== undefined && floorOf(roomOf(file)) < floorOf(roomOf(target)))
    .map(({ file, target }) => `${file} → ${target}`)
