// Convolution taken apart: the patches that a kernel sees, and a kernel of its own for each of them.
import type { ArrayLike, NDArray } from "../core/array.js"
import { sizeOf } from "../core/aval.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { spatial } from "../primitives/contraction/convshape.js"
import { dotGeneral } from "../primitives/contraction/dot.js"
import { eq } from "../primitives/elementwise/comparison.js"
import { convertElementType } from "../primitives/elementwise/convert.js"
import { iota } from "../primitives/shape/iota.js"
import { reshape } from "../primitives/shape/reshape.js"
import { broadcastInDim } from "../primitives/sum.js"
import { inverse, transpose } from "../primitives/transpose.js"
import { type ConvOptions, convGeneralDilated, type PerAxis } from "./conv.js"
import { convDimensionNumbers } from "./convspec.js"
import { arrayOf } from "./operands.js"
import type { Padding } from "./padding.js"

export type PatchOptions = Omit<ConvOptions, "featureGroupCount" | "batchGroupCount">

const patchOptions: OptionNames<PatchOptions> = {
  lhsDilation: "number|list",
  rhsDilation: "number|list",
  dimensionNumbers: "list|object",
  precision: "string|list",
  preferredElementType: "string",
}

/** A kernel for each place in the window, which picks that place: `y[k, 0, k…] = 1`, once for each feature. */
const pickingKernel = (x: NDArray, filterShape: readonly number[], features: number): NDArray => {
  const size = sizeOf(filterShape)
  const square = [size, size]
  const one = convertElementType(eq(iota(square, 0, "int32"), iota(square, 1, "int32")), x.dtype)
  return reshape(broadcastInDim(one, [features, ...square], [1, 2]), [features * size, 1, ...filterShape])
}

/**
 * The patches that a kernel of the given spatial shape sees, laid along the features: feature `c·|filter| + k` of the result is feature `c`
 * of the input at place `k` of the window. (`lax.conv_general_dilated_patches`)
 */
export const convGeneralDilatedPatches = (
  lhs: ArrayLike,
  filterShape: readonly number[],
  windowStrides: PerAxis,
  padding: Padding,
  options: PatchOptions = {},
): NDArray => {
  optionsOf("convGeneralDilatedPatches", options, patchOptions)
  const x = arrayOf(lhs, "convGeneralDilatedPatches")
  const kernelRank = x.shape.map(() => 1)
  const dims = convDimensionNumbers(x.shape, kernelRank, options.dimensionNumbers ?? null)
  if (filterShape.length !== x.ndim - 2)
    raise({
      code: "shape/conv-window",
      op: "convGeneralDilatedPatches",
      need: `the filter needs a size for each of ${x.ndim - 2} spatial axes`,
      got: `(${filterShape.join(", ")})`,
    })
  const features = x.shape[dims.lhsSpec[1] as number] as number
  const kernel = transpose(pickingKernel(x, filterShape, features), inverse(dims.rhsSpec))
  return convGeneralDilated(x, kernel, windowStrides, padding, { ...options, dimensionNumbers: dims, featureGroupCount: features })
}

/**
 * A convolution whose kernel differs from place to place: `z[n, o, p…] = Σ_{c, k} patch[n, (c, k), p…] · y[o, (c, k), p…]`. The kernel has
 * the output's spatial sizes, and the patches' features in place of the input's. (`lax.conv_general_dilated_local`)
 */
export const convGeneralDilatedLocal = (
  lhs: ArrayLike,
  rhs: ArrayLike,
  windowStrides: PerAxis,
  padding: Padding,
  filterShape: readonly number[],
  options: PatchOptions = {},
): NDArray => {
  optionsOf("convGeneralDilatedLocal", options, patchOptions)
  const [x, y] = [arrayOf(lhs, "convGeneralDilatedLocal"), arrayOf(rhs, "convGeneralDilatedLocal")]
  const dims = convDimensionNumbers(x.shape, y.shape, options.dimensionNumbers ?? null)
  const patches = convGeneralDilatedPatches(x, filterShape, windowStrides, padding, options)
  const { outSpec, rhsSpec } = dims
  if (spatial(patches.shape, outSpec).join() !== spatial(y.shape, rhsSpec).join())
    raise({
      code: "shape/conv-local",
      op: "convGeneralDilatedLocal",
      need: `the kernel must have the output's spatial sizes, (${spatial(patches.shape, outSpec).join(", ")})`,
      avals: [y.aval],
    })
  // space…, batch, output features
  const z = dotGeneral(patches, y, [
    [[outSpec[1] as number], [rhsSpec[1] as number]],
    [outSpec.slice(2), rhsSpec.slice(2)],
  ])
  return transpose(z, inverse([...outSpec.slice(2), outSpec[0] as number, outSpec[1] as number]))
}
