import { main } from '../../src/bin/ops'
import { COMMANDS } from '../../src/bin/ops/commands'
import { runHere } from '../support/command'

/** Nothing is connected to: no variable is set. */
const ops = (...args: string[]) => runHere(() => main(args, {}))

test('every command is in the usage, and has a help of its own with each option and examples', async () => {
  const { stdout: usage } = await ops('--help')
  for (const { name, summary, options, examples } of COMMANDS) {
    expect(usage).toContain(summary)
    const { code, stdout } = await ops('help', ...name.split(' '))
    expect([code, await ops(...name.split(' '), '--help')]).toEqual([0, { code, stdout, stderr: '' }])
    for (const option of [...Object.keys(options), 'json']) expect(stdout).toContain(`--${option}`)
    for (const example of examples) expect(stdout).toContain(`npm run ops -- ${name}${example && ` ${example}`}\n`)
  }
})

test('the help of a group tells its commands only', async () => {
  const { code, stdout } = await ops('help', 'quota')
  expect(code).toBe(0)
  expect(stdout).toMatch(/quota show/)
  expect(stdout).not.toMatch(/jobs list/)
})

test('a command that changes something takes --yes and --dry-run, and no other does', async () => {
  for (const { name, changes } of COMMANDS) {
    const { stdout } = await ops('help', ...name.split(' '))
    expect([name, /^ {2}--yes /m.test(stdout), /^ {2}--dry-run /m.test(stdout)]).toEqual([name, changes, changes])
  }
})

test.each([
  [['jobs', 'cancle'], /^There is no command "jobs cancle"\. Did you mean 'jobs cancel'\?/],
  [['stauts'], /^There is no command "stauts"\. Did you mean 'status'\?/],
  [['help', 'nothing'], /^There is no command "nothing"\./],
  [['constructor'], /^There is no command "constructor"\./],
])('%j is not understood, and the nearest is named', async (args, sentence) => {
  expect(await ops(...args)).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(sentence) as string })
})

test('without its environment a command names all that is missing', async () => {
  const { code, stdout, stderr } = await ops('status')
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/DATABASE_URL is missing\n {2}TEMPORAL_ADDRESS is missing/)
})
