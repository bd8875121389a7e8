// Printing from inside a program, when it runs.

import { isArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { describeLeaf } from "../tree/describe.js"
import { map } from "../tree/map.js"
import { callback } from "./callback.js"

const field = /\{\{|\}\}|\{([^{}]*)\}/g

const show = (value: unknown): string => {
  if (isArrayLike(value)) return String(value)
  return JSON.stringify(map(((x: unknown) => String(x)) as never, value as never)).replaceAll('"', "")
}

/** The names in braces: numbers count places, an empty one stands for the next place. */
const lookup = (places: readonly unknown[]): ((name: string) => unknown) => {
  const last = places.at(-1)
  const names =
    typeof last === "object" && last !== null && !(last instanceof NDArray) && !Array.isArray(last)
      ? (last as Readonly<Record<string, unknown>>)
      : {}
  let next = 0
  return (name) => {
    const key = name === "" ? String(next++) : name
    const value = /^\d+$/.test(key) ? places[Number(key)] : names[key]
    return value !== undefined
      ? value
      : raise({
          code: "argument/print",
          op: "debug.print",
          need: "every {…} must stand for an argument",
          got: `{${name}}`,
          hint: 'write debug.print("x = {}", x), debug.print("x = {x}", { x }), or {{ for a brace',
        })
  }
}

/** A text with its fields filled in. */
const fill = (format: string, places: readonly unknown[], show: (value: unknown) => string): string => {
  const value = lookup(places)
  return format.replace(field, (whole, name: string | undefined) =>
    name === undefined ? whole.slice(1) : show(value(name.split(":")[0] as string)),
  )
}

/**
 * Prints a line whenever the program gets here: `{}` stands for the next argument, `{0}` for the first, `{name}` for a field of an object given
 * last. (`jax.debug.print`) See `callback` for when that is.
 * @example
 * debug.print("loss {} after {step} steps", loss, { step })
 */
export const print = (format: string, ...args: readonly unknown[]): void => {
  if (typeof format !== "string")
    raise({
      code: "argument/print",
      op: "debug.print",
      need: "the first argument must be a text",
      got: describeLeaf(format),
      hint: 'write debug.print("x = {}", x)',
    })
  fill(format, args, () => "") // a mistake in the format is found now, where it was written
  const line = (...values: readonly unknown[]): void => {
    // biome-ignore lint/suspicious/noConsole: printing is what it is for
    console.log(fill(format, values, show))
  }
  callback(line as never, ...(args as never[]))
}
