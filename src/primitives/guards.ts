// Guards that shape rules share. A guard has nothing to say (undefined), or is an issue; guards join with `??`.
import type { Aval, Shape } from "../core/aval.js"
import { isComplex, type Kind, kindOf } from "../core/dtype.js"
import type { Issue } from "../core/issue.js"

/** Axes must be distinct and within the rank. Negative axes are resolved before the IR. */
export const axesWithin = (x: Aval, axes: readonly number[]): Issue | undefined => {
  const bad = axes.find((a) => !Number.isInteger(a) || a < 0 || a >= x.shape.length)
  if (bad !== undefined)
    return {
      code: "shape/axis",
      need: `axes must lie in 0…${x.shape.length - 1}`,
      got: `axis ${bad} of an array of rank ${x.shape.length}`,
      avals: [x],
    }
  return new Set(axes).size === axes.length
    ? undefined
    : { code: "shape/axis-repeated", need: "every axis may be named once", got: `(${axes.join(", ")})`, avals: [x] }
}

/** The kinds of dtype that can be ordered, added and multiplied. */
export const realKinds: readonly Kind[] = ["int", "uint", "float"]
/** The kinds of dtype that can be added and multiplied. */
export const numberKinds: readonly Kind[] = [...realKinds, "complex"]

const kindNames: { readonly [K in Kind]: string } = {
  bool: "bool",
  int: "signed integer",
  uint: "unsigned integer",
  float: "float",
  complex: "complex",
}

/** Every operand's dtype must be of one of the kinds. */
export const dtypeKinds = (avals: readonly Aval[], kinds: readonly Kind[]): Issue | undefined =>
  avals.every((a) => kinds.includes(kindOf(a.dtype)))
    ? undefined
    : {
        code: "dtype/kind",
        need: `operands must be of kind ${kinds.map((k) => kindNames[k]).join(" or ")}`,
        avals,
        hint: avals.some((a) => isComplex(a.dtype))
          ? "of a complex array, take np.real(x), np.imag(x) or np.abs(x)"
          : "convert with x.astype(dtype)",
      }

/** All operands must have one dtype. */
export const sameDtypes = (avals: readonly Aval[]): Issue | undefined =>
  avals.every((a) => a.dtype === avals[0]?.dtype)
    ? undefined
    : {
        code: "dtype/mismatch",
        need: "operands must have the same dtype",
        avals,
        hint: "convert one with x.astype(dtype); the functions of np promote by themselves",
      }

/** The number of operands. */
export const arityIs = (avals: readonly Aval[], arity: number): Issue | undefined =>
  avals.length === arity ? undefined : { code: "argument/arity", need: `${arity} operands are needed`, got: `${avals.length}` }

/** The shape without some axes. */
export const dropAxes = (shape: Shape, axes: readonly number[]): Shape => shape.filter((_, axis) => !axes.includes(axis))

/** Axes of one element, as axes of the batch: one further on. */
export const shiftAxes = (axes: readonly number[]): readonly number[] => axes.map((a) => a + 1)
