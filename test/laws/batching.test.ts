// Law 2 on the table of samples: batching.
import { everySample } from "./law.js"
import { batching } from "./theorems/batching.js"

everySample(batching)
