import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { ROOT } from '../../local/paths'
import { buildWorkflowBundle } from '../../src/temporal/bundle'

/** A change of the workflows' source, as a later release could make it. */
export interface WorkflowEdit {
  /** In src/workflows. */
  file: string
  /** Stands in the file once. */
  find: string
  replace: string
}

/**
 * Bundles the workflows of this checkout with changes to them.
 * @throws Error where the source is no longer what an edit was written for
 */
export async function bundleEdited(edits: readonly WorkflowEdit[], bundle: string): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'publisher-edited-'))
  try {
    const workflows = path.join(folder, 'src', 'workflows')
    await mkdir(path.join(folder, 'src'))
    await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction')
    for (const room of ['workflows', 'domain'])
      await cp(path.join(ROOT, 'src', room), path.join(folder, 'src', room), { recursive: true })
    for (const edit of edits) await apply(edit, workflows)
    await buildWorkflowBundle(bundle, workflows)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function apply({ file, find, replace }: WorkflowEdit, workflows: string): Promise<void> {
  const source = await readFile(path.join(workflows, file), 'utf8')
  const parts = source.split(find)
  if (parts.length !== 2)
    throw new Error(`src/workflows/${file} has ${parts.length - 1} times, not once, what this test edits:\n${find}`)
  await writeFile(path.join(workflows, file), parts.join(replace))
}
