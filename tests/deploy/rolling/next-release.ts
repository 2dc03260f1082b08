import { cp, mkdir, symlink } from 'node:fs/promises'
import path from 'node:path'
import { bundleEdited } from '../../support/edited-workflows'
import { PATCHED } from '../../replay/edits'

/** The build of the checkout that `npm test` has made. */
export const presentRelease = (): string => process.env.TEST_BUILD ?? ''

/** A build whose workflows have one activity more, behind a patch marker; all else is the present one. @returns its folder */
export async function buildNextRelease(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  await cp(path.join(presentRelease(), 'src'), path.join(folder, 'src'), { recursive: true })
  await symlink(path.join(presentRelease(), 'node_modules'), path.join(folder, 'node_modules'), 'junction')
  await bundleEdited(PATCHED, path.join(folder, 'src', 'workflow-bundle.js'))
  return folder
}
