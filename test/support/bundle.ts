// The library from source as one file of JavaScript, for programs and pages that tests start.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { build } from "esbuild"

export interface Bundled {
  /** Where the module lies. */
  readonly file: string
  readonly remove: () => void
}

/** Bundles a module of this repository, by its path from the root, into a file of its own in an empty folder. */
export const bundle = async (entry: string): Promise<Bundled> => {
  const folder = mkdtempSync(join(tmpdir(), "cotangent-bundle-"))
  const file = join(folder, "bundle.mjs")
  // the manifest's list of side effects names built files: of the source, the one that installs the runtime would be left out
  await build({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    format: "esm",
    target: "es2022",
    logLevel: "error",
    ignoreAnnotations: true,
  })
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
