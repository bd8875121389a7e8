// What is built: one file with the whole library, and for every entry point a front: a file that only names what it hands on. Few files load
// fast; fronts that are plain re-exports, and namespaces that are files of their own, are what a bundler can take apart again.
import { readFileSync } from "node:fs"
import { dirname, relative, resolve } from "node:path"
import { build, type Plugin } from "esbuild"

/** The file with everything, and without an effect. */
export const library = { name: "cotangent", file: "build/library.ts" } as const
/** The root for bundlers, whose namespaces are files. Where nothing is bundled each file costs time, so there the root has them as objects. */
export const bundled = { name: "bundled", file: "build/bundled.ts" } as const
/** The package's side effects: they install the runtime, whole or lean. */
export const installs = [
  { name: "install", file: "src/install.ts" },
  { name: "leaninstall", file: "src/leaninstall.ts" },
] as const

interface Front {
  readonly name: string
  /** The module it stands for. */
  readonly file: string
  /** Namespaces that it hands on whole, each by the file it stands for. */
  readonly spaces: ReadonlyMap<string, string>
  /** What importing it installs the runtime by. */
  readonly installs: string | undefined
}

const spacesOf = (file: string): ReadonlyMap<string, string> =>
  new Map(
    [...readFileSync(file, "utf8").matchAll(/^export \* as (\w+) from "(.*)\.js"$/gm)].map(([, name, path]) => [
      name as string,
      resolve(dirname(file), `${path}.ts`),
    ]),
  )

const installOf = (file: string): string | undefined => /^import "\.\.?\/((?:lean)?install)\.js"$/m.exec(readFileSync(file, "utf8"))?.[1]

/** `src/nn/initializers.ts` is not an entry point, and becomes `nn-initializers`. */
const nameOf = (file: string): string => relative("src", file).replace(/\.ts$/, "").replaceAll("/", "-")

/** Fronts of the entry points, and of the namespaces that those hand on. */
export const frontsOf = (entries: Readonly<Record<string, string>>): readonly Front[] => {
  const names = new Map(Object.entries(entries).map(([name, file]) => [resolve(file), name]))
  // entries are added while they are gone through
  for (const file of names.keys()) for (const space of spacesOf(file).values()) if (!names.has(space)) names.set(space, nameOf(space))
  return [...names].map(([file, name]) => ({ name, file, spaces: spacesOf(file), installs: installOf(file) }))
}

/** What each module exports, its namespaces apart. */
const namesOf = async (fronts: readonly Front[], plugins: Plugin[]): Promise<ReadonlyMap<Front, readonly string[]>> => {
  const { metafile } = await build({
    entryPoints: fronts.map(({ name, file }) => ({ in: file, out: name })),
    outdir: ".",
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    plugins,
  })
  return new Map(fronts.map((front) => [front, (metafile.outputs[`${front.name}.js`]?.exports ?? []).filter((n) => !front.spaces.has(n))]))
}

/** In the library, names are told apart by the front they belong to. */
const alias = (front: string, name: string): string => `${front.replace("-", "$")}$${name}`

const objectName = (front: Front): string => `$${front.name.replace("-", "$")}`

const listOf = (items: readonly string[]): string => `{ ${items.join(", ")} }`

const importPattern = /^import \{ (.*) \} from "(.*)"$/gm

/** What an effect needs comes from the library, too. */
const installText = ({ name, file }: (typeof installs)[number]): string =>
  readFileSync(file, "utf8").replace(
    importPattern,
    (_, names: string) => `import ${listOf(names.split(", ").map((n) => `${alias(name, n)} as ${n}`))} from "built:${library.name}"`,
  )

const installNames = ({ name, file }: (typeof installs)[number]): readonly string[] =>
  [...readFileSync(file, "utf8").matchAll(importPattern)].map(
    ([, names = "", path]) => `export ${listOf(names.split(", ").map((n) => `${n} as ${alias(name, n)}`))} from "${path}"`,
  )

/** Gives the bundler a written-out front for every entry point, and the list of all for the library. */
export const frontsPlugin = (fronts: readonly Front[], others: Plugin[]): Plugin => ({
  name: "fronts",
  setup: async (to) => {
    const extension = to.initialOptions.outExtension?.[".js"] ?? ".js"
    const names = await namesOf(fronts, others)
    const byFile = new Map(fronts.map((front) => [front.file, front]))
    const frontText = (front: Front): string =>
      [
        ...(front.installs ? [`import "built:${front.installs}"`] : []),
        `export ${listOf((names.get(front) ?? []).map((n) => `${alias(front.name, n)} as ${n}`))} from "built:${library.name}"`,
        ...[...front.spaces].map(([name, file]) => `export * as ${name} from "built:${byFile.get(file)?.name}"`),
      ].join("\n")
    const libraryText = (): string =>
      [
        ...installs.flatMap(installNames),
        ...fronts.map(
          (f) => `export ${listOf((names.get(f) ?? []).map((n) => `${n} as ${alias(f.name, n)}`))} from ${JSON.stringify(f.file)}`,
        ),
      ].join("\n")
    const root = fronts.find((f) => f.name === "index") as Front
    const rootText = (): string => {
      const spaces = [...root.spaces.values()].map((file) => byFile.get(file) as Front)
      return [
        `import "built:${root.installs}"`,
        `export ${listOf((names.get(root) ?? []).map((n) => `${alias(root.name, n)} as ${n}`))} from "built:${library.name}"`,
        ...nested(spaces).map((f) => `import ${listOf((names.get(f) ?? []).map((n) => alias(f.name, n)))} from "built:${library.name}"`),
        ...nested(spaces).map((f) => `const ${objectName(f)} = ${objectText(f)}`),
        `export ${listOf([...root.spaces].map(([name, file]) => `${objectName(byFile.get(file) as Front)} as ${name}`))}`,
      ].join("\n")
    }
    /** Namespaces and those inside them, the inner ones first. */
    const nested = (spaces: readonly Front[]): readonly Front[] => [
      ...new Set(spaces.flatMap((f) => [...nested([...f.spaces.values()].map((file) => byFile.get(file) as Front)), f])),
    ]
    /** What a module namespace would be: without a prototype, and frozen. */
    const objectText = (front: Front): string => {
      const own = (names.get(front) ?? []).map((n) => `${n}: ${alias(front.name, n)}`)
      const inner = [...front.spaces].map(([name, file]) => `${name}: ${objectName(byFile.get(file) as Front)}`)
      return `Object.freeze({ __proto__: null, [Symbol.toStringTag]: "Module", ${[...own, ...inner].sort().join(", ")} })`
    }
    const textOf = (file: string): string => {
      const front = byFile.get(file)
      if (file === resolve(bundled.file)) return frontText(root)
      if (file === resolve(library.file)) return libraryText()
      if (front) return front === root ? rootText() : frontText(front)
      return installText(installs.find((i) => resolve(i.file) === file) as (typeof installs)[number])
    }
    to.onResolve({ filter: /./ }, ({ path, kind }) => (kind === "entry-point" ? { path: resolve(path), namespace: "written" } : undefined))
    to.onResolve({ filter: /^built:/ }, ({ path }) => ({ path: `./${path.slice("built:".length)}${extension}`, external: true }))
    to.onLoad({ filter: /./, namespace: "written" }, ({ path }) => ({ contents: textOf(path), loader: "ts", resolveDir: resolve("src") }))
  },
})
