// Samples of calls: a body used twice, several results, results that are arguments or constants, calls in calls, captured values.
import type { NDArray } from "../../../src/core/array.js"
import { add, mul, neg } from "../../../src/primitives/elementwise/arithmetic.js"
import { fill, transpose3 } from "../../../src/primitives/vector.js"
