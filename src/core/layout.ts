// The brackets and lines of a printed array, as NumPy sets them; of a long axis the ends are shown, and "..." for the middle.
import { type Shape, sizeOf } from "./aval.js"

/** Arrays of more elements than this are elided. */
const threshold = 1000
/** How many items are shown at each end of an elided axis. */
const edgeItems = 3

/** The indices along one axis that are shown, in order; `undefined` stands for the elided middle. */
const shownAlong = (size: number, elided: boolean): readonly (number | undefined)[] =>
  elided && size > 2 * edgeItems
    ? [...Array.from({ length: edgeItems }, (_, i) => i), undefined, ...Array.from({ length: edgeItems }, (_, i) => size - edgeItems + i)]
    : Array.from({ length: size }, (_, i) => i)

const isElided = (shape: Shape): boolean => sizeOf(shape) > threshold

/** The positions, in row-major order, of the elements that are printed. */
export const shownElements = (shape: Shape): readonly number[] => {
  const elided = isElided(shape)
  return shape.reduce<readonly number[]>(
    (starts, size) => {
      const along = shownAlong(size, elided).filter((i) => i !== undefined)
      return starts.flatMap((start) => along.map((i) => start * size + i))
    },
    [0],
  )
}

export interface LayoutOptions {
  /** Between elements: ", " or " ". */
  readonly separator: string
  /** How many columns stand before the array's first bracket. */
  readonly indent: number
  readonly width: number
}

/** One row, broken where it is wider than the line. */
const wrapped = (words: readonly string[], separator: string, hanging: string, width: number): string => {
  const lines: string[] = []
  let line = hanging
  words.forEach((word, i) => {
    if (line.length + word.length > width && line.length > hanging.length) {
      lines.push(line.trimEnd())
      line = hanging
    }
    line += i === words.length - 1 ? word : word + separator
  })
  return [...lines, line].join("\n").slice(hanging.length)
}

/** Sets the texts of the elements that are shown, which come in order, into the brackets of the array. */
export const layout = (shape: Shape, texts: readonly string[], { separator, indent, width }: LayoutOptions): string => {
  const elided = isElided(shape)
  const closing = separator.trimEnd()
  let next = 0
  const set = (axis: number, hanging: string, room: number): string => {
    if (axis === shape.length) return texts[next++] ?? ""
    const along = shownAlong(shape[axis] as number, elided)
    const below = along.map((i) => (i === undefined ? "..." : set(axis + 1, `${hanging} `, room - 1)))
    const between = "\n".repeat(shape.length - axis - 1)
    if (between === "") return `[${wrapped(below, separator, hanging, room - Math.max(closing.length, 1))}]`
    // blocks of rank n stand n − 1 lines apart, the dots too
    return `[${below.join(`${closing}${between}${hanging}`)}]`
  }
  return set(0, " ".repeat(indent + 1), width)
}
