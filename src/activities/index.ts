import { createAccounts } from './accounts'
import { createCommitActivities } from './commit'
import { createConfirmActivities } from './confirm'
import type { PublishDependencies } from './dependencies'
import { createReconcileActivities, type ReconcileDependencies } from './reconcile'
import { createRowActivities } from './rows'
import { createTokenActivities } from './tokens'
import { createUploadActivities } from './upload'

export type ActivityDependencies = PublishDependencies & ReconcileDependencies

/** Every activity, by the queue that it is done on. */
export function createActivities(deps: ActivityDependencies) {
  const accounts = createAccounts(deps)
  return {
    publish: {
      ...createRowActivities(deps),
      ...createCommitActivities(deps, accounts),
      ...createConfirmActivities(deps, accounts),
      ...createTokenActivities(deps),
      ...createReconcileActivities(deps),
    },
    upload: createUploadActivities(deps, accounts),
  }
}
