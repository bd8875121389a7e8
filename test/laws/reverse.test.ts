// Law 4 on the table of samples: reverse mode, linearization and transposition.
import { everySample } from "./law.js"
import { reverse } from "./theorems/reverse.js"

everySample(reverse)
