// The names that a program written for JAX's lax needs are all there.
import { expect, test } from "vitest"
import * as lax from "../../src/lax/index.js"

const functions =
  "abs acos acosh add approxMaxK approxMinK argmax argmin asin asinh atan atan2 atanh batchMatmul besselI0e besselI1e betainc bitcastConvertType bitwiseAnd bitwiseNot " +
  "bitwiseOr bitwiseXor broadcast broadcastInDim broadcastLike broadcastShapes broadcastToRank broadcastedIota cbrt ceil clamp clz collapse " +
  "concatenate conv convDimensionNumbers convGeneralDilated convGeneralDilatedLocal convGeneralDilatedPatches convTranspose " +
  "convWithGeneralPadding convertElementType cos cosh cumlogsumexp cummax cummin cumprod cumsum digamma div dot dotGeneral dtype " +
  "dynamicIndexInDim dynamicSlice dynamicSliceInDim dynamicUpdateIndexInDim dynamicUpdateSlice dynamicUpdateSliceInDim empty eq erf erfInv " +
  "erfc exp exp2 expandDims expm1 floor full fullLike gather ge gt indexInDim indexTake integerPow iota isFinite le lgamma log log1p logistic " +
  "lt max min mul mulhi ne neg nextafter optimizationBarrier pad padtypeToPads polygamma populationCount pow raggedDot reciprocal reduce " +
  "reduceAnd reduceMax reduceMin reduceOr reducePrecision reduceProd reduceSum reduceWindow reduceXor rem reshape rev round rsqrt scatter " +
  "scatterAdd scatterApply scatterMax scatterMin scatterMul scatterSub select selectN shiftLeft shiftRightArithmetic shiftRightLogical sign " +
  "sin sinh slice sliceInDim sort sortKeyVal split sqrt square squeeze stack stopGradient sub tan tanh tile topK transpose unstack " +
  "zeta"

const collectives = "allGather allToAll axisIndex axisSize pmax pmean pmin ppermute pshuffle pswapaxes psum psumScatter"

const control = "associativeScan cond customLinearSolve customRoot foriLoop map scan switch_ whileLoop"

test.each(`${functions} ${collectives} ${control}`.split(" "))("%s is a function of lax", (name) => {
  expect(typeof (lax as Readonly<Record<string, unknown>>)[name]).toBe("function")
})

test.each(["GatherScatterMode", "Precision", "RoundingMethod"])("%s is a table of names", (name) => {
  expect(Object.keys((lax as Readonly<Record<string, object>>)[name] as object).length).toBeGreaterThan(1)
})
