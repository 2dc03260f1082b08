import { listArchive, pruneArchive, restoreArchive, verifyArchive } from './archive'
import type { Command } from './command'
import { listConnections, showConnection } from './connections'
import { cooldowns } from './cooldowns'
import { cancelJobs, publishJobsNow, resolveJobs, retryJobs } from './jobs/changes'
import { countJobs } from './jobs/counts'
import { listJobs } from './jobs/list'
import { showJob } from './jobs/show'
import { createKey, listKeys, revokeKey } from './keys'
import { maintenance } from './maintenance'
import { pause, resume } from './pauses'
import { limitQuota, showQuota } from './quota'
import { retention } from './retention'
import { status } from './status'
import { enableWebhook, listWebhooks, redeliverWebhooks } from './webhooks'

/** Every command, in the order of the help. */
export const COMMANDS: Command[] = [
  status,
  listJobs,
  showJob,
  countJobs,
  cancelJobs,
  retryJobs,
  publishJobsNow,
  resolveJobs,
  pause,
  resume,
  cooldowns,
  showQuota,
  limitQuota,
  listConnections,
  showConnection,
  listWebhooks,
  enableWebhook,
  redeliverWebhooks,
  createKey,
  listKeys,
  revokeKey,
  maintenance,
  retention,
  listArchive,
  verifyArchive,
  restoreArchive,
  pruneArchive,
]
