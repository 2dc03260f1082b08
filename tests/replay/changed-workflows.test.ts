import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { bundleEdited, type WorkflowEdit } from '../support/edited-workflows'
import { silenceTemporal } from '../support/quiet'
import { PATCHED, UNSAFE } from './edits'
import { readHistory, replay } from './replay'
import { SHAPES } from './shapes'

silenceTemporal()

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'publisher-bundles-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function bundleOf(name: string, edits: readonly WorkflowEdit[]): Promise<string> {
  const bundle = path.join(folder, `${name.replaceAll(' ', '-')}.js`)
  await bundleEdited(edits, bundle)
  return bundle
}

test.each(Object.entries(UNSAFE))('%s is caught by a recorded history', async (name, { shape, edits }) => {
  const asked = replay(await bundleOf(name, edits), readHistory(shape))
  await expect(asked).rejects.toMatchObject({
    name: 'DeterminismViolationError',
    message: expect.stringContaining('Nondeterminism'),
  })
})

test('one more activity behind a patch marker breaks no run that began before it', async () => {
  const bundle = await bundleOf('patched', PATCHED)
  for (const shape of Object.keys(SHAPES.publishVideo ?? {})) await replay(bundle, readHistory(shape))
})

test('an edit that no longer fits the source says so', async () => {
  const edit = { file: 'deliver.ts', find: 'what was never there', replace: '' }
  await expect(bundleOf('misfit', [edit])).rejects.toThrow('src/workflows/deliver.ts has 0 times')
})
