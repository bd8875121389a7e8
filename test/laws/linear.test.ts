// Law 4 on the samples of linear and bilinear primitives: transposition without a point.
import { everySample } from "./law.js"
import { linear } from "./theorems/linear.js"

everySample(linear)
