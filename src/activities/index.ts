import { createAccounts } from './accounts'
import { createArchiveActivities, type ArchiveDependencies } from './archive'
import { createCheckActivities } from './check-target'
import { createCommitActivities } from './commit'
import { createConfirmActivities } from './confirm'
import { createDeliveryActivities, type DeliveryDependencies } from './deliveries'
import type { PublishDependencies } from './dependencies'
import { createErasureActivities, type ErasureDependencies } from './erasure'
import { createGrantActivities, type GrantDependencies } from './grants'
import { createInspectionActivities, type InspectionDependencies } from './inspection'
import { createMetricsActivities } from './metrics'
import { createReconcileActivities, type ReconcileDependencies } from './reconcile'
import { createRenewalActivities, type RenewalDependencies } from './renewals'
import { createRetentionActivities, type RetentionDependencies } from './retention'
import { tellingNext } from './lane'
import { createRowActivities } from './rows'
import { createSyncRoundActivities, type SyncRoundDependencies } from './sync-round'
import { createTokenActivities } from './tokens'
import { createUploadActivities, type UploadDependencies } from './upload'
import { createWakingActivities, type WakingDependencies } from './waking'

export type ActivityDependencies = PublishDependencies &
  ReconcileDependencies &
  GrantDependencies &
  RenewalDependencies &
  ErasureDependencies &
  InspectionDependencies &
  ArchiveDependencies &
  RetentionDependencies &
  SyncRoundDependencies &
  DeliveryDependencies &
  UploadDependencies &
  WakingDependencies

/** Every activity, by the kind of queue that it is done on. */
export function createActivities(given: ActivityDependencies) {
  const deps = { ...given, rows: tellingNext(given.rows, given) }
  const accounts = createAccounts(deps)
  return {
    publish: {
      ...createRowActivities(deps),
      ...createTokenActivities(deps),
      ...createReconcileActivities(deps),
      ...createGrantActivities(deps),
      ...createRenewalActivities(deps),
      ...createErasureActivities(deps),
      ...createInspectionActivities(deps),
      ...createArchiveActivities(deps),
      ...createRetentionActivities(deps),
      ...createSyncRoundActivities(deps),
      ...createWakingActivities(deps),
    },
    call: {
      ...createCommitActivities(deps, accounts),
      ...createConfirmActivities(deps, accounts),
      ...createMetricsActivities(deps, accounts),
      ...createCheckActivities(deps, accounts),
    },
    upload: createUploadActivities(deps, accounts),
    webhook: createDeliveryActivities(deps),
  }
}
