// Laws 5 and 6 on the table of samples: second derivatives.
import { everySample } from "./law.js"
import { curvature } from "./theorems/curvature.js"

everySample(curvature)
