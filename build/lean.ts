// The fronts of lean bundles, `cotangent/lean/numpy` and so on: those of the package, with the lean composition root in the place of the whole one.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

/** What stays in the folder above. */
const isShared = (name: string): boolean => name === "cotangent" || name === "leaninstall"

const relocated = (text: string): string =>
  text
    .replace(/\/\/# sourceMappingURL=.*\s*$/, "")
    .replace(/(["'])\.\/([\w-]+)(\.c?js)\1/g, (_, quote: string, name: string, extension: string) => {
      const target = name === "install" ? "leaninstall" : name
      return `${quote}${isShared(target) ? ".." : "."}/${target}${extension}${quote}`
    })

/** Writes `lean/` into a folder of fronts. */
export const writeLeanFronts = (folder: string, extensions: readonly string[], names: readonly string[]): void => {
  mkdirSync(join(folder, "lean"), { recursive: true })
  const wanted = readdirSync(folder).filter((file) => names.some((name) => extensions.some((e) => file === `${name}${e}`)))
  for (const file of wanted) writeFileSync(join(folder, "lean", file), relocated(readFileSync(join(folder, file), "utf8")))
}
