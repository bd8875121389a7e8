// Which axis of input, kernel and output is what: as strings ("NHWC"), as lists of axes, or left out.
import { raise } from "../core/errors.js"
import type { ConvDimensionNumbers } from "../primitives/contraction/convshape.js"

/** Axes as lists: batch, feature, space of input and output; output feature, input feature, space of the kernel. (`lax.ConvDimensionNumbers`) */
export type { ConvDimensionNumbers } from "../primitives/contraction/convshape.js"

/** Layouts as strings, `["NCHW", "OIHW", "NCHW"]`, as axes, or null for batch, feature, space. (`lax.ConvGeneralDilatedDimensionNumbers`) */
export type ConvGeneralDilatedDimensionNumbers = readonly [lhs: string, rhs: string, out: string] | ConvDimensionNumbers | null

const isAxes = (x: ConvGeneralDilatedDimensionNumbers): x is ConvDimensionNumbers => x !== null && !Array.isArray(x)

const badSpec = (spec: string, rank: number, need: string): never =>
  raise({
    code: "argument/conv-layout",
    op: "convDimensionNumbers",
    need: `${need}, and one letter more for each of ${rank - 2} spatial axes`,
    got: `"${spec}"`,
    hint: 'for instance ["NCHW", "OIHW", "NCHW"]',
  })

/** The axes of a layout; spatial ones in the order in which the kernel has them. */
const axesOf = (spec: string, [first, second]: string, rank: number, order: string): readonly number[] => {
  const letters = [...spec]
  const need = `a layout must have the letters ${first} and ${second} once each`
  if (letters.length !== rank || new Set(letters).size !== rank) return badSpec(spec, rank, need)
  const [a, b] = [spec.indexOf(first as string), spec.indexOf(second as string)]
  if (a < 0 || b < 0) return badSpec(spec, rank, need)
  const spatial = [...order].map((c) => spec.indexOf(c))
  return spatial.includes(-1) ? badSpec(spec, rank, `${need}, the spatial letters of the kernel "${order}"`) : [a, b, ...spatial]
}

/** The axes that layouts stand for, by what they hold. (`lax.conv_dimension_numbers`) */
export const convDimensionNumbers = (
  lhsShape: readonly number[],
  rhsShape: readonly number[],
  dimensionNumbers: ConvGeneralDilatedDimensionNumbers,
): ConvDimensionNumbers => {
  const rank = lhsShape.length
  if (rank !== rhsShape.length)
    raise({
      code: "shape/conv-rank",
      op: "convDimensionNumbers",
      need: "input and kernel must have one rank",
      got: `${rank} and ${rhsShape.length}`,
    })
  if (isAxes(dimensionNumbers)) return dimensionNumbers
  if (dimensionNumbers === null) {
    const axes = lhsShape.map((_, axis) => axis)
    return { lhsSpec: axes, rhsSpec: axes, outSpec: axes }
  }
  const [lhs, rhs, out] = dimensionNumbers
  const order = [...rhs].filter((c) => c !== "O" && c !== "I").join("")
  return { lhsSpec: axesOf(lhs, "NC", rank, order), rhsSpec: axesOf(rhs, "OI", rank, order), outSpec: axesOf(out, "NC", rank, order) }
}
