import { PublishError } from '../domain/errors'
import type { CommitTask } from '../domain/ports/platform'

/**
 * Call right before the request that publishes. A process that was frozen since its commit was claimed must not send it:
 * by now another one may have judged the commit as never sent.
 * @throws PublishError `commit-too-late`; nothing was sent.
 */
export function assertTimely({ sendBeforeMs }: Pick<CommitTask, 'sendBeforeMs'>, nowMs: number): void {
  if (nowMs <= sendBeforeMs) return
  throw new PublishError({
    code: 'commit-too-late',
    category: 'transient',
    message: 'The request that publishes was not sent in its time, and is not sent late.',
    remedy: 'Nothing to do: the platform is asked how far the upload is, then the commit is claimed anew.',
  })
}
