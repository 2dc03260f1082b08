import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type { Call } from './call'
import { S3Error } from './errors'

/** What happens to a call. The last four are faults of a GET's body; on other calls they do nothing. */
type Mishap =
  | { kind: 'error'; code: 'InternalError' | 'ServiceUnavailable' | 'TooManyRequests' }
  /** No answer. */
  | { kind: 'drop-connection' }
  /** The call is done, and then there is no answer; for calls whose answer has no body of an object. */
  | { kind: 'lose-answer' }
  /** Right before the call the object gets other bytes, as many as it had. */
  | { kind: 'replace' }
  /** 200 and the whole object, whatever range was asked for. */
  | { kind: 'ignore-range' }
  /** 206 and one byte less than was asked for. */
  | { kind: 'short-range' }
  /** Half the body, then the connection breaks. */
  | { kind: 'truncate' }
  /** Half the body, then silence for `delayMs`, then the rest. */
  | { kind: 'slow'; delayMs: number }

export type S3Fault = Mishap & {
  /** Absent: every one. */
  method?: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
  /** Calls that pass before the first one is struck. */
  skip?: number
  /** Calls still to be struck; absent: every one until the faults are cleared. */
  times?: number
}

/** What shall go wrong with the calls to come, in the order in which it was asked for. */
export class S3Faults {
  private planned: S3Fault[] = []

  plan(fault: S3Fault): void {
    this.planned.push({ ...fault })
  }

  clear(): void {
    this.planned = []
  }

  /** The fault that strikes a call of this method; one of its times is used up. */
  strike(method: string): S3Fault | undefined {
    const fault = this.planned.find((candidate) => (candidate.method ?? method) === method)
    if (fault?.skip) {
      fault.skip -= 1
      return undefined
    }
    if (fault?.times === undefined) return fault
    fault.times -= 1
    if (fault.times === 0) this.planned.splice(this.planned.indexOf(fault), 1)
    return fault
  }
}

/** Does what a fault does before its call is handled. @throws S3Error where the call is not to be handled. */
export async function befall(fault: S3Fault, call: Call): Promise<void> {
  const { headers } = call.request
  switch (fault.kind) {
    case 'error':
      throw new S3Error(fault.code)
    case 'drop-connection':
      call.response.destroy()
      throw new S3Error('InternalError') // Nobody is there to read it.
    case 'replace':
      return replaceObject(call)
    case 'ignore-range':
      delete headers.range
      return
    case 'short-range':
      headers.range = headers.range?.replace(/\d+$/, (last) => String(Number(last) - 1))
  }
}

async function replaceObject({ store, target: { bucket: name, key } }: Call): Promise<void> {
  const bucket = store.get(name)
  const { sizeBytes, contentType, metadata } = bucket.get(key)
  const etag = randomBytes(16).toString('hex')
  const fill = async (path: string) => {
    await writeFile(path, randomBytes(sizeBytes))
    return { sizeBytes, etag }
  }
  await bucket.put(key, { contentType, metadata }, () => undefined, fill)
}

/** A body as its fault lets it through. */
export async function* spoiled(fault: S3Fault, body: Readable, sizeBytes: number): AsyncGenerator<Buffer> {
  const halfBytes = Math.floor(sizeBytes / 2)
  let sentBytes = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    const before = chunk.subarray(0, Math.max(0, halfBytes - sentBytes))
    const isMiddle = sentBytes <= halfBytes && sentBytes + chunk.length > halfBytes
    sentBytes += chunk.length
    yield before
    if (isMiddle && fault.kind === 'truncate') throw new S3Error('IncompleteBody')
    if (isMiddle && fault.kind === 'slow') await delay(fault.delayMs, undefined, { ref: false })
    yield chunk.subarray(before.length)
  }
}
