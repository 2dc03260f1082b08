import { z } from 'zod'
import type { JobEvents } from '../../database/job-events'
import type { Jobs } from '../../database/jobs'
import { isTerminal } from '../../domain/job'
import type { Following } from '../follow/following'
import { demandJob, missingJob } from '../publish/missing-job'
import { route } from '../route'
import { jobProgress, jobState, lastEventId } from '../schemas/job-event'
import { jobParams } from './read-publish-jobs'

export interface FollowDeps {
  jobs: Jobs
  jobEvents: JobEvents
  following: Following
}

const STREAM_HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  // nginx would hold it back.
  'X-Accel-Buffering': 'no',
  // Nothing comes after it on this connection, so that a process that stops need not wait for another request.
  Connection: 'close',
}

export const followPublishJob = ({ jobs, jobEvents, following }: FollowDeps) =>
  route(
    {
      method: 'get',
      path: '/v1/publish-jobs/{jobId}/events',
      operationId: 'followPublishJob',
      summary: 'Follow a publish job as it goes on, by server-sent events',
      tag: 'Publish jobs',
      scope: 'read',
      params: jobParams,
      headers: z.object({ 'last-event-id': lastEventId.optional() }),
      rawAnswer: {
        status: 200,
        mediaType: 'text/event-stream',
        description:
          'An event `state` (see `JobState`) with the present state at once, or with `Last-Event-ID` with every state after that event, then with each further one in its order; in between `progress` (see `JobProgress`), without an id. The stream ends with the job, once the address of its post is known or 30 s after it was published; it also ends where the service restarts or the key is revoked, and where the reader falls behind by 1 MiB. Connect again with `Last-Event-ID` to go on: nothing is missed, nothing comes twice',
        events: [jobState, jobProgress],
      },
      statuses: {
        200: 'The stream',
        204: 'The job has ended, and `Last-Event-ID` was its last state: do not connect again',
      },
      problems: ['validation-failed', 'job-not-found', 'job-removed', 'too-many-streams'],
    },
    async ({ params: { jobId }, headers, caller: { keyId, reach } }) => {
      await demandJob(jobs, jobId, reach)
      const present = await jobEvents.present(jobId)
      if (!present) throw await missingJob(jobs, jobId, reach)
      const told = headers['last-event-id']
      const lastId = told !== undefined && (await jobEvents.has(jobId, told)) ? told : null
      if (lastId !== null && lastId === present.id && isTerminal(present.state.phase)) return { status: 204 }
      following.demandPlace(keyId)
      return {
        status: 200,
        headers: STREAM_HEADERS,
        stream: (sink) => following.follow(sink, { jobId, keyId, present, lastId }),
      }
    },
  )
