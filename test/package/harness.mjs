// A check is a title and a body that throws. One line for each, and the count at the end.
import { spawnSync } from "node:child_process"
import { writeFileSync } from "node:fs"

const quiet = { npm_config_loglevel: "error", npm_config_audit: "false", npm_config_fund: "false", npm_config_update_notifier: "false" }

/** Runs a program and returns what it printed; where it fails, that explains the failure. */
export const run = (cwd, command, ...args) => {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...quiet },
    encoding: "utf8",
    timeout: 300_000,
  })
  if (status !== 0) throw new Error([`${command} ${args.join(" ")}`, stdout, stderr, error?.message].filter(Boolean).join("\n"))
  return stdout
}

/** Runs Node, the one that runs this. */
export const node = (cwd, ...args) => run(cwd, process.execPath, ...args)

/** What a script of ours prints as JSON on its last line. */
export const answer = (output) => JSON.parse(output.trim().split("\n").at(-1))

export const equal = (got, expected) => {
  const [a, b] = [got, expected].map((x) => JSON.stringify(x))
  if (a !== b) throw new Error(`expected ${b}, got ${a}`)
}

const count = { passed: 0, failed: 0 }

/** Runs one check. A string that it returns is printed behind its title. */
export const check = (title, body) => {
  const started = performance.now()
  const line = (verdict, note) =>
    `${verdict} ${title}${typeof note === "string" ? ` (${note})` : ""}, ${((performance.now() - started) / 1000).toFixed(1)} s`
  try {
    const note = body()
    count.passed += 1
    console.log(line("ok   ", note))
  } catch (error) {
    count.failed += 1
    const lines = String(error.message ?? error).split("\n")
    console.log([line("FAIL "), ...lines.map((text) => `      ${text.slice(0, 300)}`)].join("\n"))
  }
}

/** Prints the count, writes it to the file that `--json` names, and sets the exit code. */
export const finish = () => {
  const at = process.argv.indexOf("--json")
  if (at >= 0) writeFileSync(process.argv[at + 1], JSON.stringify(count))
  console.log(`\n${count.passed} passed, ${count.failed} failed`)
  process.exitCode = count.failed === 0 && count.passed > 0 ? 0 : 1
}
