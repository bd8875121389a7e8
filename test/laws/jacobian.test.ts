// Law 6 on the table of samples: Jacobians, Hessians and gradients of batches.
import { everySample } from "./law.js"
import { jacobian } from "./theorems/jacobian.js"

everySample(jacobian)
