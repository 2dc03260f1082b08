// Prints the test files that failed, one a line, unless there are more than the second argument says.
const { readFileSync } = require('node:fs')
const [report, most] = process.argv.slice(2)
try {
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'))
  const failed = testResults.filter(({ status }) => status === 'failed').map(({ name }) => name)
  if (failed.length <= Number(most)) for (const name of failed) console.log(name)
} catch {
  // Jest has left no report: there is nothing to run again.
}
