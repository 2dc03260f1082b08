// Prints the plain line "N passed, N failed" from the reports of jest; a later one stands for the files that it has.
const { readFileSync } = require('node:fs')
const [failedSteps, ...reports] = process.argv.slice(2)

const files = new Map()
for (const report of reports) {
  const text = readFileSync(report, 'utf8')
  if (text === '') continue
  for (const { name, status, assertionResults } of JSON.parse(text).testResults) {
    const count = (wanted) => assertionResults.filter((test) => test.status === wanted).length
    // A file that could not even run is a failure without a test.
    files.set(name, { passed: count('passed'), failed: Math.max(count('failed'), status === 'failed' ? 1 : 0) })
  }
}
if (files.size === 0) console.log('jest has left no report')
const sum = (what) => [...files.values()].reduce((total, file) => total + file[what], 0)
const [passed, failures] = [sum('passed'), sum('failed')]
// A failed test has failed its step already.
const failed = Number(failedSteps) + Math.max(0, failures - 1)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
