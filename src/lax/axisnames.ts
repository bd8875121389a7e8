// Named axes in scope: those of the vmaps around the function that runs.
import { raise } from "../core/errors.js"
import { axisEnvironment, axisSize as sizeInScope } from "../core/trace.js"
import { describeLeaf } from "../tree/describe.js"

/** The name of a mapped axis, or several, the outermost first. */
export type AxisName = string | readonly string[]

export const namesOf = (axisName: AxisName): readonly string[] => (Array.isArray(axisName) ? axisName : [axisName]) as readonly string[]

/** The names in scope, innermost first, as a message lists them. */
const inScope = (): string => {
  const environment = axisEnvironment()
  return environment === "" ? "none" : environment.split(",").join(", ")
}

/** The size of one named axis, or an error that names those in scope. */
export const sizeOfAxis = (op: string, axisName: string): number =>
  sizeInScope(axisName) ??
  raise({
    code: "argument/axis-name",
    op,
    need: "the name must be that of an axis of a vmap around this call",
    got: `${describeLeaf(axisName)}; in scope: ${inScope()}`,
    hint: 'give the vmap a name, as in vmap(f, { axisName: "batch" })',
  })

/** The number of examples along a named axis, or the product along several. */
export const sizeOfAxes = (op: string, axisName: AxisName): number => namesOf(axisName).reduce((n, name) => n * sizeOfAxis(op, name), 1)

/** `n`: the number of examples along a named axis, or the product along several; a plain number, known while tracing. (`lax.axis_size`) */
export const axisSize = (axisName: AxisName): number => sizeOfAxes("axisSize", axisName)
