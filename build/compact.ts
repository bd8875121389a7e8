// The library's file made small. Names at its top level stay: they are what functions are called in printed programs and in stacks.
// Lines end somewhere, because an uncaught error shows the whole line it comes from.
import { readFileSync, writeFileSync } from "node:fs"
import { transform } from "esbuild"
import { withMarks } from "./pure.js"

const lineLimit = 160

/** What a module exports, which stands at its end. Without it the text is a script, whose top-level names are not esbuild's to change. */
const exportsPattern = /export\s*\{[^{}]*\};?\s*$/

const withMap = (text: string, map: string): string =>
  `${text}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString("base64")}`

/** Rewrites a file and its source map. */
export const compact = async (file: string): Promise<void> => {
  const text = readFileSync(file, "utf8").replace(/\/\/# sourceMappingURL=.*\s*$/, "")
  const [exported = ""] = exportsPattern.exec(text) ?? []
  const body = withMap(text.slice(0, text.length - exported.length), readFileSync(`${file}.map`, "utf8"))
  const { code, map } = await transform(body, { minify: true, lineLimit, target: "es2022", sourcemap: "external", sourcefile: file })
  writeFileSync(file, `${withMarks(code)}${exported.trim()}\n//# sourceMappingURL=${file.split("/").at(-1)}.map\n`)
  writeFileSync(`${file}.map`, map)
}
