import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleOption } from '@temporalio/worker'

const BUILT_BUNDLE = path.join(__dirname, '..', 'workflow-bundle.js')

/** Bundles the workflows of this checkout to `file`. */
export async function buildWorkflowBundle(file: string): Promise<void> {
  const logger = new DefaultLogger('WARN')
  const { code } = await bundleWorkflowCode({ workflowsPath: require.resolve('../workflows'), logger })
  await writeFile(file, code)
}

/** The bundle of the build where there is one; from source the worker bundles as it starts. */
export const workflowSource = (): { workflowBundle: WorkflowBundleOption } | { workflowsPath: string } =>
  existsSync(BUILT_BUNDLE)
    ? { workflowBundle: { codePath: BUILT_BUNDLE } }
    : { workflowsPath: require.resolve('../workflows') }
