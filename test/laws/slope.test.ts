// Law 5 on the table of samples: slopes.
import { everySample } from "./law.js"
import { slope } from "./theorems/slope.js"

everySample([slope])
