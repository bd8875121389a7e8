// Adds up the reports of one run: `tally.mjs <failures elsewhere> <report…>` prints `N passed, N failed` and fails where anything did.
import { existsSync, readFileSync } from "node:fs"

/** Vitest's report. A file that could not run has no test to fail, and counts as one; so does a run that failed outside its tests. */
const ofVitest = ({ numPassedTests, numFailedTests, testResults, success }) => {
  const unrunnable = testResults.filter(({ status, assertionResults }) => status === "failed" && assertionResults.length === 0).length
  return { passed: numPassedTests, failed: Math.max(numFailedTests + unrunnable, success ? 0 : 1) }
}

const countOf = (path) => {
  if (!existsSync(path)) return { passed: 0, failed: 1 }
  const report = JSON.parse(readFileSync(path, "utf8"))
  return report.testResults === undefined ? report : ofVitest(report)
}

const [elsewhere, ...reports] = process.argv.slice(2)
const counts = reports.map(countOf)
const sum = (key) => counts.reduce((total, count) => total + count[key], 0)
const passed = sum("passed")
const failed = sum("failed") + Number(elsewhere)

console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 0 ? 0 : 1
