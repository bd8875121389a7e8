// Law 3 on the table of samples: forward mode.
import { everySample } from "./law.js"
import { forward } from "./theorems/forward.js"

everySample(forward)
