// What a checkpoint may keep for the backward pass instead of computing it again. A policy is data, so that programs with one print and compare.
import type { Eqn } from "../../core/jaxpr.js"

export type CheckpointPolicy =
  | { readonly save: "everything" | "nothing" | "dots" | "dotsWithNoBatchDims" }
  /** Only, any other than, or everything except what `checkpointName` has given one of these names. */
  | { readonly save: "names" | "otherNames" | "allButNames"; readonly names: readonly string[] }
  | { readonly save: "either"; readonly policies: readonly CheckpointPolicy[] }

const isDot = ({ primitive }: Eqn): boolean => primitive.name === "dot_general" || primitive.name === "conv_general_dilated"

const hasBatchDims = ({ params }: Eqn): boolean =>
  (params.dimensionNumbers as readonly (readonly (readonly number[])[])[])[1]?.some((axes) => axes.length > 0) === true

const nameOf = ({ primitive, params }: Eqn): string | undefined => (primitive.name === "name" ? String(params.name) : undefined)

/** Whether what a policy says of a loop, a branch or a call depends on what is in it. */
export const looksInside = ({ save }: CheckpointPolicy): boolean => save !== "everything" && save !== "nothing"

/** Whether a policy keeps the results of an equation. */
export const saves = (policy: CheckpointPolicy, eqn: Eqn): boolean => {
  switch (policy.save) {
    case "everything":
      return true
    case "nothing":
      return false
    case "dots":
      return isDot(eqn)
    case "dotsWithNoBatchDims":
      return eqn.primitive.name === "dot_general" && !hasBatchDims(eqn)
    case "names":
      return policy.names.includes(nameOf(eqn) ?? "")
    case "otherNames":
      return nameOf(eqn) !== undefined && !policy.names.includes(nameOf(eqn) ?? "")
    case "allButNames":
      return !policy.names.includes(nameOf(eqn) ?? "")
    case "either":
      return policy.policies.some((p) => saves(p, eqn))
  }
}
