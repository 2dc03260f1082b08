import { PublishError } from '../../domain/errors'
import type { TransferResult, UploadTask } from '../../domain/ports/platform'
import { rangeOf } from '../byte-range'
import { callContext } from '../call-context'
import { sharedMeanings } from '../meanings'
import { referenceField } from '../references'
import type { Container } from './answers'
import type { InstagramClient } from './client'
import { transferResult } from './container'
import { isNotFound } from './errors'
import { found, missing } from './memory'

/** The connection was made anew by the other login, which cannot go on with an upload of bytes. */
const OTHER_LOGIN: TransferResult = { state: 'gone', problem: sharedMeanings('INSTAGRAM').uploadGone }

/** Brings a container to FINISHED: sends what is missing of its bytes, or waits until Instagram has fetched them. */
export async function transfer(
  client: InstagramClient,
  task: UploadTask,
  onProgress: (bytesConfirmed: number) => void,
  nowMs: () => number,
): Promise<TransferResult> {
  const { reference, source } = task
  const sendsBytes = reference.upload === 'resumable'
  if (sendsBytes && task.account.login !== 'facebook') return OTHER_LOGIN
  try {
    const container = await client.container(containerIdOf(task), callContext(task, 'transfer'))
    const result = transferResult(container, nowMs())
    if (result.state === 'ready') onProgress(source.sizeBytes)
    if (result.state === 'pending' && sendsBytes) await sendRest(client, task, container, onProgress)
    return found(reference, result)
  } catch (error) {
    if (!(error instanceof PublishError)) throw error
    const { problem } = error
    if (isNotFound(problem.code)) return missing(reference, problem, nowMs())
    if (problem.code === 'upload-refused') return { state: 'gone', problem }
    throw error
  }
}

/** Goes on where Instagram says that the upload is; the bytes stream through and are pinned to the object's ETag. */
async function sendRest(
  client: InstagramClient,
  task: UploadTask,
  { video_status }: Container,
  onProgress: (bytesConfirmed: number) => void,
): Promise<void> {
  const { status, bytes_transferred: offset = 0 } = video_status?.uploading_phase ?? {}
  onProgress(offset)
  if (status === 'complete' || offset >= task.source.sizeBytes) return
  const range = { first: offset, last: task.source.sizeBytes - 1 }
  const open = () => rangeOf(task, range, (bytesSent) => onProgress(offset + bytesSent))
  const rest = { offset, totalBytes: task.source.sizeBytes, open }
  await client.upload(containerIdOf(task), rest, callContext(task, 'transfer'))
}

export const containerIdOf = (task: Pick<UploadTask, 'reference'>): string =>
  referenceField(task.reference, 'containerId')
