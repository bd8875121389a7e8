// How much a process grows in a loop, after the part that warms it up.
import { execFileSync } from "node:child_process"
import { bundle } from "../../support/bundle.js"

const SAMPLES = 5

/** Megabytes by which the process of a loop is larger at its end than after its first fifth. */
export const grown = async (name: string, turns: number): Promise<number> => {
  const { file, remove } = await bundle("test/runtime/flat/loops.ts")
  try {
    const sizes: readonly number[] = JSON.parse(
      execFileSync(process.execPath, [file, name, `${turns}`, `${SAMPLES}`], { encoding: "utf8" }),
    )
    return (sizes.at(-1) as number) - (sizes[0] as number)
  } finally {
    remove()
  }
}
