import { createHash } from 'node:crypto'
import { Agent, errors, interceptors, request, type Dispatcher } from 'undici'
import type { Profile } from '../kernel/profiles'
import type { ErrorName } from './errors'

export type FetchHabits = Pick<
  Profile<'INSTAGRAM'>,
  'fetchHeadFirst' | 'fetchRangeBytes' | 'fetchRedirects' | 'fetchTimeoutMs'
>

export interface Download {
  bytes: number
  sha256: string
  /** The first bytes, by which a format is told. */
  head: Buffer
}

/** A fetch that failed for one of Meta's documented reasons. */
export class FetchFailure extends Error {
  override readonly name = 'FetchFailure'

  constructor(readonly reason: ErrorName) {
    super(reason)
  }
}

interface Fetching {
  url: string
  habits: FetchHabits
  dispatcher: Dispatcher
  signal: AbortSignal
  isExpected: (contentType: string) => boolean
  received: { bytes: number; head: Buffer; hash: ReturnType<typeof createHash> }
}

const HEAD_BYTES = 16

/**
 * Fetches a media file as Meta does: without cookies, with a HEAD first or not, in one piece or in ranges, through redirects.
 * Its bytes are hashed while they stream.
 * @param isExpected false for a content type that cannot be meant: `badFormat`
 * @throws FetchFailure, or whatever ended it once `stop` has fired.
 */
export async function download(
  url: string,
  habits: FetchHabits,
  isExpected: (contentType: string) => boolean,
  stop: AbortSignal,
): Promise<Download> {
  const agent = new Agent()
  const deadline = AbortSignal.timeout(habits.fetchTimeoutMs)
  const received = { bytes: 0, head: Buffer.alloc(0), hash: createHash('sha256') }
  const fetching: Fetching = {
    url,
    habits,
    isExpected,
    received,
    dispatcher: agent.compose(interceptors.redirect({ maxRedirections: habits.fetchRedirects })),
    signal: AbortSignal.any([stop, deadline]),
  }
  try {
    if (habits.fetchHeadFirst) await headOf(fetching)
    while (!(await fetchNext(fetching)));
    return { bytes: received.bytes, head: received.head, sha256: received.hash.digest('hex') }
  } catch (error) {
    if (error instanceof FetchFailure || stop.aborted) throw error
    const isSlow = deadline.aborted || error instanceof errors.HeadersTimeoutError
    throw new FetchFailure(isSlow ? 'tooSlow' : 'cannotFetch')
  } finally {
    await agent.destroy()
  }
}

async function headOf({ url, dispatcher, signal }: Fetching): Promise<void> {
  const { statusCode, body } = await request(url, { method: 'HEAD', dispatcher, signal })
  await body.dump()
  if (statusCode !== 200) throw new FetchFailure('cannotFetch')
}

/** One request. @returns whether the file has come to its end. */
async function fetchNext({ url, habits, dispatcher, signal, isExpected, received }: Fetching): Promise<boolean> {
  const { fetchRangeBytes } = habits
  const range = `bytes=${received.bytes}-${received.bytes + fetchRangeBytes - 1}`
  const { statusCode, headers, body } = await request(url, {
    dispatcher,
    signal,
    headers: fetchRangeBytes > 0 ? { range } : {},
  })
  const isAnswered = statusCode === 200 || statusCode === 206
  if (!isAnswered || !isExpected(String(headers['content-type'] ?? ''))) {
    body.on('error', () => undefined).destroy()
    throw new FetchFailure(isAnswered ? 'badFormat' : 'cannotFetch')
  }
  const before = received.bytes
  for await (const chunk of body as AsyncIterable<Buffer>) {
    received.hash.update(chunk)
    received.bytes += chunk.length
    if (received.head.length < HEAD_BYTES) received.head = Buffer.concat([received.head, chunk]).subarray(0, HEAD_BYTES)
  }
  if (received.bytes === before) throw new FetchFailure('cannotFetch')
  const [, total] = /\/(\d+)$/.exec(String(headers['content-range'] ?? '')) ?? []
  return statusCode === 200 || received.bytes >= Number(total)
}
