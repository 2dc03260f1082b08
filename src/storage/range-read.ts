import type { GetObjectCommandOutput } from '@aws-sdk/client-s3'
import { Readable } from 'node:stream'
import { PublishError } from '../domain/errors'
import type { PinnedObject } from '../domain/ports/storage'
import { etagOf } from './etag'
import { rangeIgnored, reasonOf, SOURCE_CHANGED, sourceInterrupted, storageError } from './storage-error'

export interface RangeRead {
  /** Both included. */
  first: number
  last: number
  pinned: PinnedObject
  signal: AbortSignal
  timeoutMs: number
  request(range: string, abortSignal: AbortSignal): Promise<GetObjectCommandOutput>
}

/**
 * Reads one range as a stream of exactly its bytes: an answer that is another range or of another object, or that ends early,
 * is an error, since whoever uploads it has announced its length already. The ETag is compared here too, for a store or a
 * proxy that overlooks If-Match.
 * @throws PublishError, here or from the stream; the reason of `signal` once the caller gave up.
 */
export async function readRange(read: RangeRead): Promise<AsyncIterable<Uint8Array>> {
  const { first, last, pinned, signal } = read
  const answer = await begin(read)
  const body = answer.Body
  if (!(body instanceof Readable)) throw sourceInterrupted('no body')
  // Whatever breaks it is told by the iteration; without a listener it would end the process when nobody iterates yet.
  body.on('error', () => undefined)

  const isExact =
    answer.$metadata.httpStatusCode === 206 &&
    answer.ContentRange === `bytes ${first}-${last}/${pinned.sizeBytes}` &&
    answer.ContentLength === last - first + 1
  const etag = etagOf(answer)
  if (!isExact || etag !== pinned.etag) {
    body.destroy()
    const isOther = etag !== '' && etag !== pinned.etag
    throw isOther ? new PublishError(SOURCE_CHANGED) : rangeIgnored(answer.$metadata.httpStatusCode)
  }
  const giveUp = () => body.destroy()
  signal.addEventListener('abort', giveUp, { once: true })
  body.once('close', () => signal.removeEventListener('abort', giveUp))
  return exactBytes(body, read)
}

async function begin({ first, last, signal, timeoutMs, request }: RangeRead): Promise<GetObjectCommandOutput> {
  signal.throwIfAborted()
  // Not AbortSignal.timeout: it would go off in the middle of a long body.
  const deadline = new AbortController()
  const giveUp = () => deadline.abort()
  const timer = setTimeout(giveUp, timeoutMs)
  signal.addEventListener('abort', giveUp, { once: true })
  try {
    return await request(`bytes=${first}-${last}`, deadline.signal)
  } catch (error) {
    throw signal.aborted ? signal.reason : storageError(error)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', giveUp)
  }
}

async function* exactBytes(body: Readable, { first, last, signal, timeoutMs }: RangeRead): AsyncGenerator<Uint8Array> {
  let missingBytes = last - first + 1
  // Runs only while R2 is waited for: a platform that takes its time to accept bytes is no fault of the source.
  let watchdog = setTimeout(() => body.destroy(), timeoutMs)
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      clearTimeout(watchdog)
      missingBytes -= chunk.byteLength
      if (missingBytes < 0) break
      yield chunk
      watchdog = setTimeout(() => body.destroy(), timeoutMs)
    }
  } catch (error) {
    throw signal.aborted ? signal.reason : sourceInterrupted(reasonOf(error))
  } finally {
    clearTimeout(watchdog)
  }
  signal.throwIfAborted()
  if (missingBytes !== 0) throw sourceInterrupted('another length than announced')
}
