import { spawnSync } from 'node:child_process'
import { copyFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { buildWorkflowBundle } from '../src/temporal/bundle'
import { LocalFailure } from './failure'
import { ROOT } from './paths'

/** `npm run build`: dist/ for production, with the workflows bundled once instead of at every start of a worker. */
export async function main(): Promise<number> {
  const dist = path.join(ROOT, 'dist')
  rmSync(dist, { recursive: true, force: true })
  const tsc = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
  for (const project of ['tsconfig.build.json', 'client/tsconfig.json']) {
    const { status } = spawnSync(process.execPath, [tsc, '-p', project], { cwd: ROOT, stdio: 'inherit' })
    if (status !== 0) throw new LocalFailure('The build stops at the type errors above.')
  }
  copyFileSync(path.join(ROOT, 'client', 'package.json'), path.join(dist, 'client', 'package.json'))
  await buildWorkflowBundle(path.join(dist, 'workflow-bundle.js'))
  return 0
}
