// Loops in the shape that engines compile best: one test before, one at the bottom.
import type { Code } from "./code.js"
import { brIf, i32Add, i32Const, i32LtS, ifElse, localGet, localTee, loop } from "./instructions.js"

/** `while (local < limit) { body; local += step }`: counts a local up from where it stands. */
export const countUp = (local: number, limit: Code, step: number, body: Code): Code =>
  ifElse(i32LtS(localGet(local), limit), loop([body, brIf(0, i32LtS(localTee(local, i32Add(localGet(local), i32Const(step))), limit))]))
