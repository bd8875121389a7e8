// Law 1 on the table of samples: staging.
import { everySample } from "./law.js"
import { staging } from "./theorems/staging.js"

everySample(staging)
