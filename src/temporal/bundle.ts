import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundleOption } from '@temporalio/worker'

/** What stands around every workflow. */
const INTERCEPTORS = [require.resolve('../workflows/trace-header')]

const BUILT_BUNDLE = path.join(__dirname, '..', 'workflow-bundle.js')

/** Bundles the workflows of this checkout, or those of another source, to `file`. */
export async function buildWorkflowBundle(
  file: string,
  workflowsPath = require.resolve('../workflows'),
): Promise<void> {
  const logger = new DefaultLogger('WARN')
  const { code } = await bundleWorkflowCode({ workflowsPath, workflowInterceptorModules: INTERCEPTORS, logger })
  await writeFile(file, code)
}

export type WorkflowSource =
  { workflowBundle: WorkflowBundleOption } | { workflowsPath: string; interceptors: { workflowModules: string[] } }

/** The bundle of the build where there is one; from source the worker bundles as it starts. */
export const workflowSource = (): WorkflowSource =>
  existsSync(BUILT_BUNDLE)
    ? { workflowBundle: { codePath: BUILT_BUNDLE } }
    : { workflowsPath: require.resolve('../workflows'), interceptors: { workflowModules: INTERCEPTORS } }
