import path from 'node:path'

/**
 * Where a program of the checkout, such as `src/bin/worker`, lies compiled: one that is started from source takes longer to
 * compile itself than most tests take.
 * @param build the folder of another build than that of the run
 */
export function programFile(name: string, build = process.env.TEST_BUILD): string {
  if (!build) throw new Error('Tests get their programs from `npm test`: run `npm test -- <file>`.')
  return path.join(build, `${name}.js`)
}
