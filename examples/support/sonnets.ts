// A small real text: 26 sonnets of William Shakespeare (1609, in the public domain), in modern spelling.
import { readFile } from "node:fs/promises"

/** The sonnets, without their numbers, with an empty line after each. */
export const loadSonnets = async (): Promise<string> => {
  const text = await readFile(new URL("sonnets.txt", import.meta.url), "utf8")
  return text.replace(/^\d+\n\n/gm, "")
}
