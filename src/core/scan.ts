// A scanner over program text: takes what a pattern matches, passes over blanks and comments, and knows the line and column it is at.
import { raise } from "./errors.js"

/** A place in a text, counted from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

export interface Scanner {
  /** Takes what the pattern (a sticky one) matches at the next word; undefined, and nothing taken, where it does not match. */
  readonly accept: (pattern: RegExp) => string | undefined
  /** `accept` without passing over blanks first. */
  readonly acceptHere: (pattern: RegExp) => string | undefined
  readonly sees: (pattern: RegExp) => boolean
  /** Takes what the pattern matches, or fails with what was expected. */
  readonly expect: (pattern: RegExp, what: string) => string
  /** Whether the next word stands on another line than the last one taken. */
  readonly startsLine: () => boolean
  /** Where the next word begins. */
  readonly place: () => Place
  /** Throws: what would have been right here, and what to do. `got` is the next word if left out; `place` the place of that word. */
  readonly fail: (need: string, hint: string, got?: string, place?: Place) => never
}

const shown = (rest: string): string => {
  const word = /^\S{1,24}/.exec(rest)?.[0]
  return word === undefined ? "the end of the text" : JSON.stringify(word)
}

export const scanner = (text: string, op: string): Scanner => {
  let position = 0
  let line = 1
  let lineStart = 0
  let lineOfLast = 1

  const skipBlanks = (): void => {
    for (; position < text.length; position++) {
      const c = text[position]
      if (c === "#") {
        const end = text.indexOf("\n", position)
        position = (end < 0 ? text.length : end) - 1
      } else if (c === "\n") {
        line++
        lineStart = position + 1
      } else if (c !== " " && c !== "\t" && c !== "\r") return
    }
  }
  const matchHere = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = position
    return pattern.exec(text)?.[0]
  }
  const acceptHere = (pattern: RegExp): string | undefined => {
    const found = matchHere(pattern)
    if (found === undefined) return undefined
    position += found.length
    lineOfLast = line
    return found
  }
  const accept = (pattern: RegExp): string | undefined => {
    skipBlanks()
    return acceptHere(pattern)
  }
  const sees = (pattern: RegExp): boolean => {
    skipBlanks()
    return matchHere(pattern) !== undefined
  }
  const startsLine = (): boolean => {
    skipBlanks()
    return line > lineOfLast
  }
  const place = (): Place => {
    skipBlanks()
    return { line, column: position - lineStart + 1 }
  }
  const fail = (need: string, hint: string, got?: string, at = place()): never =>
    raise({
      code: "jaxpr/parse",
      op,
      path: `line ${at.line}, column ${at.column}`,
      need,
      got: got ?? shown(text.slice(position, position + 32)),
      hint,
    })
  const expect = (pattern: RegExp, what: string): string =>
    accept(pattern) ?? fail(`${what} was expected`, "a program reads { lambda constants ; inputs. let equations in (outputs,) }")
  return { accept, acceptHere, sees, expect, startsLine, place, fail }
}
