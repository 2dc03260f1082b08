import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { startChild, type Child, type ChildSpec } from '../../local/supervisor/child'
import { stopLeftovers } from '../../local/supervisor/leftovers'
import { isAlive, recordOf } from '../../local/supervisor/process-record'
import { untilReady } from '../../local/supervisor/ready'
import { RestartingChild } from '../../local/supervisor/restarting-child'

const never = new AbortController().signal
let folder: string

beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'supervision-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const node = (script: string): ChildSpec => ({
  name: 'example',
  title: 'The example',
  command: process.execPath,
  args: ['-e', script],
  env: process.env,
  cwd: folder,
  runFolder: folder,
  stopSignal: 'SIGTERM',
})

const IDLE = 'setInterval(() => {}, 1000)'
const recordFile = () => path.join(folder, 'example.pid')

async function expectGone(child: Child): Promise<void> {
  await child.ended
  expect(recordOf(Number(child.process.pid))).toBeUndefined()
}

test('a process that a killed run left behind is stopped by its record', async () => {
  const child = startChild(node(IDLE))
  await stopLeftovers(folder)
  await expectGone(child)
  expect(existsSync(recordFile())).toBe(false)
})

test('a record whose process id now belongs to another process stops nobody', async () => {
  const child = startChild(node(IDLE))
  writeFileSync(recordFile(), JSON.stringify({ pid: child.process.pid, startedAt: 'another time' }))
  await stopLeftovers(folder)
  expect(isAlive(recordOf(Number(child.process.pid)) ?? { pid: 0, startedAt: '' })).toBe(true)
  await child.stop()
})

test('a process that dies before it is ready is named with its last words', async () => {
  const child = startChild(node('console.error("Error: no luck today"); process.exit(3)'))
  const ready = untilReady(child, () => Promise.reject(new Error('not yet')), never)
  await expect(ready).rejects.toThrow(
    'The example ended with code 3 before it was ready. Its last words: Error: no luck',
  )
})

test('a process that dies is started again until it is stopped', async () => {
  const pids: (number | undefined)[] = []
  let startedTwice = () => {}
  const twice = new Promise<void>((resolve) => (startedTwice = resolve))
  const child = new RestartingChild(
    node(IDLE),
    () => Promise.resolve(),
    (pid) => {
      if (pids.push(pid) === 2) startedTwice()
    },
  )
  await child.start(never)
  process.kill(Number(pids[0]), 'SIGKILL')
  await twice
  await child.stop()
  expect(recordOf(Number(pids[1]))).toBeUndefined()
  expect(pids).toHaveLength(2)
})
