// Integer dtypes as the scalar reference functions know them.
import { type DType, dtypeInfo, kindOf } from "../../core/dtype.js"
import type { IntType } from "../scalar/integer.js"

/** Width in bits and signedness of an integer dtype. */
export const intType = (dtype: DType): IntType => ({
  width: (8 * dtypeInfo[dtype].bytes) as IntType["width"],
  signed: kindOf(dtype) === "int",
})
