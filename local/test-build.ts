import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { transformFile, type Options } from '@swc/core'
import { buildWorkflowBundle } from '../src/temporal/bundle'
import { ROOT } from './paths'
import options from './swc.json'

export interface TestBuild {
  /** Holds the checkout's programs as JavaScript, at the places of their sources. */
  folder: string
  workflowBundle: string
}

/**
 * Compiles, once for a test run, what every process that a test starts would compile again, and bundles the workflows where
 * a build has them.
 */
export async function makeTestBuild(folder: string): Promise<TestBuild> {
  mkdirSync(folder)
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction')
  await Promise.all([...sourcesIn('src'), ...sourcesIn('tests')].map((source) => compile(source, folder)))
  const workflowBundle = path.join(folder, 'src', 'workflow-bundle.js')
  await buildWorkflowBundle(workflowBundle)
  return { folder, workflowBundle }
}

const sourcesIn = (room: string): string[] =>
  readdirSync(path.join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.join(room, file))

async function compile(source: string, folder: string): Promise<void> {
  const { code } = await transformFile(path.join(ROOT, source), { ...(options as Options), swcrc: false })
  const target = path.join(folder, source.replace(/\.ts$/, '.js'))
  mkdirSync(path.dirname(target), { recursive: true })
  writeFileSync(target, code)
}
