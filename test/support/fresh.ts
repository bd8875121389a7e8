// Test files share a process, which loads the library once for all of them. Which programs are compiled depends on what ran before:
// every file begins as the first one would, so that none depends on its neighbours.
import { clearCaches } from "../../src/runtime/dispatch.js"

clearCaches()
