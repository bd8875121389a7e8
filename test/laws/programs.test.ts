// Laws 1 to 6 on random programs over the whole registry: mixed shapes and dtypes, several arguments and results, sub-programs.
import { everyProgram } from "./everyProgram.js"

everyProgram()
