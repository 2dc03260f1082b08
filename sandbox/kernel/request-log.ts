import { createWriteStream, type WriteStream } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Fault } from './faults'
import type { Platform } from './platform'

export interface LoggedCall {
  platform: Platform
  operation: string
  method: string
  /** Without the query, which may carry a token. */
  path: string
  /** Null: the connection was cut, the caller got no answer. */
  status: number | null
  /** The platform's own code of a refusal, where it does not show in the status alone. */
  refusal: string | null
  /** Virtual time at the end of the call. */
  at: string
  accountId: string | null
  contentRange: string | null
  requestBytes: number
  /** Of the request's body as far as it arrived, hex. */
  requestSha256: string
  responseBytes: number
  fault: Fault['kind'] | null
}

const KEPT_CALLS = 20_000

/** The calls that arrived, oldest first: one line each in `requests.jsonl`, so that they outlive a restart. */
export class RequestLog {
  private file: WriteStream

  private constructor(
    private readonly filePath: string,
    private calls: LoggedCall[],
  ) {
    this.file = createWriteStream(filePath, { flags: 'a' })
  }

  static async open(dataDir: string): Promise<RequestLog> {
    const filePath = path.join(dataDir, 'requests.jsonl')
    const text = await readFile(filePath, 'utf8').catch(() => '') // No file yet: no calls yet.
    // A process that was killed may have left half a line at the end.
    const lines = text
      .slice(0, text.lastIndexOf('\n') + 1)
      .split('\n')
      .filter(Boolean)
      .slice(-KEPT_CALLS)
    await writeFile(filePath, lines.map((line) => `${line}\n`).join(''))
    return new RequestLog(
      filePath,
      lines.map((line) => JSON.parse(line) as LoggedCall),
    )
  }

  add(call: LoggedCall): void {
    this.calls.push(call)
    if (this.calls.length > KEPT_CALLS) this.calls.shift()
    this.file.write(`${JSON.stringify(call)}\n`)
  }

  list(filter: { platform?: Platform | undefined; operation?: string | undefined }): LoggedCall[] {
    return this.calls.filter(
      (call) =>
        (!filter.platform || call.platform === filter.platform) &&
        (!filter.operation || call.operation === filter.operation),
    )
  }

  async clear(): Promise<void> {
    this.calls = []
    await this.close()
    this.file = createWriteStream(this.filePath, { flags: 'w' })
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.file.end(resolve))
  }
}
