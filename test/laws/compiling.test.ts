import { everySample } from "./law.js"
import { compiled } from "./theorems/compiling.js"

everySample([compiled])
