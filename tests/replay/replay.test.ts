import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { historyFromJSON } from '@temporalio/common/lib/proto-utils'
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker'
import { HISTORIES } from '../support/histories'

Runtime.install({ logger: new DefaultLogger('ERROR') })

const SHAPES = readdirSync(HISTORIES).filter((file) => file.endsWith('.json'))

const read = (file: string) =>
  JSON.parse(readFileSync(path.join(HISTORIES, file), 'utf8')) as { workflowId: string; history: unknown }

const code = () => {
  const codePath = process.env.WORKFLOW_BUNDLE
  if (!codePath) throw new Error('Tests get the workflow bundle from `npm test`: run `npm test -- <file>`.')
  return { workflowBundle: { codePath } }
}

test('there is a history of every shape of a run', () => {
  expect(SHAPES).toEqual(
    expect.arrayContaining(
      ['tiktok', 'instagram', 'youtube', 'cancelled', 'moved', 'parked', 'platform-event'].map(
        (shape) => `${shape}.json`,
      ),
    ),
  )
})

test.each(SHAPES)('a run that began with earlier code goes on with the present one: %s', async (file) => {
  const { workflowId, history } = read(file)
  await Worker.runReplayHistory(code(), historyFromJSON(history), workflowId)
})

test('a run that took other steps is noticed', async () => {
  const { workflowId, history } = read('instagram.json')
  const other = JSON.parse(JSON.stringify(history).replaceAll('"commit"', '"publishTwice"')) as unknown
  await expect(Worker.runReplayHistory(code(), historyFromJSON(other), workflowId)).rejects.toThrow()
})
