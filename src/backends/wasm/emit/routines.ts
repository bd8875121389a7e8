// What steps need that go along lines: sorting, running totals, and folds that result in places. The backend of a lean bundle has none of it, and
// its compiler makes no such steps.
import { extremeAccumulator } from "./extremes.js"
import { emitRunning } from "./running.js"
import { emitSort, sortScratch } from "./sort.js"

export interface Routines {
  readonly sort: typeof emitSort
  readonly sortScratch: typeof sortScratch
  readonly running: typeof emitRunning
  readonly extremes: typeof extremeAccumulator
}

export const allRoutines: Routines = { sort: emitSort, sortScratch, running: emitRunning, extremes: extremeAccumulator }
